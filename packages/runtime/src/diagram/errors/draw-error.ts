import { Use } from "../../cowns/record.js";
import type { RegionError } from "../../errors.js";
import { Access, type RegionRecord } from "../../heap/region.js";
import { behind } from "../heap/behind.js";
import { givenName } from "../heap/given-name.js";
import { regionOf } from "../region-of.js";
import { placeOf } from "../heap/place.js";
import { take, type Taken } from "../heap/take.js";
import type { Start } from "../heap/walk.js";
import { addTo } from "../multimap.js";
import type { DiagramEdge, DiagramNode, Snapshot } from "../types.js";

/** The graph that an error is about, as it is now, with what is at fault marked. */
export function drawError(error: RegionError, about: object | undefined): Snapshot {
  const title = titleOf(error);
  if (about instanceof Access) return { title, ...drawDead(about) };
  const starts = (["source", "target"] as const).flatMap((name): Start[] =>
    error[name] === undefined ? [] : [{ name: givenName(error[name]) ?? name, value: error[name] }],
  );
  // what is inside of regions is named from there
  const taken = take([...starts.filter(isOwned), ...starts.filter((start) => !isOwned(start))]);
  return { title, ...markFault(taken, error, about) };
}

/** A program may have put anything in the place of the message. */
function titleOf({ code, message }: { readonly code: string; readonly message: unknown }): string {
  return typeof message === "string" ? `${code}: ${message.split("\n")[0]!}` : code;
}

function isOwned({ value }: Start): boolean {
  const target = behind(value as object);
  return target.is === "object" && typeof placeOf(target.object) === "object";
}

/**
 * A handle that has ended. Of what it stood for nothing is told but where it is now: it may be somebody else's.
 */
function drawDead(access: Access): Snapshot {
  const { bridge, state, name } = access.region;
  const { snapshot, idOf } = take([
    { name: "handle", value: undefined, ended: access },
    ...(state === "live" ? [{ name: name ?? "region", value: bridge }] : []),
  ]);
  const own = ownerIds(access.region, idOf);
  const handle = idOf(access)!;
  return {
    nodes: snapshot.nodes.flatMap((node): DiagramNode[] => {
      if (node.id === handle) return [{ ...node, mark: "error" }];
      return own.has(node.id) ? [withoutContent(node)] : [];
    }),
    edges: snapshot.edges.flatMap((edge): DiagramEdge[] => {
      if (edge.from === handle) return [{ ...edge, mark: "error" }];
      return edge.kind === "owns" && own.has(edge.from) && own.has(edge.to) ? [edge] : [];
    }),
    regions: snapshot.regions.filter((region) => own.has(region.bridge)),
  };
}

/** The bridge of a region, and what owns it. */
function ownerIds({ bridge, parent, holder }: RegionRecord, idOf: Taken["idOf"]): ReadonlySet<string | undefined> {
  const ids = [bridge, parent?.bridge, holder].map((owner) => owner && idOf(owner));
  return new Set(ids.filter((id) => id !== undefined));
}

function withoutContent(node: DiagramNode): DiagramNode {
  if (!("fields" in node)) return node;
  const { id, kind, type } = node;
  return { id, kind, type, fields: [], ...("region" in node && { region: node.region }) };
}

function markFault({ snapshot, idOf }: Taken, error: RegionError, about: object | undefined): Snapshot {
  const { code, source, target, path } = error;
  const to = target && idOf(target);
  if (to === undefined) return snapshot;
  if (code === "ERR_BORROWED" || code === "ERR_BORROW_LEAKED") {
    const isInside = insideOf(snapshot, to);
    const edges = snapshot.edges.map((edge) =>
      edge.kind === "borrow" && isInside(edge.to) ? { ...edge, mark: "error" as const } : edge,
    );
    if (edges.some(({ mark }) => mark === "error")) return { ...snapshot, edges };
  }
  if (about instanceof Use) {
    const from = idOf(about);
    if (from !== undefined) return withEdge(snapshot, { from, to, kind: "waits", label: "write" });
  }
  const from = source && idOf(source);
  if (from === undefined) return withNode(snapshot, to);
  const label = path === undefined || path === "$" ? "" : path;
  const known = snapshot.edges.find((edge) => edge.from === from && edge.to === to);
  return withEdge(snapshot, known ?? { from, to, kind: "refused", label });
}

/** What would go with a thing: everything in its region, or the region of a cown, and in the regions inside. */
function insideOf({ nodes, regions }: Snapshot, id: string): (id: string) => boolean {
  const regionOfNode = new Map(nodes.map((node) => [node.id, regionOf(node)]));
  const inner = new Map<string | undefined, string[]>();
  for (const region of regions) addTo(inner, region.parent, region.id);
  const own = regionOfNode.get(id) ?? regions.find(({ cown }) => cown === id)?.id;
  const inside = new Set(own === undefined ? [] : [own]);
  for (const region of inside) for (const each of inner.get(region) ?? []) inside.add(each);
  return (other) => inside.has(regionOfNode.get(other) ?? "");
}

function withNode(snapshot: Snapshot, id: string): Snapshot {
  return { ...snapshot, nodes: snapshot.nodes.map((node) => (node.id === id ? { ...node, mark: "error" } : node)) };
}

/** In the place of the one that is there already, or beside all others. */
function withEdge(snapshot: Snapshot, edge: DiagramEdge): Snapshot {
  const others = snapshot.edges.filter((other) => other !== edge);
  return { ...snapshot, edges: [...others, { ...edge, mark: "error" }] };
}

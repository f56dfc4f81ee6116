import { causeOf } from "../../handles/dead.js";
import { isOpen, type RegionRecord } from "../../heap/region.js";
import { waiters } from "../../cowns/scheduler.js";
import { isReference } from "../../objects/is-reference.js";
import { shorten } from "../../objects/path.js";
import { isFrozenView, isProxy } from "../../objects/proxy.js";
import { beginning, NAME } from "../cut.js";
import { addTo } from "../multimap.js";
import type { DiagramEdge, DiagramNode, DiagramRegion } from "../types.js";
import { contentsOf } from "./behind.js";
import { previewOf, textOf } from "./preview.js";
import type { Found, Walk } from "./walk.js";

/** What was found, as plain data. */
export function describeAll(walk: Walk): {
  nodes: DiagramNode[];
  edges: DiagramEdge[];
  regions: DiagramRegion[];
  regionIds: ReadonlyMap<RegionRecord, string>;
} {
  const regionIds = nameRegions(walk);
  const lost = unreachable(walk);
  const nodes = [...walk.found].map(([key, found]) => describeNode(walk, key, found, regionIds, lost));
  return {
    nodes,
    edges: [...describeEdges(walk)],
    regions: [...walk.regions].map((region) => describeRegion(walk, region, regionIds)),
    regionIds,
  };
}

/** By their names, as far as they have any. */
function nameRegions({ regions, paths }: Walk): Map<RegionRecord, string> {
  const ids = new Map<RegionRecord, string>();
  const used = new Set<string>();
  for (const region of regions) {
    const name = shorten(`region ${region.name ?? `of ${paths.get(region.bridge)!}`}`);
    let id = name;
    for (let i = 2; used.has(id); i++) id = `${name} (${i})`;
    used.add(id);
    ids.set(region, id);
  }
  return ids;
}

function describeNode(
  { paths }: Walk,
  key: object,
  found: Found,
  regionIds: ReadonlyMap<RegionRecord, string>,
  lost: ReadonlySet<object>,
): DiagramNode {
  const id = paths.get(key)!;
  switch (found.is) {
    case "variable":
      return {
        id,
        kind: "variable",
        name: found.name,
        ...(!isReference(found.value) && { value: textOf(found.value) }),
      };
    case "object":
      return { id, ...describeObject(found, regionIds), ...(lost.has(key) && { unreachable: true as const }) };
    case "cown": {
      const { name, state, sharing, keeper, line, region } = found.record;
      const content = found.record.content();
      return {
        id,
        kind: "cown",
        ...(name !== undefined && { name }),
        state,
        ...(keeper !== undefined
          ? { value: "struct in shared memory" }
          : region === undefined && !isReference(content) && { value: textOf(content) }),
        waiting: waiters(line).length,
        ...(sharing !== undefined && { shared: true as const }),
      };
    }
    case "behaviour": {
      const { by, holds, site } = found.use;
      return { id, kind: "behaviour", by, state: holds ? "holding" : "waiting", ...(site !== undefined && { site }) };
    }
    case "borrow":
      return { id, kind: "borrow", ...(found.access.site !== undefined && { site: found.access.site }) };
    case "dead handle": {
      const { because, site } = causeOf(found.access);
      const { name } = found.access.region;
      return {
        id,
        kind: "dead handle",
        ...(name !== undefined && { region: name }),
        because,
        ...(site !== undefined && { site }),
      };
    }
  }
}

function describeObject(
  { object, place }: Found & { is: "object" },
  regionIds: ReadonlyMap<RegionRecord, string>,
): Pick<DiagramNode & { kind: "object" | "bridge" | "frozen" | "constant" }, "kind" | "type" | "region" | "fields"> {
  if (place === "constant") return { kind: "constant", type: constantName(object), fields: [] };
  if (isFrozenView(object)) return { kind: "frozen", type: "frozen in shared memory", fields: [] };
  // to ask a foreign proxy anything would run its traps
  if (isProxy(object)) return { kind: "object", type: "Proxy", fields: [] };
  const { type, fields, more } = previewOf(contentsOf(object));
  const seen = { type, fields, ...(more > 0 && { moreFields: more }) };
  if (typeof place !== "object") return { kind: place === "frozen" ? "frozen" : "object", ...seen };
  return { kind: place.bridge === object ? "bridge" : "object", region: regionIds.get(place)!, ...seen };
}

function constantName(value: object): string {
  const name: unknown = isProxy(value) ? undefined : Object.getOwnPropertyDescriptor(value, "name")?.value;
  const known = typeof name === "string" && name !== "" ? ` ${beginning(name, NAME)}` : "";
  if (typeof value !== "function") return "built-in object";
  return /^class\b/.test(Function.prototype.toString.call(value)) ? `class${known}` : `function${known}`;
}

function* describeEdges({ edges, paths, found }: Walk): Generator<DiagramEdge> {
  for (const { from, to, kind, label, access, blocks, position } of edges)
    yield {
      from: paths.get(from)!,
      to: paths.get(to)!,
      kind,
      label,
      ...(access?.site !== undefined && { site: access.site }),
      ...(blocks === true && { blocks }),
      ...(position !== undefined && { position }),
    };
  // a handle that has ended says which region it was of, if that is in the picture anyway
  for (const [key, node] of found) {
    if (node.is !== "dead handle") continue;
    const bridge = paths.get(node.access.region.bridge);
    if (bridge !== undefined && node.access.region.state === "live")
      yield { from: paths.get(key)!, to: bridge, kind: "dead", label: "" };
  }
}

function describeRegion(
  { paths, found }: Walk,
  region: RegionRecord,
  regionIds: ReadonlyMap<RegionRecord, string>,
): DiagramRegion {
  const { name, borrows, openSubregions, size, dirty, bridge, parent, holder } = region;
  return {
    id: regionIds.get(region)!,
    ...(name !== undefined && { name }),
    state: isOpen(region) ? "open" : "closed",
    borrowCount: 1 + borrows.size,
    openSubregions,
    size,
    dirty,
    bridge: paths.get(bridge)!,
    ...(parent !== undefined && { parent: regionIds.get(parent)! }),
    ...(holder !== undefined && found.has(holder) && { cown: paths.get(holder)! }),
  };
}

/** Objects of regions that their bridges do not lead to any more. */
function unreachable({ found, edges, regions }: Walk): Set<object> {
  const lost = new Set<object>();
  for (const [key, node] of found) if (node.is === "object" && typeof node.place === "object") lost.add(key);
  const next = [...regions].map(({ bridge }): object => bridge);
  const targets = new Map<object, object[]>();
  for (const { from, to, kind } of edges) if (kind === "reference") addTo(targets, from, to);
  for (let key = next.pop(); key !== undefined; key = next.pop())
    if (lost.delete(key)) for (const target of targets.get(key) ?? []) next.push(target);
  return lost;
}

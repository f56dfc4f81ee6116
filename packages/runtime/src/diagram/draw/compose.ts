import type { DiagramNode, DiagramRegion, Snapshot } from "../types.js";
import { type DrawnNode, fold } from "./fold.js";
import { edgeText, nodeText, regionText } from "./labels.js";
import { legendFor } from "./legend.js";
import type { DrawOptions } from "./options.js";
import type { Drawable, Frame, Picture, PictureNode } from "./picture.js";
import { reachedFrom } from "./reach.js";

export function pictureOf(drawable: Drawable, options: DrawOptions): Picture {
  const snapshot = visible("drawn" in drawable ? drawable.drawn : drawable, options);
  const { nodes, edges } = fold(snapshot, options);
  const reached = reachedFrom(snapshot, options.reach ?? []);
  const highlighted = new Set(options.highlight);
  const drawn = new Map(
    nodes.map((node): [string, PictureNode] => [
      node.id,
      {
        id: node.id,
        look: node.kind === "object" && node.region === undefined ? "local" : node.kind,
        ...nodeText(node, snapshot.regions),
        mark: "mark" in node ? node.mark : undefined,
        isHighlighted: highlighted.has(node.id),
        isReached: reached.has(node.id),
      },
    ]),
  );
  const pictureEdges = edges.map((edge) => ({
    from: edge.from,
    to: edge.to,
    look: edge.kind,
    lines: edgeText(edge),
    blocks: edge.blocks === true,
    mark: edge.mark,
    isReached: reached.has(edge.from) && reached.has(edge.to) && edge.kind !== "waits" && edge.kind !== "holds",
  }));
  const frames = framesFor(nodes, snapshot.regions, drawn, options);
  const framed = new Set(frames.flatMap(allNodes).map(({ id }) => id));
  return {
    title: options.title ?? snapshot.title,
    description: describe(snapshot),
    nodes: [...drawn.values()].filter(({ id }) => !framed.has(id)),
    frames,
    edges: pictureEdges,
    legend: options.legend === false ? [] : legendFor([...drawn.values()], pictureEdges),
    direction: options.direction ?? "down",
  };
}

function visible(snapshot: Snapshot, { constants = false, hide }: DrawOptions): Snapshot {
  const isShown = (node: DiagramNode): boolean =>
    (constants || node.kind !== "constant" || node.mark === "error") && hide?.(node) !== true;
  const nodes = snapshot.nodes.filter(isShown);
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = snapshot.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  return { ...snapshot, nodes, edges };
}

function allNodes({ nodes, frames }: Frame): PictureNode[] {
  return [...nodes, ...frames.flatMap(allNodes)];
}

function framesFor(
  nodes: readonly DrawnNode[],
  regions: readonly DiagramRegion[],
  drawn: ReadonlyMap<string, PictureNode>,
  { nested = true, group = [] }: DrawOptions,
): Frame[] {
  const members = new Map<string, PictureNode[]>();
  for (const node of nodes) {
    const frame = frameOf(node);
    members.set(frame, [...(members.get(frame) ?? []), drawn.get(node.id)!]);
  }
  const regionFrame = (region: DiagramRegion, depth: number): Frame => ({
    id: region.id,
    look: "region",
    depth,
    title: regionText(region),
    mark: region.mark,
    nodes: members.get(region.id) ?? [],
    frames: nested
      ? regions.filter(({ parent }) => parent === region.id).map((inner) => regionFrame(inner, depth + 1))
      : [],
  });
  const isShown = (frame: Frame): boolean => allNodes(frame).length > 0;
  const special = (["local", ...group] as const).map((look): Frame => ({
    id: look,
    look,
    depth: 0,
    title: TITLES[look],
    mark: undefined,
    nodes: members.get(look) ?? [],
    frames: [],
  }));
  const ids = new Set(regions.map(({ id }) => id));
  const outer = regions.filter(({ parent }) => !nested || parent === undefined || !ids.has(parent));
  return [...special, ...outer.map((region) => regionFrame(region, 0))]
    .filter(isShown)
    .map((frame) => pruned(frame, isShown));
}

function pruned(frame: Frame, isShown: (frame: Frame) => boolean): Frame {
  return { ...frame, frames: frame.frames.filter(isShown).map((inner) => pruned(inner, isShown)) };
}

const TITLES = { local: "local", frozen: "frozen", cowns: "cowns" } as const;

function frameOf(node: DrawnNode): string {
  if (node.kind !== "dead handle" && "region" in node) return node.region;
  const kind = node.kind === "fold" ? node.place : node.kind;
  if (kind === "frozen" || kind === "constant") return "frozen";
  return kind === "cown" || kind === "behaviour" ? "cowns" : "local";
}

function describe({ nodes, edges, regions }: Snapshot): string {
  const cowns = nodes.filter(({ kind }) => kind === "cown");
  const parts = [
    `${nodes.filter(({ kind }) => ["object", "bridge", "frozen"].includes(kind)).length} objects.`,
    ...regions.map((region) => `${regionText(region)}.`),
    ...cowns.map((cown) => `${nodeText(cown, regions).lines.join(", ")}: ${cown.id}.`),
    ...edges
      .filter(({ blocks, mark }) => blocks === true || mark === "error")
      .map((edge) => `${edge.from} to ${edge.to}: ${edgeText(edge).join(" ")}.`),
  ];
  return parts.slice(0, 20).join(" ");
}

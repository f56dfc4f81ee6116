import type { DiagramNode, Snapshot } from "../types.js";
import { fold } from "./fold.js";
import { framesFor } from "./frames.js";
import { count, edgeText, nodeText, regionText } from "./labels.js";
import { legendFor } from "./legend.js";
import type { DrawOptions } from "./options.js";
import type { Drawable, Picture, PictureNode } from "./picture.js";
import { reachedFrom } from "./reach.js";

export function pictureOf(drawable: Drawable, options: DrawOptions): Picture {
  const snapshot = visible("drawn" in drawable ? drawable.drawn : drawable, options);
  const title = options.title ?? snapshot.title;
  const { nodes, edges } = fold(snapshot, options);
  const reached = reachedFrom(snapshot, options.reach ?? []);
  const highlighted = new Set(options.highlight);
  const regions = new Map(snapshot.regions.map((region) => [region.id, region]));
  const drawn = new Map(
    nodes.map((node): [typeof node, PictureNode] => [
      node,
      {
        id: node.id,
        look: node.kind === "object" && node.region === undefined ? "local" : node.kind,
        ...nodeText(node, regions),
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
  const frames = framesFor(drawn, snapshot.regions, options);
  const framed = new Set(frames.flatMap((frame) => frame.nodes));
  return {
    title: title === "" ? undefined : title,
    description: describe(snapshot),
    nodes: [...drawn.values()].filter((node) => !framed.has(node)),
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

/** As much as anybody would listen to. */
function describe({ nodes, edges, regions }: Snapshot): string {
  const cowns = nodes.filter(({ kind }) => kind === "cown");
  const parts = [
    `${count(nodes.filter(({ kind }) => ["object", "bridge", "frozen"].includes(kind)).length, "object")}.`,
    ...regions.map((region) => `${regionText(region)}.`),
    ...cowns.map((cown) => `${nodeText(cown).lines.join(", ")}: ${cown.id}.`),
    ...edges
      .filter(({ blocks, mark }) => blocks === true || mark === "error")
      .map((edge) => `${edge.from} to ${edge.to}: ${edgeText(edge).join(" ")}.`),
  ];
  return parts.slice(0, 20).join(" ");
}

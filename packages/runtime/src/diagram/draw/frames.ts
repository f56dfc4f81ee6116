import { addTo } from "../multimap.js";
import type { DiagramNode, DiagramRegion } from "../types.js";
import { regionOf } from "../region-of.js";
import type { DrawnNode } from "./drawn-node.js";
import { regionText } from "./labels.js";
import type { DrawOptions } from "./options.js";
import type { Frame, PictureNode } from "./picture.js";

/** In which frame a node is drawn: the id of a region, or one of the others. */
export function frameOf(node: DrawnNode): string {
  if (node.kind === "fold") return node.frame;
  return regionOf(node) ?? frameByKind[node.kind] ?? "local";
}

const frameByKind: Partial<Record<DiagramNode["kind"], string>> = {
  frozen: "frozen",
  constant: "frozen",
  cown: "cowns",
  behaviour: "cowns",
};

/** For each region the innermost one that is drawn, of itself and those around it. */
export function innermostDrawn(
  regions: readonly DiagramRegion[],
  isDrawn: (id: string) => boolean,
): ReadonlyMap<string, string | undefined> {
  const parents = new Map(regions.map(({ id, parent }) => [id, parent]));
  const found = new Map<string, string | undefined>();
  for (const { id } of regions) {
    const passed: string[] = [];
    let at: string | undefined = id;
    for (; at !== undefined && !found.has(at); at = parents.get(at)) {
      passed.push(at);
      found.set(at, isDrawn(at) ? at : undefined);
      if (isDrawn(at)) break;
    }
    const innermost = at === undefined ? undefined : found.get(at);
    for (const each of passed) found.set(each, innermost);
  }
  return found;
}

/** The frames that have nodes of their own, each after the one that it stands in. Regions may be nested ever so deep. */
export function framesFor(
  drawn: ReadonlyMap<DrawnNode, PictureNode>,
  regions: readonly DiagramRegion[],
  { nested = true, group = [] }: DrawOptions,
): Frame[] {
  const members = new Map<string, PictureNode[]>();
  for (const [node, picture] of drawn) addTo(members, frameOf(node), picture);
  const frames = (["local", ...group] as const).flatMap((look): Frame[] => {
    const nodes = members.get(look);
    return nodes === undefined ? [] : [{ id: look, look, depth: 0, title: look, mark: undefined, nodes }];
  });
  const around = innermostDrawn(regions, (id) => members.has(id));
  const inside = new Map<string | undefined, DiagramRegion[]>();
  for (const region of regions) {
    if (!members.has(region.id)) continue;
    const { parent } = region;
    addTo(inside, nested && parent !== undefined ? around.get(parent) : undefined, region);
  }
  const next = (inside.get(undefined) ?? []).map((region) => ({ region, depth: 0 })).reverse();
  for (let last = next.pop(); last !== undefined; last = next.pop()) {
    const { region, depth } = last;
    const { id, mark } = region;
    frames.push({ id, look: "region", depth, title: regionText(region), mark, nodes: members.get(id)! });
    for (const inner of (inside.get(id) ?? []).reverse()) next.push({ region: inner, depth: depth + 1 });
  }
  return frames;
}

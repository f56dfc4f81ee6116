import { regionOf } from "../region-of.js";
import type { DiagramEdge, DiagramNode, Snapshot } from "../types.js";
import type { DrawnNode, FoldNode } from "./drawn-node.js";
import { frameOf, innermostDrawn } from "./frames.js";
import { defaults, type DrawOptions } from "./options.js";
import { targetsOf } from "./reach.js";

export interface Folded {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DiagramEdge[];
}

/** Which way a node is reached first, and in which order. */
interface Tree {
  readonly order: readonly DiagramNode[];
  readonly parents: ReadonlyMap<string, string | undefined>;
}

/** Leaves as much as anybody would look at, beginning with what matters, and puts one node in the place of the others. */
export function fold(snapshot: Snapshot, options: DrawOptions): Folded {
  const { maxNodes = defaults.maxNodes, maxChildren = defaults.maxChildren } = options;
  const tree = treeOf(snapshot);
  const ranks = rankAll(snapshot, options.highlight ?? []);
  const kept = new Set<string>();
  const children = new Map<string | undefined, number>();
  const byRank = [...tree.order].sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)!);
  for (const { id } of byRank) {
    if (kept.size >= maxNodes) break;
    const parent = tree.parents.get(id);
    const rank = ranks.get(id)!;
    if (rank >= PARTS && parent !== undefined) {
      const count = children.get(parent) ?? 0;
      if (count >= maxChildren) continue;
      if (rank === ORDINARY && !kept.has(parent)) continue;
      children.set(parent, count + 1);
    }
    kept.add(id);
  }
  if (kept.size === snapshot.nodes.length) return snapshot;
  return replaceFolded(snapshot, tree, kept);
}

function treeOf({ nodes, edges }: Snapshot): Tree {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const targets = targetsOf(edges);
  const parents = new Map<string, string | undefined>();
  const order: DiagramNode[] = [];
  // whatever nothing leads to comes as a start of its own, variables first
  for (const start of [...nodes].sort((a, b) => startRank(a) - startRank(b))) {
    if (parents.has(start.id)) continue;
    parents.set(start.id, undefined);
    const next = [start.id];
    for (const id of next) {
      order.push(byId.get(id)!);
      for (const to of targets.get(id) ?? [])
        if (!parents.has(to) && byId.has(to)) {
          parents.set(to, id);
          next.push(to);
        }
    }
  }
  return { order, parents };
}

function startRank({ kind }: DiagramNode): number {
  return ["variable", "behaviour", "borrow", "dead handle", "cown", "bridge"].indexOf(kind) >>> 0;
}

/** What is drawn first: what is at fault; what has changed, blocks or was asked for; what variables know; … */
const FAULT = 0;
const LOUD = 1;
const KNOWN = 2;
/** … cowns, behaviours and bridges; all other objects. */
const PARTS = 3;
const ORDINARY = 4;

function rankAll({ nodes, edges }: Snapshot, highlight: readonly string[]): ReadonlyMap<string, number> {
  const ranks = new Map(nodes.map((node) => [node.id, rankOf(node)]));
  const raise = (id: string, rank: number): void => {
    ranks.set(id, Math.min(rank, ranks.get(id) ?? ORDINARY));
  };
  for (const id of highlight) raise(id, LOUD);
  const variables = new Set(nodes.filter(({ kind }) => kind === "variable").map(({ id }) => id));
  for (const { from, to, mark, blocks } of edges) {
    const rank = mark === "error" ? FAULT : blocks === true || mark !== undefined ? LOUD : ORDINARY;
    raise(from, rank);
    raise(to, variables.has(from) ? Math.min(rank, KNOWN) : rank);
  }
  return ranks;
}

function rankOf({ kind, mark }: DiagramNode): number {
  if (mark !== undefined) return mark === "error" ? FAULT : LOUD;
  if (kind === "variable") return KNOWN;
  return kind === "object" || kind === "frozen" || kind === "constant" ? ORDINARY : PARTS;
}

function replaceFolded(snapshot: Snapshot, { order, parents }: Tree, kept: ReadonlySet<string>): Folded {
  const nodes = snapshot.nodes.filter(({ id }) => kept.has(id));
  const frameFor = framesFrom(snapshot, nodes);
  const keptAround = new Map<string, string | undefined>();
  const groups = new Map<string, FoldedGroup>();
  const groupOf = new Map<string, string>();
  for (const node of order) {
    if (kept.has(node.id)) continue;
    // its parent came before it
    const parent = parents.get(node.id);
    const around = parent === undefined || kept.has(parent) ? parent : keptAround.get(parent);
    keptAround.set(node.id, around);
    const frame = frameFor(node);
    const id = `… of ${around ?? "the rest"}, ${frame}`;
    const group = groups.get(id) ?? { frame, members: [] };
    groups.set(id, group);
    group.members.push(node);
    groupOf.set(node.id, id);
  }
  const folds = [...groups].map(([id, group]) => foldNode(id, group));
  return { nodes: [...nodes, ...folds], edges: joinEdges(snapshot.edges, groupOf) };
}

interface FoldedGroup {
  readonly frame: string;
  readonly members: DiagramNode[];
}

/** No frame is drawn for what is left out: it goes to the region around, or stands outside of all frames. */
function framesFrom({ regions }: Snapshot, kept: readonly DiagramNode[]): (node: DiagramNode) => string {
  const drawn = new Set(kept.map(regionOf));
  const around = innermostDrawn(regions, (id) => drawn.has(id));
  return (node) => {
    const region = regionOf(node);
    return region === undefined ? frameOf(node) : (around.get(region) ?? "");
  };
}

function foldNode(id: string, { frame, members }: FoldedGroup): FoldNode {
  const regions = new Set(members.map(regionOf));
  regions.delete(undefined);
  regions.delete(frame);
  return { id, kind: "fold", count: members.length, types: frequentTypes(members), regions: regions.size, frame };
}

function frequentTypes(members: readonly DiagramNode[]): string[] {
  const counts = new Map<string, number>();
  for (const node of members) {
    const type = "type" in node ? node.type : node.kind;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const some = sorted.slice(0, 3).map(([type, count]) => (count === 1 ? type : `${count} × ${type}`));
  return sorted.length > 3 ? [...some, "…"] : some;
}

/** One edge for all that are alike where a folded node is at an end. */
function joinEdges(edges: readonly DiagramEdge[], groupOf: ReadonlyMap<string, string>): DiagramEdge[] {
  const joined = new Map<string, DiagramEdge>();
  for (const edge of edges) {
    const from = groupOf.get(edge.from) ?? edge.from;
    const to = groupOf.get(edge.to) ?? edge.to;
    const isFolded = from !== edge.from || to !== edge.to;
    if (isFolded && from === to) continue;
    const key = isFolded ? JSON.stringify([from, to, edge.kind, edge.mark]) : JSON.stringify(edge);
    joined.set(key, isFolded ? { ...edge, from, to, label: "" } : edge);
  }
  return [...joined.values()];
}

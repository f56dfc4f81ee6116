import { matcher } from "./heap/identity.js";
import type { DiagramEdge, DiagramNode, DiagramRegion, Mark, Snapshot } from "./types.js";

/** What differs between two snapshots. */
export interface Changes<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly { readonly before: T; readonly after: T }[];
}

/** Plain data, like a snapshot. */
export interface Diff {
  readonly nodes: Changes<DiagramNode>;
  readonly edges: Changes<DiagramEdge>;
  readonly regions: Changes<DiagramRegion>;
  /** Both snapshots in one, with the differences marked: what is drawn. */
  readonly drawn: Snapshot;
}

/**
 * What was added, removed and changed between two snapshots. An object that is reached by another path is still the same
 * object, as long as both snapshots are the very ones that `snapshot` returned; those that went through JSON are
 * compared by ids.
 *
 * @param before the earlier snapshot
 * @param after the later one
 * @returns data; `toMermaid`, `toDot` and `toSvg` draw it like a snapshot
 * @example
 * ```ts
 * const before = snapshot({ jobs });
 * jobs.queue.push({ id: 2 });
 * diff(before, snapshot({ jobs })).nodes.added; // [{ id: "jobs.queue[1]", … }]
 * ```
 */
export function diff(before: Snapshot, after: Snapshot): Diff {
  const rename = { node: renaming(before, after, "nodes"), region: renaming(before, after, "regions") };
  const nodes = changes(
    before.nodes.map((node) => renamedNode(node, rename)),
    after.nodes,
    ({ id }) => id,
  );
  const edges = changes(
    before.edges.map((edge) => ({ ...edge, from: rename.node(edge.from), to: rename.node(edge.to) })),
    after.edges,
    ({ from, to, label }) => JSON.stringify([from, to, label]),
  );
  const regions = changes(
    before.regions.map((region) => renamedRegion(region, rename)),
    after.regions,
    ({ id }) => id,
  );
  return { nodes, edges, regions, drawn: union(after, nodes, edges, regions) };
}

/** The ids of the later snapshot for those of the earlier one. */
interface Renaming {
  readonly node: (id: string) => string;
  readonly region: (id: string) => string;
}

/** What is gone keeps its own id, unless that means another thing now. */
function renaming(before: Snapshot, after: Snapshot, part: "nodes" | "regions"): (id: string) => string {
  const match = matcher(before, after, part);
  const taken = new Set(after[part].map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id } of before[part]) {
    let name = match(id);
    if (name === undefined) {
      name = id;
      while (taken.has(name)) name += " (before)";
      taken.add(name);
    }
    names.set(id, name);
  }
  return (id) => names.get(id) ?? id;
}

function renamedNode(node: DiagramNode, rename: Renaming): DiagramNode {
  const renamed = { ...node, id: rename.node(node.id) };
  return "region" in renamed && renamed.kind !== "dead handle"
    ? { ...renamed, region: rename.region(renamed.region) }
    : renamed;
}

function renamedRegion(region: DiagramRegion, rename: Renaming): DiagramRegion {
  const { id, bridge, parent, cown } = region;
  return {
    ...region,
    id: rename.region(id),
    bridge: rename.node(bridge),
    ...(parent !== undefined && { parent: rename.region(parent) }),
    ...(cown !== undefined && { cown: rename.node(cown) }),
  };
}

function changes<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Changes<T> {
  const old = new Map(numbered(before, keyOf));
  const added: T[] = [];
  const changed: { before: T; after: T }[] = [];
  for (const [key, item] of numbered(after, keyOf)) {
    const known = old.get(key);
    old.delete(key);
    if (known === undefined) added.push(item);
    else if (textOf(known) !== textOf(item)) changed.push({ before: known, after: item });
  }
  return { added, removed: [...old.values()], changed };
}

/** Two of one key are two: a getter and a setter may be one function. */
function numbered<T>(items: readonly T[], keyOf: (item: T) => string): [key: string, item: T][] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const key = keyOf(item);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return [`${count} ${key}`, item];
  });
}

/** The same for records that say the same, in whichever order. */
function textOf(record: unknown): string {
  return JSON.stringify(Object.entries(record as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type AnyChanges = Changes<{ readonly mark?: Mark }>;

function union(
  after: Snapshot,
  nodes: Changes<DiagramNode>,
  edges: Changes<DiagramEdge>,
  regions: Changes<DiagramRegion>,
): Snapshot {
  const marks = new Map<object, Mark>();
  for (const { added, changed } of [nodes, edges, regions] as AnyChanges[]) {
    for (const item of added) marks.set(item, "added");
    for (const { after: item } of changed) marks.set(item, "changed");
  }
  const marked = <T extends object>(items: readonly T[], removed: readonly T[]): T[] => [
    ...items.map((item) => (marks.has(item) ? { ...item, mark: marks.get(item)! } : item)),
    ...removed.map((item) => ({ ...item, mark: "removed" as const })),
  ];
  return {
    ...after,
    nodes: marked(after.nodes, nodes.removed),
    edges: marked(after.edges, edges.removed),
    regions: marked(after.regions, regions.removed),
  };
}

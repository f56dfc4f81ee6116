import type { DiagramEdge, Snapshot } from "../types.js";

/** What each node leads to. */
export function targetsOf(edges: readonly DiagramEdge[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  return targets;
}

/** Everything that some nodes lead to by references, themselves included. */
export function reachedFrom({ edges }: Snapshot, ids: readonly string[]): Set<string> {
  const targets = targetsOf(edges.filter(({ kind }) => !["waits", "holds", "dead", "refused"].includes(kind)));
  const reached = new Set(ids);
  for (const id of reached) for (const to of targets.get(id) ?? []) reached.add(to);
  return reached;
}

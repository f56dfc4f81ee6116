import { addTo } from "../multimap.js";
import type { DiagramEdge, Snapshot } from "../types.js";

/** What each node leads to. */
export function targetsOf(edges: readonly Pick<DiagramEdge, "from" | "to">[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) addTo(targets, from, to);
  return targets;
}

/** Everything that some nodes lead to by references, themselves included. */
export function reachedFrom({ edges }: Snapshot, ids: readonly string[]): Set<string> {
  const targets = targetsOf(edges.filter(({ kind }) => !["waits", "holds", "dead", "refused"].includes(kind)));
  const reached = new Set(ids);
  for (const id of reached) for (const to of targets.get(id) ?? []) reached.add(to);
  return reached;
}

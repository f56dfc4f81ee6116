import type { Snapshot } from "../types.js";

/** Everything that some nodes lead to, themselves included. */
export function reachedFrom({ edges }: Snapshot, ids: readonly string[]): Set<string> {
  const reached = new Set(ids);
  for (const id of reached)
    for (const { from, to, kind } of edges)
      if (from === id && kind !== "waits" && kind !== "holds" && kind !== "dead") reached.add(to);
  return reached;
}

import type { Snapshot } from "../types.js";
import { describeAll } from "./describe.js";
import { remember } from "./identity.js";
import { type Start, Walk } from "./walk.js";

/** A snapshot, and what its nodes stand for. */
export interface Taken {
  readonly snapshot: Snapshot;
  /** The id of what a value stands for. */
  readonly idOf: (value: object) => string | undefined;
}

export function take(starts: readonly Start[]): Taken {
  const walk = new Walk(starts);
  const { regionIds, ...snapshot } = describeAll(walk);
  const nodes = new Map<string, WeakRef<object>>();
  for (const [key, { is }] of walk.found) if (is !== "variable") nodes.set(walk.paths.get(key)!, new WeakRef(key));
  const regions = new Map([...regionIds].map(([region, id]) => [id, new WeakRef<object>(region)]));
  remember(snapshot, { nodes, regions });
  return {
    snapshot,
    idOf(value) {
      const key = walk.found.has(value) ? value : walk.keyOf(value);
      return key && walk.paths.get(key);
    },
  };
}

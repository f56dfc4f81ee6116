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
  const nodes = [...walk.found].filter(([, { is }]) => is !== "variable").map(([key]) => [walk.paths.get(key)!, key]);
  const regions = [...regionIds].map(([region, id]) => [id, region]);
  remember(snapshot, [...nodes, ...regions] as [string, object][]);
  return {
    snapshot,
    idOf(value) {
      const key = walk.found.has(value) ? value : walk.keyOf(value);
      return key && walk.paths.get(key);
    },
  };
}

import { RegionError } from "../errors.js";
import { isReference } from "../objects/is-reference.js";
import { isProxy } from "../objects/proxy.js";
import { setAtOnce, snapshotFor, watchErrors } from "./errors/kept.js";
import type { Snapshot } from "./types.js";

watchErrors();

/**
 * The graph that an error is about, with what is at fault marked: the forbidden reference, the borrows that block, the
 * dead handle and where its region is now, the behaviour that would wait for itself, the frozen object.
 *
 * It is drawn as it is when you ask, unless `snapshotErrors()` was called before. By then borrows may have ended.
 *
 * @param error whatever was caught
 * @returns undefined for what is no `RegionError`
 * @example
 * ```ts
 * try {
 *   move(jobs);
 * } catch (error) {
 *   const graph = snapshotOf(error);
 *   if (graph !== undefined) console.log(toMermaid(graph));
 * }
 * ```
 */
export function snapshotOf(error: unknown): Snapshot | undefined {
  // no trap of a foreign proxy runs
  if (!isReference(error) || isProxy(error)) return undefined;
  return error instanceof RegionError ? snapshotFor(error) : undefined;
}

/**
 * From now on every `RegionError` keeps a snapshot of the moment in which it was made. For tests and for debugging: it
 * costs a walk over the graph for each error.
 *
 * @param on false: no more of that
 */
export function snapshotErrors(on = true): void {
  setAtOnce(on);
}

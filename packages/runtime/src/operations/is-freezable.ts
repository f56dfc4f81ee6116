import { planFreeze } from "../freeze/plan.js";

/**
 * Would `freeze(value)` succeed? Changes nothing and calls nothing.
 *
 * @param value anything; primitives are freezable
 * @example
 * ```ts
 * isFreezable({ at: [1, 2] }); // true
 * isFreezable({ socket: new WeakMap() }); // false
 * ```
 */
export function isFreezable(value: unknown): boolean {
  return planFreeze([value], false).obstacle === undefined;
}

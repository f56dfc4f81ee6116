import { isDeeplyFrozen } from "../freeze/shells.js";

/**
 * Is this value frozen, and everything that it reaches?
 *
 * @param value anything; primitives are frozen
 * @returns true when nothing in it can ever change. Handles count as what they stand for; dead handles are not frozen
 * @example
 * ```ts
 * isFrozen(Object.freeze({ list: [] })); // false: the list is not
 * isFrozen(freeze({ list: [] })); // true
 * ```
 */
export function isFrozen(value: unknown): boolean {
  return (typeof value !== "object" && typeof value !== "function") || value === null || isDeeplyFrozen(value);
}

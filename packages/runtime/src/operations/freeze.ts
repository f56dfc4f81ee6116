import { planFreeze } from "../freeze/plan.js";
import { obstacleError } from "../freeze/obstacle.js";
import { regions } from "../freeze/regions.js";
import { rememberFrozen } from "../freeze/shells.js";
import { shadow } from "../freeze/shadows.js";
import { kindOf } from "../objects/kind.js";
import { isReference } from "../objects/is-reference.js";
import { isProxy } from "../objects/proxy.js";
import { callSite } from "../settings.js";
import type { Frozen } from "../types.js";

const MANY = 64;

/**
 * Freezes a value and everything it reaches, in place, all or nothing: when something in it cannot be frozen,
 * nothing is. Follows fields of every sort, enumerable or not, strings and symbols, and the functions of accessors
 * without calling them; stops at what everybody shares (built-in classes and prototypes).
 *
 * A region that is reached becomes frozen as a whole and is no region any more; an object inside a region leaves it,
 * with all it reaches. Handles and borrows of them stay readable.
 *
 * @param value what to freeze; primitives are frozen already
 * @param more further values, frozen in the same step
 * @returns `value` itself
 * @throws RegionError `ERR_NOT_FREEZABLE` with the path to what stands in the way; `ERR_USE_AFTER_MOVE` and
 * `ERR_INVALIDATED` when a dead handle is reached, `ERR_READ_ONLY` when one is that was got by `read`
 * @example
 * ```ts
 * const config = freeze({ retries: 3, hosts: ["a", "b"] });
 * config.hosts.push("c"); // a compile error, and a TypeError when it runs
 * ```
 */
export function freeze<T>(value: T, ...more: unknown[]): Frozen<T> {
  const { hook } = regions;
  const object = isReference(value) ? value : undefined;
  if (object !== undefined && more.length === 0 && hook?.finish !== undefined) {
    const finished = hook.finish(object, () => callSite(freeze));
    if (finished !== undefined) return finished as Frozen<T>;
  }
  const roots = more.length === 0 ? [value] : [value, ...more];
  const { objects, special, obstacle } = planFreeze(roots, true);
  if (obstacle !== undefined) throw obstacleError(obstacle, roots);
  const site = callSite(freeze);
  hook?.validate(objects);
  hook?.release(objects, site);
  if (special !== undefined) for (const object of special) shadow(object, kindOf(object), site);
  for (let i = 0; i < objects.length; i++) Object.freeze(objects[i]);
  // so that the next version of a long chain does not walk all of it again; a short walk is cheaper than remembering
  if (object !== undefined && objects.length > MANY && !isProxy(object)) rememberFrozen(object);
  return ((object && hook?.finished?.(object)) ?? value) as Frozen<T>;
}

import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/**
 * The name of a method that is called once before its object is frozen: to fill a cache, to let go of what cannot be
 * frozen, or to refuse by throwing.
 *
 * @example
 * ```ts
 * class Report {
 *   #rows = new WeakMap();
 *   [preFreeze]() {
 *     this.total = this.sum();
 *   }
 * }
 * ```
 */
export const preFreeze: unique symbol = /* @__PURE__ */ Symbol.for("regions-runtime.preFreeze");

/** Objects whose hook has run. It runs once ever, also where the freeze failed. */
const prepared = /* @__PURE__ */ new WeakSet();

/** Calls the hook of an object, if it has one that has not run. @returns whether it did */
export function prepare(object: object): boolean {
  if (!hasHook(object)) return false;
  prepared.add(object);
  Reflect.apply(hookOf(object)!, regions.hook?.show(object) ?? object, []);
  return true;
}

/** Has the object a hook that has not run? */
export function hasHook(object: object): boolean {
  return hookOf(object) !== undefined && !prepared.has(object);
}

function hookOf(object: object): (() => void) | undefined {
  for (let holder: object | null = object; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    if (isProxy(holder)) return undefined;
    const found = Object.getOwnPropertyDescriptor(holder, preFreeze);
    if (found !== undefined) return typeof found.value === "function" ? (found.value as () => void) : undefined;
  }
  return undefined;
}

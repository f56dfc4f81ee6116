import { inheritedTrait, ownStatus } from "../objects/traits.js";
import type { Freezability } from "../types.js";
import { classPrototype, expectObject } from "./set-freezable.js";

/**
 * What was set for an object or class by `setFreezable` or `registerType`.
 *
 * @param target an object, a handle or a class
 * @returns the object's own status, or that of the nearest class; undefined when nobody has set one
 * @throws TypeError when it is given a primitive
 * @example
 * ```ts
 * getFreezable({}); // undefined
 * ```
 */
export function getFreezable(target: object): Freezability | undefined {
  const object = expectObject(target, "getFreezable");
  const prototype = classPrototype(object);
  if (prototype !== undefined) return inheritedTrait(prototype, "freezable");
  return ownStatus(object) ?? inheritedTrait(Object.getPrototypeOf(object) as object | null, "freezable");
}

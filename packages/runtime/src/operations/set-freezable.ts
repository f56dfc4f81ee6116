import { faceBehind } from "../handles/face.js";
import { setOwnStatus, setTraits } from "../objects/traits.js";
import type { Freezability } from "../types.js";
import { describe } from "./expect.js";

/**
 * Says whether an object, or the instances of a class, may be frozen. An object's own status wins over its class's, and
 * of classes the nearest wins.
 *
 * @param target an object, a handle, or a class, which stands for its instances
 * @param status `"explicit"`: only where it is itself an argument of the call of `freeze`
 * @throws TypeError when it is given a primitive, or no such status
 * @example
 * ```ts
 * setFreezable(cache, "no");
 * freeze({ cache }); // throws ERR_NOT_FREEZABLE: $.cache
 * ```
 */
export function setFreezable(target: object, status: Freezability): void {
  const object = expectObject(target, "setFreezable");
  expectFreezability(status, "setFreezable");
  const prototype = classPrototype(object);
  if (prototype === undefined) setOwnStatus(object, status);
  else setTraits(prototype, { freezable: status });
}

/** The object that is meant: the one behind a handle. */
export function expectObject(target: unknown, operation: string): object {
  if (Object(target) !== target)
    throw new TypeError(`${operation}() was given ${describe(target)}. Give it an object or a class.`);
  const face = faceBehind(target as object);
  return face === undefined ? (target as object) : face.object;
}

/** The prototype of a class's instances; undefined when the value is no class. */
export function classPrototype(value: object): object | undefined {
  const prototype: unknown =
    typeof value === "function" ? Object.getOwnPropertyDescriptor(value, "prototype")?.value : undefined;
  return typeof prototype === "object" && prototype !== null ? prototype : undefined;
}

export function expectFreezability(status: unknown, operation: string): void {
  if (status !== "yes" && status !== "no" && status !== "explicit")
    throw new TypeError(
      `${operation}() was given ${describe(status)} as a freezability. Give it "yes", "no" or "explicit".`,
    );
}

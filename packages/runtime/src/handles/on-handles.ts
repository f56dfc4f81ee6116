import type { Access } from "../heap/region.js";
import { accessOf, type Face, faceBehind } from "./face.js";

/** A method that was read from a handle, while it is called on one. */
export interface Call {
  /** What it was called on. */
  readonly handle: object;
  readonly access: Access;
  readonly face: Face;
}

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes a method that does something else where it is called on a handle, and that is otherwise the same: by name, by
 * length, and on any other receiver.
 */
export function onHandles(native: Method, run: (call: Call, args: unknown[]) => unknown): Method {
  const method = function (this: unknown, ...args: unknown[]): unknown {
    const face = typeof this === "object" && this !== null ? faceBehind(this) : undefined;
    if (face === undefined) return Reflect.apply(native, this, args);
    return run({ handle: this as object, access: accessOf(this as object)!, face }, args);
  };
  for (const key of ["name", "length"] as const) Object.defineProperty(method, key, { value: native[key] });
  return method;
}

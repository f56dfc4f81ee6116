import { type Kind, kindOf } from "../../objects/kind.js";

/** Does an object go to another thread by being transferred, rather than by what it contains? */
export function isTransferable({ name, isTransferable }: Kind): boolean {
  return name === "ArrayBuffer" || isTransferable === true;
}

/** Whichever realm made it. */
export function isBuffer(object: unknown): object is ArrayBuffer {
  return typeof object === "object" && object !== null && kindOf(object).base === "ArrayBuffer";
}

/** Has the memory of a buffer gone somewhere else? Only making a view of it tells, on hosts that have no `detached`. */
export function isDetached(object: object): boolean {
  if (!isBuffer(object)) return false;
  try {
    new Uint8Array(object);
    return false;
  } catch {
    return true;
  }
}

import { accessOf } from "../handles/face.js";

/** Is it a promise? A handle never is, whatever its object has under that name. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== "object" || value === null || accessOf(value) !== undefined) return false;
  return typeof (value as { then?: unknown }).then === "function";
}

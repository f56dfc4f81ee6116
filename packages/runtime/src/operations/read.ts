import type { Cown, ReadCown } from "../types.js";
import { expectCown } from "./cown.js";

const made = /* @__PURE__ */ new WeakSet();

/** Is it what `read` returns? */
export function isReadCown(value: unknown): value is ReadCown<unknown> {
  return typeof value === "object" && value !== null && made.has(value);
}

/**
 * For `when`: a cown that is acquired for reading. Readers run together; who comes after a waiting writer waits for it.
 * Through the guard nothing can be changed, however deep: that throws `ERR_READ_ONLY`.
 *
 * @param cown the cown to read
 * @throws TypeError when it is none
 * @example
 * ```ts
 * const balance = await when(read(account), (held) => held.value.balance);
 * ```
 */
export function read<T>(cown: Cown<T>): ReadCown<T> {
  expectCown(cown, "read");
  const reading = Object.freeze({ cown });
  made.add(reading);
  return reading;
}

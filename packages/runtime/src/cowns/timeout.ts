import { describe } from "../operations/expect.js";

/** Timers cannot wait longer; 24 days count as for ever. */
export const MAX_TIMEOUT = 2 ** 31 - 1;

/** A number of milliseconds, as options give it; otherwise an error that says what was given instead. */
export function expectTimeout(value: unknown, operation: string): number | undefined {
  if (value === undefined || (typeof value === "number" && value >= 0)) return value;
  throw new TypeError(
    `${operation}() was given timeoutMs: ${describe(value)}. Give it a number of milliseconds; 0 does not wait.`,
  );
}

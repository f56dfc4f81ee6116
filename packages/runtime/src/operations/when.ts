import { Behaviour, type Body } from "../cowns/behaviour.js";
import type { CownRecord, Position } from "../cowns/record.js";
import { holderBehind } from "../heap/holder.js";
import { callSite } from "../settings.js";
import type { Acquired, AcquiredForReading, AcquiredOf, Cown, CownLike, ReadCown } from "../types.js";
import { expectCown } from "./cown.js";
import { describe } from "./expect.js";
import { isReadCown } from "./read.js";

/**
 * Spawns a behaviour: acquires all the cowns at once, runs the body, and releases them together. It only schedules; the
 * body never runs before `when` returns.
 *
 * Behaviours that share a cown run one after another, in the order in which they were spawned; those that only `read` it
 * run together. They cannot deadlock, in whatever order the cowns are given. A cown that is given twice is acquired once.
 * Without cowns the body is simply run, soon.
 *
 * After an exception the cowns are released, and what was changed by then stays changed. At the end of the body every
 * handle that was got through a guard is dead.
 *
 * @param cowns a cown, or a list of cowns; `read(cown)` to share one with others who read
 * @param body gets a guard for each
 * @returns what the body returns; rejects with what it throws, and with RegionError `ERR_BORROW_LEAKED` when a borrow has
 * not ended, `ERR_WOULD_DEADLOCK` when it is awaited by a body that holds one of the cowns, `ERR_INVALIDATED` when the
 * body returns a handle
 * An error that the body throws comes before a borrow that it left, and has that as `suppressed`.
 * @throws TypeError when given something that is no cown, or no function
 * @example
 * ```ts
 * await when([checking, savings], (from, to) => {
 *   from.value.balance -= 10;
 *   to.value.balance += 10;
 * });
 * ```
 */
export function when<const C extends readonly CownLike[], R>(
  cowns: readonly [...C],
  body: (...guards: AcquiredOf<C>) => R | Promise<R>,
): Promise<R>;
export function when<T, R>(cown: Cown<T>, body: (guard: Acquired<T>) => R | Promise<R>): Promise<R>;
export function when<T, R>(cown: ReadCown<T>, body: (guard: AcquiredForReading<T>) => R | Promise<R>): Promise<R>;
export function when<T, R>(
  cown: CownLike<T>,
  body: (guard: Acquired<T> | AcquiredForReading<T>) => R | Promise<R>,
): Promise<R>;
export function when(cowns: unknown, body: unknown): Promise<unknown> {
  if (typeof body !== "function")
    throw new TypeError(`when() was given ${describe(body)} as its body. Give it a function.`);
  const positions = Array.isArray(cowns) ? cowns.map(positionOf) : [positionOf(cowns)];
  return new Behaviour(positions, body as Body, callSite(when)).spawn();
}

function positionOf(value: unknown): Position {
  // most are cowns
  const known = typeof value === "object" && value !== null ? holderBehind(value) : undefined;
  if (known !== undefined) return known as CownRecord;
  const record = expectCown(isReadCown(value) ? value.cown : value, "when");
  return { record, line: record.line, reads: true };
}

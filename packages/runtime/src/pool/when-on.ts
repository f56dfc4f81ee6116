import { RegionError } from "../errors.js";
import { cownInfo } from "../operations/cown-info.js";
import { expectCown } from "../operations/cown.js";
import { describe } from "../operations/expect.js";
import { isFrozen } from "../operations/is-frozen.js";
import { isRegion } from "../operations/is-region.js";
import { isReadCown } from "../operations/read.js";
import { when } from "../operations/when.js";
import type { AcquiredOf, Cown, CownLike } from "../types.js";
import { describeThrown } from "../threads/image/codecs.js";
import { unpack } from "../threads/packets/unpack.js";
import { lend, type Lent, type Returned } from "./lend.js";
import { open, parcelOf } from "./parcel.js";
import type { Outcome, Task } from "./protocol.js";
import { sendErrors, withCaller } from "./thrown.js";
import type { Behaviour, TaskPool } from "./types.js";

/**
 * `when` with a body that runs in a thread of a pool. The cowns are acquired here, as by `when`, and in the same order
 * among other behaviours; then what they hold is moved there, and back when the body is over. Behaviours that have no cown
 * in common run at the same time on as many cores as the pool has threads.
 *
 * What a body changes before it throws stays changed, as in `when`. If its thread dies, or if what is left in a cown cannot
 * travel, all cowns have again what they had before.
 *
 * @param pool a Piscina, a Tinypool, or what has the same `run`
 * @param cowns a cown, or a list of cowns; a region in `read(cown)` goes as a copy, so that others can read it meanwhile
 * @param behaviour what `behaviours` made; it gets a guard for each cown, and then the arguments
 * @param args regions, which are moved, frozen values, primitives and cowns
 * @returns what the body returns: a region is moved, plain data that is not frozen comes as it was then. Rejects with what it throws,
 * and with RegionError `ERR_OWNER_LOST` when the thread died or the pool did not run it, `ERR_NOT_SENDABLE` when a
 * content or the result cannot travel, and what `when` rejects with
 * @throws RegionError `ERR_NOT_SENDABLE`, `ERR_BORROWED`, `ERR_NOT_FREE`, `ERR_USE_AFTER_MOVE` and `ERR_INVALIDATED` for an
 * argument, and then no argument is consumed; TypeError when given something that is no pool, cown or behaviour
 * @example
 * ```ts
 * const pool = new Piscina();
 * const bank = behaviours<typeof import("./bank.js")>(new URL("./bank.js", import.meta.url));
 * await whenOn(pool, [checking, savings], bank("transfer"), 100);
 * ```
 */
export function whenOn<const C extends readonly CownLike[], A extends unknown[], R>(
  pool: TaskPool,
  cowns: readonly [...C],
  behaviour: Behaviour<(...all: [...AcquiredOf<C>, ...A]) => R>,
  ...args: A
): Promise<Awaited<R>>;
export function whenOn<C extends CownLike, A extends unknown[], R>(
  pool: TaskPool,
  cown: C,
  behaviour: Behaviour<(...all: [...AcquiredOf<readonly [C]>, ...A]) => R>,
  ...args: A
): Promise<Awaited<R>>;
export function whenOn(pool: TaskPool, cowns: unknown, behaviour: unknown, ...args: unknown[]): Promise<unknown> {
  if (typeof (pool as Partial<TaskPool> | null | undefined)?.run !== "function")
    throw new TypeError(`whenOn() was given ${describe(pool)} as its pool. Give it a Piscina or a Tinypool.`);
  const { module, name } = expectBehaviour(behaviour);
  const list = (Array.isArray(cowns) ? cowns : [cowns]) as CownLike[];
  const distinct = distinctCowns(list);
  args.forEach(expectArgument);
  sendErrors();
  const packet = parcelOf(args);
  const caller = new Error();
  Error.captureStackTrace(caller, whenOn);

  return when(
    distinct.map(({ cown, reads }) => (reads ? list.find((each) => isReadCown(each) && each.cown === cown)! : cown)),
    async (...guards) => {
      const lent = lendAll(
        guards.map((guard, i) => () => lend(guard, distinct[i]!.reads, cownInfo(distinct[i]!.cown).name)),
      );
      const task: Task = {
        module,
        name,
        contents: lent.map(({ content }) => content),
        positions: list.map((each) => ({
          content: distinct.findIndex(({ cown }) => cown === cownOf(each)),
          reads: isReadCown(each),
        })),
        args: packet.message,
      };
      const transferList = [...lent.flatMap(({ transfer }) => transfer), ...packet.transfer];
      let outcome: Outcome;
      let returned: (Returned | undefined)[];
      try {
        outcome = await outcomeOf(task, () => pool.run(task, { filename: workerFile(), name: "run", transferList }));
        // all of it before any is put back
        returned = outcome.contents.map((message) =>
          message === undefined ? undefined : { value: unpack(message) as unknown },
        );
      } catch (error) {
        for (const each of lent) each.putBack(undefined);
        throw error;
      }
      lent.forEach((each, i) => each.putBack(returned[i]));
      const [value] = open(outcome.value);
      if (outcome.ended === "threw") throw withCaller(value, caller);
      return value;
    },
  );
}

async function outcomeOf({ module, name, contents }: Task, run: () => Promise<unknown>): Promise<Outcome> {
  let outcome: unknown;
  try {
    outcome = await run();
  } catch (cause) {
    throw lost(name, module, cause);
  }
  const { contents: returned, ended } = (outcome ?? {}) as Partial<Outcome>;
  // what had not been lent yet when it failed does not come back
  if (Array.isArray(returned) && returned.length <= contents.length && (ended === "returned" || ended === "threw"))
    return outcome as Outcome;
  throw new RegionError(
    "ERR_BAD_PACKET",
    `${name}() of ${module} was given to a pool that answered with ${describe(outcome)}, which no behaviour gives. Let run(task, options) load options.filename in a thread, call its run(task), and resolve with what that returns. The cowns have what they had before.`,
  );
}

/** The module that the pool loads. It has to come from the same build as what the behaviours import. */
function workerFile(): string {
  // the build writes __filename in its place where that is what there is
  return import.meta.url.replace(/[^/\\]*(\.\w+)$/, "pool-worker$1");
}

/** All or none of them. */
function lendAll(lenders: readonly (() => Lent)[]): Lent[] {
  const lent: Lent[] = [];
  try {
    for (const one of lenders) lent.push(one());
  } catch (error) {
    for (const each of lent) each.putBack(undefined);
    throw error;
  }
  return lent;
}

function expectBehaviour(value: unknown): Behaviour<() => unknown> {
  const { module, name } = (value ?? {}) as Partial<Behaviour<() => unknown>>;
  if (typeof module === "string" && typeof name === "string") return { module, name };
  throw new TypeError(
    `whenOn() was given ${describe(value)} as its behaviour. A function cannot go to another thread, but its name can: behaviours(new URL("./module.js", import.meta.url))("name").`,
  );
}

/** Whoever changes a local object afterwards would expect the body to see that. */
function expectArgument(value: unknown, i: number): void {
  if (typeof value !== "object" || value === null) return;
  if (isRegion(value) || isFrozen(value)) return;
  throw new RegionError(
    "ERR_NOT_SENDABLE",
    `Cannot give ${describe(value)} as an argument to a behaviour of another thread: it could be changed here afterwards. Make a region of it, new Region(value), which is handed over; or freeze() it, which everybody may read.`,
    { path: `$[${i}]`, target: value },
  );
}

function cownOf(value: CownLike): Cown<unknown> {
  return expectCown(isReadCown(value) ? value.cown : value, "whenOn").cown;
}

/** Each cown once: for reading if that is all that is asked for. */
function distinctCowns(list: readonly CownLike[]): { cown: Cown<unknown>; reads: boolean }[] {
  const reads = new Map<Cown<unknown>, boolean>();
  for (const each of list) {
    const cown = cownOf(each);
    reads.set(cown, isReadCown(each) && (reads.get(cown) ?? true));
  }
  return Array.from(reads, ([cown, reads]) => ({ cown, reads }));
}

function lost(name: string, module: string, cause: unknown): RegionError {
  const error = new RegionError(
    "ERR_OWNER_LOST",
    `${name}() of ${module} did not come to its end in the pool: ${describeThrown(cause)}. Its cowns have what they had before; what it did beside that is not undone.`,
  );
  error.cause = cause;
  return error;
}

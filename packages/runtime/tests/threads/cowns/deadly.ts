import type { Worker } from "node:worker_threads";
import fc from "fast-check";
import { type Acquired, type Cown, freeze, when } from "../../../src/index.js";
import { recover, send } from "../../../src/threads.js";
import { next, start } from "../workers/start.js";
import { COWNS, Counts, isLoss, type Step } from "./counts.js";
import { type Kind, kinds } from "./kinds.js";

export interface DeadlyProgram {
  /** Of each cown: what it holds, by its place in `kinds`. */
  readonly cowns: readonly number[];
  readonly threads: readonly (readonly Step[])[];
  /** Which thread dies next, after so many more behaviours. */
  readonly kills: readonly { readonly victim: number; readonly after: number }[];
}

const step: fc.Arbitrary<Step> = fc.record({
  needs: fc.uniqueArray(fc.nat(COWNS - 1), { minLength: 1, maxLength: 3 }),
  turns: fc.nat(3),
  tasks: fc.nat(4).map((n) => Math.max(0, n - 3)),
  throws: fc.nat(9).map((n) => n === 0),
  together: fc.boolean(),
});

/** Programs of three threads. @param most how many behaviours there may be between two deaths */
export function deadlyPrograms(kills: number, most: number): fc.Arbitrary<DeadlyProgram> {
  return fc.record({
    cowns: fc.array(fc.nat(kinds.length - 1), { minLength: COWNS, maxLength: COWNS }),
    threads: fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 3, maxLength: 3 }),
    kills: fc.array(fc.record({ victim: fc.nat(2), after: fc.nat(most) }), { minLength: 1, maxLength: kills }),
  });
}

/**
 * Runs a program in threads of its own, and kills them as it says; others take their places. Throws when an increment is
 * missing that a thread had finished, or is there that none has made, when anybody finds half a state, or another error
 * than that an owner is lost.
 *
 * @returns how many increments there were, and how many deaths
 */
export async function runDeadly({
  cowns: sorts,
  threads,
  kills,
}: DeadlyProgram): Promise<{ counted: number; deaths: number }> {
  const program = new Deaths(sorts);
  const alive = await Promise.all(threads.map((steps) => program.begin(steps)));
  try {
    for (const { victim, after } of kills) {
      await program.progress(after);
      // in the middle of whatever all are doing, this one included
      const all = program.whenAll();
      await Promise.all([alive[victim]!.terminate(), all]);
      await program.checkAll();
      alive[victim] = await program.begin(threads[victim]!);
    }
  } finally {
    await Promise.all(alive.map((worker) => worker.terminate()));
  }
  await program.checkAll();
  return { counted: program.counts.total, deaths: kills.length + alive.length };
}

class Deaths {
  readonly counts = new Counts();
  readonly #kinds: readonly Kind[];
  readonly #cowns: readonly Cown<any>[];
  /** What was found last. */
  readonly #found = new Array<number>(COWNS).fill(0);
  readonly #sorts: readonly number[];
  #failure: Error | undefined = undefined;

  constructor(sorts: readonly number[]) {
    this.#sorts = sorts;
    this.#kinds = sorts.map((sort) => kinds[sort]!);
    this.#cowns = this.#kinds.map(({ make }) => make());
  }

  async begin(steps: readonly Step[]): Promise<Worker> {
    const worker = start("deadly.worker.ts", {});
    await next(worker);
    worker.on("error", (error: Error) => (this.#failure ??= error));
    const known = next(worker);
    send(worker, freeze(this.#cowns));
    await known;
    worker.postMessage({ steps, sorts: this.#sorts, counts: this.counts.memory });
    return worker;
  }

  /** Waits until so many more increments have been made. They are only looked at: which moment that is makes no difference. */
  async progress(more: number): Promise<void> {
    const before = this.counts.total;
    while (this.counts.total - before <= more) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Needs all cowns at once, and is told when one is lost. */
  async whenAll(): Promise<void> {
    try {
      await when(this.#cowns, (...guards) => guards.forEach((guard, i) => this.#kinds[i]!.read(guard.value)));
    } catch (error) {
      if (!isLoss(error)) throw error;
    }
  }

  /** Takes each cown, from the dead if need be, and looks what it holds. */
  async checkAll(): Promise<void> {
    for (const [i, cown] of this.#cowns.entries()) {
      // what was finished before must be there
      const ended = this.counts.ended(i);
      using guard: Acquired<unknown> = await recover(cown);
      const n = this.#kinds[i]!.read(guard.value);
      const ending = this.counts.ending(i);
      if (n < ended || n < this.#found[i]! || n > ending)
        throw new Error(
          `Cown ${i} has counted to ${n}, after ${this.#found[i]}: ${ended} increments had been finished, and ${ending} were begun.`,
        );
      this.#found[i] = n;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}

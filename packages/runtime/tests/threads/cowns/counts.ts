import { RegionError } from "../../../src/index.js";

/** A behaviour that a thread spawns again and again. */
export interface Step {
  /** The cowns in which it counts. */
  readonly needs: readonly number[];
  /** How often it lets other microtasks come, and other tasks, while it has counted in some of them only. */
  readonly turns: number;
  readonly tasks: number;
  readonly throws: boolean;
  /** The thread goes on to the next one before this one is done. */
  readonly together: boolean;
}

export const COWNS = 4;

/** What threads have counted, for all to see, also when they are dead: of each cown, in behaviours that end, and that have ended. */
export class Counts {
  readonly #words: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(4 * 2 * COWNS)) {
    this.#words = new Int32Array(memory);
  }

  noteEnding(cown: number): void {
    Atomics.add(this.#words, 2 * cown, 1);
  }

  noteEnded(cown: number): void {
    Atomics.add(this.#words, 2 * cown + 1, 1);
  }

  ending(cown: number): number {
    return Atomics.load(this.#words, 2 * cown);
  }

  ended(cown: number): number {
    return Atomics.load(this.#words, 2 * cown + 1);
  }

  get total(): number {
    return Array.from({ length: COWNS }, (_, i) => this.ended(i)).reduce((sum, n) => sum + n);
  }
}

export const isLoss = (error: unknown): boolean => error instanceof RegionError && error.code === "ERR_OWNER_LOST";

import { EPOCH } from "./layout.js";
import { onceChanged } from "./waiting-async.js";

/**
 * Tells those in this thread who want to hear of deaths. Waiting for a word cannot be called off, so there is one wait
 * for all, and it outlasts them until the next death. It keeps no process alive.
 */
export class Epoch {
  readonly #words: Int32Array;
  readonly #callbacks = new Set<() => void>();
  #waits = false;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Calls back after each death. @returns a function that calls that off */
  onDeath(callback: () => void): () => void {
    this.#callbacks.add(callback);
    this.#wait();
    return () => this.#callbacks.delete(callback);
  }

  #wait(): void {
    if (this.#waits) return;
    this.#waits = true;
    onceChanged(this.#words, EPOCH, Atomics.load(this.#words, EPOCH), () => {
      this.#waits = false;
      if (this.#callbacks.size === 0) return;
      // first, so that no death is missed meanwhile
      this.#wait();
      for (const callback of [...this.#callbacks]) callback();
    });
  }
}

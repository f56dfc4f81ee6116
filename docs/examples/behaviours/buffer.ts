import { Cown, move, Region, when } from "regions-runtime";

interface Waiting<T extends object> {
  readonly items: Region<T>[];
}

/**
 * A buffer between those who make and those who use, which holds a limited number of items. Nobody waits while holding
 * it: who finds it full or empty leaves, and comes again when something has changed.
 */
export class BoundedBuffer<T extends object> {
  readonly #content = new Cown<Region<Waiting<T>>>(new Region<Waiting<T>>({ items: [] }), { name: "buffer" });
  #sleepers: (() => void)[] = [];

  constructor(readonly capacity: number) {}

  /** Gives a region away: the caller's handle is dead afterwards. */
  async put(item: Region<T>): Promise<void> {
    await this.#retry(({ items }) => {
      if (items.length === this.capacity) return undefined;
      items.push(move(item));
      return true;
    });
  }

  async take(): Promise<Region<T>> {
    return this.#retry(({ items }) => {
      const first = items.shift();
      return first && move(first);
    });
  }

  async #retry<R>(attempt: (content: Waiting<T>) => R | undefined): Promise<R> {
    for (;;) {
      // before the attempt, so that no change is missed
      const changed = new Promise<void>((resolve) => this.#sleepers.push(resolve));
      const result = await when(this.#content, (held) => attempt(held.value));
      if (result === undefined) await changed;
      else {
        for (const wake of this.#sleepers.splice(0)) wake();
        return result;
      }
    }
  }
}

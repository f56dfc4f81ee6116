import { Given } from "../../heap/given.js";
import type { Part } from "../image/parts.js";

/** What a proxy of this room stands for. */
export interface Lazy extends Part {
  /** @returns the frozen object itself, for whoever wants more than single fields */
  settle(): object;
}

class LazyStamp extends Given {
  readonly #lazy: Lazy;

  constructor(proxy: object, lazy: Lazy) {
    super(proxy);
    this.#lazy = lazy;
  }

  static read(value: object): Lazy | undefined {
    return #lazy in value ? value.#lazy : undefined;
  }
}

export function stampLazy(proxy: object, lazy: Lazy): void {
  new LazyStamp(proxy, lazy);
}

/** What a value is the proxy of; undefined for anything else. Runs no trap. */
export function lazyBehind(value: object): Lazy | undefined {
  return LazyStamp.read(value);
}

export function isLazy(value: object): boolean {
  return LazyStamp.read(value) !== undefined;
}

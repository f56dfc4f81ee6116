import { registerType } from "../../../src/index.js";

/** A class with state of its own, which its methods change. */
export class Counter {
  #n = 0;

  get n(): number {
    return this.#n;
  }

  count(): void {
    this.#n += 1;
  }

  static decode(n: number): Counter {
    const counter = new Counter();
    counter.#n = n;
    return counter;
  }
}

registerType(Counter, {
  movable: "opaque",
  codec: { name: "Counter", encode: ({ n }) => n, decode: (n) => Counter.decode(n as number) },
});

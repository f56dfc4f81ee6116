import { describe, expect, it } from "vitest";
import { Cown, quiesce, Region, when } from "../../src/index.js";

declare const gc: () => void;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function isCollected(reference: WeakRef<object>): Promise<boolean> {
  for (let i = 0; i < 20 && reference.deref() !== undefined; i++) {
    await turn();
    gc();
  }
  return reference.deref() === undefined;
}

function heapAfter(work: () => void): number {
  work();
  gc();
  return process.memoryUsage().heapUsed;
}

describe("Nothing is kept alive", () => {
  it("of a cown that nobody refers to, used or not", async () => {
    const make = async (): Promise<WeakRef<object>> => {
      const cown = new Cown(new Region({ n: 1 }));
      await when(cown, (held) => ++held.value.n);
      return new WeakRef(cown);
    };
    expect(await isCollected(await make())).toBe(true);
  });

  it("of a body that has run, though its promise is kept", async () => {
    const cown = new Cown(0);
    const promises: Promise<unknown>[] = [];
    const make = async (): Promise<WeakRef<object>> => {
      const captured = { big: new Array(1000).fill(0) };
      const held = cown.tryAcquire()!;
      promises.push(when(cown, () => captured.big.length));
      held[Symbol.dispose]();
      await promises[0];
      return new WeakRef(captured);
    };
    expect(await isCollected(await make())).toBe(true);
    expect(promises).toHaveLength(1);
  });

  it("of a behaviour that spawned the next one, however long the chain", async () => {
    const cown = new Cown(0);
    const references: WeakRef<object>[] = [];
    const step = (left: number): void => {
      const captured = {};
      references.push(new WeakRef(captured));
      void when(cown, async () => {
        await Promise.resolve(captured);
        if (left > 0) step(left - 1);
      });
    };
    step(50);
    await quiesce();
    for (const reference of references) expect(await isCollected(reference)).toBe(true);
  });

  it("by using a cown among many idle ones: that allocates the same", async () => {
    const idle = Array.from({ length: 20_000 }, () => new Cown(0));
    const used = new Cown(0);
    const use = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) await when(used, (held) => held.value++);
    };
    await use(500);
    const before = heapAfter(() => undefined);
    await use(2000);
    expect(heapAfter(() => undefined) - before).toBeLessThan(idle.length * 50);
    expect(idle.every(({ state }) => state === "released")).toBe(true);
  });
});

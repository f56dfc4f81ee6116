import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  configure,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  registerType,
  validate,
} from "../../src/index.js";
import { regionError } from "../errors.js";

// Every test declares classes of its own, because a registration lasts.
function counterClass(): any {
  return class Counter {
    #count = 0;
    #kept: unknown;
    items: any[] = [];
    get count(): number {
      return this.#count;
    }
    set count(value: number) {
      this.#count = value;
    }
    get self(): this {
      return this;
    }
    get kept(): any {
      return this.#kept;
    }
    increment(by = 1): this {
      this.#count += by;
      return this;
    }
    keep(value: unknown): void {
      this.#kept = value;
      this.items.push(value);
    }
    has(value: unknown): boolean {
      return this.items.includes(value);
    }
    all(): unknown[] {
      return [...this.items];
    }
    async first(): Promise<unknown> {
      await Promise.resolve();
      return this.items[0];
    }
    drop(): void {
      this.items.pop();
    }
    each(run: (item: any, self: any) => void): void {
      for (const item of this.items) run(item, this);
    }
    isCounter(): boolean {
      return #count in this;
    }
    *[Symbol.iterator](): Generator<any> {
      this.#count++;
      yield* this.items;
    }
    async later(): Promise<number> {
      await Promise.resolve();
      return ++this.#count;
    }
    fail(): never {
      this.#count = -1;
      throw new RangeError("inside");
    }
  };
}
function opaque(): any {
  const Counter = counterClass();
  registerType(Counter, { movable: "opaque" });
  return Counter;
}

afterEach(() => configure({ checks: "fast" }));

describe('movable: "opaque"', () => {
  it("runs methods and accessors on the raw object, so #private works", () => {
    const Counter = opaque();
    const raw = new Counter();
    const region = new Region<any>({ counter: raw });
    expect(region.counter.increment().increment(2).count).toBe(3);
    region.counter.count = 10;
    expect([region.counter.count, raw.count, region.counter.isCounter()]).toEqual([10, 10, true]);
    expect([region.counter instanceof Counter, region.counter.constructor === Counter]).toEqual([true, true]);
    const { increment } = region.counter;
    expect(increment.call(region.counter, 5).count).toBe(15);
    expect(borrow(region.counter, (held: any) => held.increment().count)).toBe(16);
    const moved = move(region);
    expect(moved.counter.increment().count).toBe(17);
  });

  it("makes the region dirty, and validate makes it clean", () => {
    const Counter = opaque();
    const region = new Region<any>({ counter: new Counter(), other: {} });
    validate(region);
    expect(regionInfo(region).dirty).toBe(false);
    region.other.n = 1;
    expect(regionInfo(region).dirty).toBe(false);
    region.counter.increment();
    expect(regionInfo(region).dirty).toBe(true);
    validate(region);
    expect(regionInfo(region).dirty).toBe(false);
    region.counter.keep({});
    expect(regionInfo(region).dirty).toBe(true);
    const moved = move(region);
    expect(regionInfo(moved).dirty).toBe(true);
    validate(moved);
    expect(regionInfo(moved).dirty).toBe(false);
  });

  it("does so when the method throws", () => {
    const Counter = opaque();
    const region = new Region<any>({ counter: new Counter() });
    validate(region);
    expect(() => region.counter.fail()).toThrow(RangeError);
    expect([regionInfo(region).dirty, region.counter.count]).toEqual([true, -1]);
  });

  it("does not make another region dirty, nor the parent", () => {
    const Counter = opaque();
    const child = new Region<any>({ counter: new Counter() });
    const parent = new Region<any>({ child });
    const other = new Region<any>({ counter: new Counter() });
    for (const region of [child, parent, other]) validate(region);
    child.counter.increment();
    expect([child, parent, other].map((r) => regionInfo(r).dirty)).toEqual([true, false, false]);
  });

  it.each<[string, (counter: any) => unknown, "counter" | "part"]>([
    ["results of methods", (counter) => counter.increment(), "counter"],
    ["results of accessors", (counter) => counter.self, "counter"],
    ["private objects given by accessors", (counter) => counter.kept, "part"],
    ["objects in fields", (counter) => counter.items[0], "part"],
    ["arguments of callbacks", (counter) => first(counter, 0), "part"],
    ["itself as argument of callbacks", (counter) => first(counter, 1), "counter"],
    ["what it iterates over", (counter) => [...counter][0], "part"],
    ["members of an array that a method made", (counter) => counter.all()[0], "part"],
    ["what its iterators give", (counter) => counter[Symbol.iterator]().next().value, "part"],
  ])("gives handles, never the raw object: %s", (_, get, expected) => {
    const Counter = opaque();
    const raw = new Counter();
    const part = { n: 1 };
    raw.keep(part);
    const region = new Region<any>({ counter: raw, part });
    expect(get(region.counter) === region[expected]).toBe(true);
  });

  it("gives a handle as what a promise is fulfilled with", async () => {
    const raw = new (opaque())();
    const part = { n: 1 };
    raw.keep(part);
    const region = new Region<any>({ counter: raw, part });
    expect((await region.counter.first()) === region.part).toBe(true);
  });

  it("hands its methods the raw objects of its own region, so that they are found", () => {
    const Counter = opaque();
    const raw = new Counter();
    const part = { n: 1 };
    raw.keep(part);
    const region = new Region<any>({ counter: raw, part, other: {} });
    expect([region.counter.has(region.part), region.counter.has(region.other)]).toEqual([true, false]);
    expect(borrow(region.part, (held: any) => region.counter.has(held))).toBe(true);
  });

  function first(counter: any, at: number): unknown {
    const seen: unknown[] = [];
    counter.each((...all: unknown[]) => seen.push(...all));
    return seen[at];
  }

  it("adopts at validation what its methods kept, and resolves handles of the same region", () => {
    const Counter = opaque();
    const region = new Region<any>({ counter: new Counter(), part: { n: 1 } });
    const local = { deep: {} };
    region.counter.keep(local);
    region.counter.keep(region.part);
    validate(region);
    expect([regionOf(local), regionOf(local.deep)]).toEqual([region, region]);
    expect(region.counter.items[1]).toBe(region.part);
    expect(regionInfo(region)).toMatchObject({ size: 6, dirty: false });
    checkInvariant(region);
    region.counter.drop();
    region.counter.drop();
    validate(region);
    expect(regionInfo(region).size).toBe(4);
    expect(regionOf(local)).toBeUndefined();
    checkInvariant(region);
  });

  it("owns at the latest after validation the free region that a method kept", () => {
    const Counter = opaque();
    const child = new Region<any>({ n: 1 });
    const region = new Region<any>({ counter: new Counter() });
    region.counter.keep(child);
    validate(region);
    expect([parentOf(child), region.counter.items[0]]).toEqual([region, child]);
    checkInvariant(region);
  });

  it("does not let a method keep what is illegal: at the latest validate says so", () => {
    const Counter = opaque();
    const other = new Region<any>({ part: {} });
    const owned = new Region<any>();
    const owner = new Region<any>({ owned });
    for (const [code, value] of [
      ["ERR_CROSS_REGION", other.part],
      ["ERR_ALREADY_OWNED", owned],
      ["ERR_NOT_MOVABLE", new WeakMap()],
    ] as const) {
      const region = new Region<any>({ counter: new Counter() });
      regionError(code, () => {
        region.counter.keep(value);
        validate(region);
      });
    }
    expect([parentOf(owned), regionOf(other.part)]).toEqual([owner, other]);
  });

  it("checks plain writes to its fields at once", () => {
    const Counter = opaque();
    const other = new Region<any>({ part: {} });
    const region = new Region<any>({ counter: new Counter() });
    regionError("ERR_CROSS_REGION", () => (region.counter.items = [other.part]));
    regionError("ERR_NOT_MOVABLE", () => (region.counter.extra = new WeakMap()));
    expect([region.counter.items.length, "extra" in region.counter]).toEqual([0, false]);
    const local = {};
    region.counter.extra = local;
    expect(regionOf(local)).toBe(region);
    checkInvariant(region);
  });

  it("ends with its region like any handle, extracted methods included", () => {
    const Counter = opaque();
    for (const [code, end] of [
      ["ERR_USE_AFTER_MOVE", (r: any) => move(r)],
      ["ERR_INVALIDATED", (r: any) => close(r)],
      ["ERR_INVALIDATED", (r: any) => r[Symbol.dispose]()],
    ] as const) {
      const raw = new Counter();
      raw.keep({});
      const region = new Region<any>({ counter: raw });
      const { counter } = region;
      const { increment } = counter;
      const bound = counter.increment.bind(counter);
      end(region);
      for (const use of [
        () => counter.count,
        () => (counter.count = 1),
        () => counter.increment(),
        () => increment.call(counter),
        bound,
        () => [...counter],
      ])
        regionError(code, use);
      expect(raw.count).toBe(0);
    }
  });

  it("gives iterators that end with the region", () => {
    for (const [code, end] of [
      ["ERR_USE_AFTER_MOVE", (r: any) => move(r)],
      ["ERR_INVALIDATED", (r: any) => close(r)],
    ] as const) {
      const raw = new (opaque())();
      raw.keep({});
      const region = new Region<any>({ counter: raw });
      const iterator = region.counter[Symbol.iterator]();
      end(region);
      regionError(code, () => iterator.next());
      expect(raw.count).toBe(0);
    }
  });

  it("is validated at every boundary with full checks: what is fine is adopted, what is not stops it", () => {
    configure({ checks: "full" });
    const Counter = opaque();
    const region = new Region<any>({ counter: new Counter() });
    const local = {};
    region.counter.keep(local);
    const moved = move(region);
    expect([regionOf(local) === moved, regionInfo(moved).dirty]).toEqual([true, false]);
    const other = new Region<any>({ part: {} });
    regionError("ERR_CROSS_REGION", () => {
      moved.counter.keep(other.part);
      move(moved);
    });
    expect([isRegion(moved), moved.counter.items[0] === moved.counter.items[0]]).toEqual([true, true]);
  });

  it("works for async methods", async () => {
    const Counter = opaque();
    const region = new Region<any>({ counter: new Counter() });
    expect([await region.counter.later(), await region.counter.later()]).toEqual([1, 2]);
    expect(region.counter.count).toBe(2);
  });

  it("can be the bridge", () => {
    const Counter = opaque();
    const region = new Region<any>(new Counter());
    region.increment(4);
    expect([region.count, region.self === region, regionInfo(region).dirty]).toEqual([4, true, true]);
    const moved = move(region);
    expect([moved.count, isRegion(moved)]).toEqual([4, true]);
    regionError("ERR_USE_AFTER_MOVE", () => region.count);
  });

  it("applies to subclasses, and lets subclasses of built-ins call super", () => {
    class Inventory extends Map<string, number> {
      #changes = 0;
      override set(key: string, value: number): this {
        this.#changes++;
        return super.set(key, value);
      }
      override get(key: string): number {
        return super.get(key) ?? 0;
      }
      get changes(): number {
        return this.#changes;
      }
    }
    class Shop extends Inventory {
      sell(key: string): this {
        return this.set(key, this.get(key) - 1);
      }
    }
    registerType(Inventory, { movable: "opaque" });
    const raw = new Shop();
    raw.set("pear", 3);
    const region = new Region<any>({ shop: raw });
    expect(region.shop.sell("pear").sell("fig") === region.shop).toBe(true);
    expect([region.shop.get("pear"), region.shop.get("fig"), region.shop.size, region.shop.changes]).toEqual([
      2, -1, 2, 3,
    ]);
    expect([[...region.shop.keys()], raw.size, regionInfo(region).dirty]).toEqual([["pear", "fig"], 2, true]);
  });

  it("makes classes of the platform usable that keep everything private", () => {
    registerType(URL, { movable: "opaque" });
    const region = new Region<any>({ url: new URL("https://example.org/a?b=1") });
    region.url.pathname = "/c";
    expect([region.url.href, String(region.url), JSON.stringify(region.url), region.url instanceof URL]).toEqual([
      "https://example.org/c?b=1",
      "https://example.org/c?b=1",
      '"https://example.org/c?b=1"',
      true,
    ]);
  });
});

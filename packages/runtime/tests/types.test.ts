import { describe, expectTypeOf, it } from "vitest";
import {
  borrow,
  Cown,
  freeze,
  isRegion,
  move,
  read,
  Region,
  regionOf,
  registerType,
  thaw,
  when,
  type Acquired,
  type Borrowed,
  type Frozen,
  type RegionErrorCode,
  type RegionError,
  type Thawed,
} from "../src/index.js";

interface Job {
  id: number;
  tags: string[];
  nested: { at: Map<string, { n: number }>; seen: Set<number[]> };
  run: (x: number) => string;
}

describe("Frozen", () => {
  it("is readonly all the way down", () => {
    expectTypeOf<Frozen<{ a: { b: number[] } }>>().toEqualTypeOf<{ readonly a: { readonly b: readonly number[] } }>();
  });

  it("keeps tuples, optional fields, functions and primitives", () => {
    expectTypeOf<Frozen<[number, { a: 1 }]>>().toEqualTypeOf<readonly [number, { readonly a: 1 }]>();
    expectTypeOf<Frozen<{ a?: string[] }>>().toEqualTypeOf<{ readonly a?: readonly string[] }>();
    expectTypeOf<Frozen<Job>["run"]>().toEqualTypeOf<(x: number) => string>();
    expectTypeOf<Frozen<string | null>>().toEqualTypeOf<string | null>();
    expectTypeOf<Frozen<symbol>>().toEqualTypeOf<symbol>();
  });

  it("turns Map and Set into their readonly forms", () => {
    expectTypeOf<Frozen<Job>["nested"]["at"]>().toEqualTypeOf<ReadonlyMap<string, { readonly n: number }>>();
    expectTypeOf<Frozen<Job>["nested"]["seen"]>().toEqualTypeOf<ReadonlySet<readonly number[]>>();
  });

  it("is what freeze returns, and refuses writing", () => {
    const value = freeze({ list: [1], at: { x: 1 } });
    expectTypeOf(value.list).toEqualTypeOf<readonly number[]>();
    // @ts-expect-error -- readonly
    void (() => (value.at.x = 2));
    // @ts-expect-error -- no mutating methods
    void (() => value.list.push(2));
  });
});

describe("Region and Borrowed", () => {
  it("have the fields of their type and can be disposed", () => {
    const region = new Region<Job>();
    expectTypeOf(region.id).toEqualTypeOf<number>();
    expectTypeOf(region).toExtend<Disposable>();
    expectTypeOf(move(region)).toEqualTypeOf<Region<Job>>();
    const untyped = new Region();

    expectTypeOf(untyped["anything"]).toEqualTypeOf<any>();
  });

  it("infer their type from what they start with", () => {
    expectTypeOf(new Region({ list: [1] }).list).toEqualTypeOf<number[]>();
  });

  it("borrow gives the same fields, or the result of the function", () => {
    const region = new Region({ items: ["a"] });
    expectTypeOf(borrow(region.items)).toEqualTypeOf<Borrowed<string[]>>();
    expectTypeOf(borrow(region.items, (items) => items.length)).toEqualTypeOf<number>();
    expectTypeOf(borrow(region.items, async (items) => items.length)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(regionOf(region.items)).toExtend<Region | undefined>();
  });

  it("isRegion narrows", () => {
    const value: unknown = new Region();
    if (isRegion(value)) expectTypeOf(value).toEqualTypeOf<Region>();
  });

  it("errors carry one of the known codes", () => {
    expectTypeOf<RegionError["code"]>().toEqualTypeOf<RegionErrorCode>();
    expectTypeOf<RegionError["sites"]>().toEqualTypeOf<readonly string[]>();
  });
});

describe("thaw", () => {
  it("gives back the mutable type, whatever freezing made readonly", () => {
    const draft = thaw(freeze({ tags: ["a"], at: new Map([["k", { n: 1 }]]), seen: new Set([[1]]) }));
    expectTypeOf(draft.tags).toEqualTypeOf<string[]>();
    expectTypeOf(draft.at).toEqualTypeOf<Map<string, { n: number }>>();
    expectTypeOf(draft.seen).toEqualTypeOf<Set<number[]>>();
    expectTypeOf<Thawed<Frozen<[number, { a?: string[] }]>>>().toEqualTypeOf<[number, { a?: string[] }]>();
  });

  it("takes the type that it is told", () => {
    const state: Frozen<Job> = freeze<Job>({
      id: 1,
      tags: [],
      nested: { at: new Map(), seen: new Set() },
      run: String,
    });
    expectTypeOf(thaw<Job>(state)).toEqualTypeOf<Region<Job>>();
    expectTypeOf(freeze(thaw<Job>(state)).tags).toEqualTypeOf<readonly string[]>();
  });
});

describe("registerType", () => {
  it("takes any class, with a codec of its own type", () => {
    class Point {
      constructor(readonly x: number) {}
    }
    registerType(Point, { codec: { name: "Point", encode: (p) => p.x, decode: (x) => new Point(x as number) } });
    // @ts-expect-error -- no such trait value
    void (() => registerType(Point, { movable: "maybe" }));
    // @ts-expect-error -- decodes to something else
    void (() => registerType(Point, { codec: { name: "Point", encode: (p) => p.x, decode: () => 1 } }));
  });
});

describe("Cowns", () => {
  it("know what they hold, and so do their guards", () => {
    const account = new Cown(new Region({ balance: 1 }));
    const name = new Cown("Ada");
    expectTypeOf(name).toEqualTypeOf<Cown<string>>();
    expectTypeOf(account.tryAcquire).returns.toEqualTypeOf<Acquired<Region<{ balance: number }>> | undefined>();
    expectTypeOf(when(name, (held) => held.value.length)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(when([name, read(account)], async (a, b) => [a.value, b.value.balance] as const)).toEqualTypeOf<
      Promise<readonly [string, number]>
    >();
    expectTypeOf(when([], () => "x")).toEqualTypeOf<Promise<string>>();
    // @ts-expect-error -- a cown has no value outside of a guard
    void (() => name.value);
    // @ts-expect-error -- nor can it be given something else
    void (() => when(name, (held) => (held.value = 1)));
  });

  it("of the same kind can be given as a list", () => {
    const accounts = [new Cown(1), new Cown(2)];
    expectTypeOf(when(accounts, (...held) => held.map(({ value }) => value))).toEqualTypeOf<Promise<number[]>>();
    expectTypeOf(when(accounts.map(read), (...held) => held.length)).toEqualTypeOf<Promise<number>>();
  });
});

/* eslint-disable @typescript-eslint/restrict-plus-operands -- what + does with a handle is tested */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checkInvariant, Region } from "../../src/index.js";
import { compareTwins, item, plainStep, resolve, sameAnswer, step, type Item, type World } from "./builtins-twins.js";

vi.setConfig({ testTimeout: 60_000 });

const pair = fc.tuple(item, item);
const pairs = fc.array(pair, { maxLength: 5 });
const change = fc.record({ op: fc.constantFrom("set", "delete", "clear", "none"), key: item, value: item });
const changes = fc.array(change, { maxLength: 4 });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(v: any, { op, key, value }: Change, world: World): void {
  const k = resolve(key, world);
  if (op === "set" && v instanceof Map) v.set(k, resolve(value, world));
  if (op === "set" && v instanceof Set) v.add(k);
  if (op === "delete") v.delete(k);
  if (op === "clear") v.clear();
}

const iteration = ["entries", "keys", "values", Symbol.iterator as any] as const;

/** What Map and Set have in common. */
const common = [
  step("has", item, (v, k, w) => v.has(resolve(k, w))),
  step("delete", item, (v, k, w) => v.delete(resolve(k, w))),
  plainStep("clear", (v) => v.clear()),
  plainStep("size", (v) => v.size),
  plainStep("assign size", (v) => (v.size = 3)),
  plainStep("spread", (v) => [...v]),
  plainStep("Array.from", (v) => Array.from(v)),
  step("iterate", fc.constantFrom(...iteration), (v, how) => [...v[how]()]),
  step("iterate while changing", fc.tuple(fc.constantFrom(...iteration), changes), (v, [how, list], w) => {
    const seen: unknown[] = [];
    for (const one of v[how]()) {
      seen.push(one);
      const next = list[seen.length - 1];
      if (next) apply(v, next, w);
    }
    return seen;
  }),
  step("resume after break", fc.tuple(fc.constantFrom(...iteration), fc.nat(2), changes), (v, [how, n, list], w) => {
    const iterator = v[how]();
    const seen: unknown[] = [];
    for (const one of iterator) if (seen.push(one) > n) break;
    for (const next of list) apply(v, next, w);
    const rest = [...iterator];
    apply(v, { op: "set", key: "late" as any, value: 1 }, w);
    return [seen, rest, iterator.next(), iterator[Symbol.iterator]() === iterator, iterator[Symbol.toStringTag]];
  }),
  plainStep("iterator helpers, where there are any", (v) => [
    typeof v.keys().map,
    v
      .keys()
      .map?.((x: unknown) => [x])
      .toArray(),
    v.entries().drop?.(1).take(1).toArray(),
  ]),
  step("two iterators", changes, (v, list, w) => {
    const [one, two] = [v.keys(), v.values()];
    const seen = [one.next(), two.next(), one.next()];
    for (const next of list) apply(v, next, w);
    return [...seen, two.next(), one.next(), [...one], [...two]];
  }),
  step("forEach", changes, (v, list, w) => {
    const seen: unknown[] = [];
    const self = {};
    const result = v.forEach(function (this: unknown, x: unknown, k: unknown, all: unknown) {
      seen.push([x, k, all, this === self]);
      const next = list[seen.length - 1];
      if (next) apply(v, next, w);
    }, self);
    return [seen, result];
  }),
  step("forEach with one of the objects as this", fc.nat(3), (v, n, w) => {
    const seen: unknown[] = [];
    v.forEach(function (this: any) {
      seen.push(this, this.id);
    }, w.o[n]);
    return seen;
  }),
  plainStep("forEach that throws", (v) =>
    v.forEach(() => {
      throw new RangeError("stop");
    }),
  ),
  plainStep("forEach without function", (v) => v.forEach(undefined)),
  plainStep("tags", (v) => [v[Symbol.toStringTag], Object.prototype.toString.call(v), String(v), `${v}`]),
  plainStep("JSON", (v) => JSON.stringify({ v })),
  plainStep("an own field", (v, { o }) => [(v.extra = o[0]), v.extra, "extra" in v, Object.keys(v), { ...v }]),
  plainStep("no own field any more", (v) => [delete v.extra, Object.entries(v), Reflect.ownKeys(v)]),
  plainStep("destructuring", (v) => {
    const [first, second = "none", ...rest] = v;
    return [first, second, rest];
  }),
  plainStep("change of an object in it", (v, { o }) => {
    for (const one of v.values()) if (o.includes(one)) one.count = (one.count ?? 0) + 1;
    return o.map(({ count }) => count);
  }),
  plainStep("extracted methods", (v) => {
    const { has, keys } = v;
    return [has.call(v, "a"), [...keys.call(v)], has === v.has, typeof v.constructor];
  }),
  plainStep("methods on something else", (v) => v.has.call({}, 1)),
  plainStep("methods on nothing", (v) => (0, v.keys)()),
];

const mapStep = fc.oneof(
  ...common,
  step("set", pair, (v, [k, x], w) => v.set(resolve(k, w), resolve(x, w))),
  step("set, chained", fc.tuple(pair, pair), (v, [[k, x], [l, y]], w) =>
    v.set(resolve(k, w), resolve(x, w)).set(resolve(l, w), resolve(y, w)),
  ),
  step("get", item, (v, k, w) => v.get(resolve(k, w))),
  plainStep("set()", (v) => v.set()),
  plainStep("get()", (v) => v.get()),
  plainStep("new Map", (v) => new Map(v)),
  plainStep("Object.fromEntries", (v) => Object.fromEntries(v)),
  plainStep("entries that were read stay as they are", (v) => {
    const before = [...v];
    for (const [k] of before) v.set(k, "changed");
    return before;
  }),
  plainStep("an entry is a copy", (v) => {
    for (const entry of v) entry[1] = "overwritten";
  }),
);

describe("a Map in a region and a plain Map", () => {
  const makeMap = (start: [Item, Item][]) => (o: any[]) =>
    new Map(start.map(([k, x]) => [resolve(k, { v: 0, o }), resolve(x, { v: 0, o })]));

  it.each([false, true])("do the same, step by step (through a borrow: %s)", (borrowed) => {
    fc.assert(
      fc.property(pairs, fc.array(mapStep, { minLength: 1, maxLength: 10 }), (start, steps) =>
        compareTwins(makeMap(start), steps, borrowed),
      ),
      { numRuns: 250, seed: 11 },
    );
  });

  it("do the same when it is the bridge", () => {
    fc.assert(
      fc.property(pairs, changes, (start, list) => {
        const primitive = (value: Item): Item => (typeof value === "object" ? null : value);
        const init = start.map(([k, x]) => [primitive(k), primitive(x)] as const);
        const plain = new Map<any, any>(init);
        const region = new Region<any>(new Map<any, any>(init));
        for (const { op, key, value } of list)
          for (const v of [plain, region]) apply(v, { op, key: primitive(key), value: primitive(value) }, { v, o: [] });
        expect([...region]).toEqual([...plain]);
        expect(region.size).toBe(plain.size);
        checkInvariant(region);
      }),
      { numRuns: 100, seed: 12 },
    );
  });
});

const algebra = [
  "union",
  "intersection",
  "difference",
  "symmetricDifference",
  "isSubsetOf",
  "isSupersetOf",
  "isDisjointFrom",
] as const;

const setStep = fc.oneof(
  ...common,
  step("add", item, (v, x, w) => v.add(resolve(x, w))),
  step("add, chained", pair, (v, [x, y], w) => v.add(resolve(x, w)).add(resolve(y, w))),
  plainStep("add()", (v) => v.add()),
  plainStep("new Set", (v) => new Set(v)),
  step("algebra with a local set", fc.tuple(fc.constantFrom(...algebra), fc.array(item)), (v, [name, list], w) =>
    v[name]?.(new Set(list.map((x) => resolve(x, w)))),
  ),
  step("algebra with a local map", fc.tuple(fc.constantFrom(...algebra), fc.array(item)), (v, [name, list], w) =>
    v[name]?.(new Map(list.map((x) => [resolve(x, w), 1]))),
  ),
  step("algebra with itself", fc.constantFrom(...algebra), (v, name) => v[name]?.(v)),
  step("algebra of a local set", fc.tuple(fc.constantFrom(...algebra), fc.array(item)), (v, [name, list], w) =>
    (new Set(list.map((x) => resolve(x, w))) as any)[name]?.(v),
  ),
);

describe("a Set in a region and a plain Set", () => {
  it.each([false, true])("do the same, step by step (through a borrow: %s)", (borrowed) => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 5 }),
        fc.array(setStep, { minLength: 1, maxLength: 10 }),
        (start, steps) => compareTwins((o) => new Set(start.map((x) => resolve(x, { v: 0, o }))), steps, borrowed),
      ),
      { numRuns: 250, seed: 13 },
    );
  });
});

describe("a subclass of Map or Set", () => {
  class Counter extends Map<unknown, number> {
    readonly log: unknown[] = [];
    bump(key: unknown): this {
      this.log.push(key);
      return this.set(key, (this.get(key) ?? 0) + 1);
    }
    get total(): number {
      let sum = 0;
      for (const n of this.values()) sum += n;
      return sum;
    }
    *odd(): Generator {
      for (const [key, n] of this) if (n % 2 === 1) yield key;
    }
  }
  class Bag extends Set<unknown> {
    addAll(...values: unknown[]): this {
      for (const value of values) this.add(value);
      return this;
    }
    get isEmpty(): boolean {
      return this.size === 0;
    }
  }

  it("keeps its methods, accessors, generators and fields", () => {
    sameAnswer(
      () => new Counter([["x", 2]]),
      (v, { o }) => [
        v.bump(o[0]).bump(o[0]).bump(o[1]) === v,
        v.total,
        [...v.odd()],
        v.get(o[0]),
        v.log,
        v instanceof Counter,
        v instanceof Map,
        v.constructor.name,
      ],
    );
  });

  it("of Set does too", () => {
    sameAnswer(
      () => new Bag(),
      (v, { o }) => [
        v.isEmpty,
        v.addAll(1, o[2], o[2], "a").size,
        v.isEmpty,
        v.has(o[2]),
        v instanceof Bag,
        v instanceof Set,
        [...v],
      ],
    );
  });
});

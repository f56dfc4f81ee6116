import { deepStrictEqual } from "node:assert";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checkInvariant, move, Region, regionOf } from "../../src/index.js";
import { content, sameAnswer } from "./builtins-twins.js";

vi.setConfig({ testTimeout: 60_000 });

/** A deep copy as libraries make it: by constructors, prototypes and iteration. */
function clone(value: any, seen = new Map<unknown, unknown>()): any {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const remember = <T>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  let copy: any;
  if (Array.isArray(value)) copy = remember(new Array(value.length));
  else if (value instanceof Map) {
    copy = remember(new (value.constructor as MapConstructor)());
    value.forEach((x, k) => copy.set(clone(k, seen), clone(x, seen)));
  } else if (value instanceof Set) {
    copy = remember(new (value.constructor as SetConstructor)());
    for (const x of value) copy.add(clone(x, seen));
  } else if (value instanceof Date) copy = remember(new Date(+value));
  else if (value instanceof RegExp) {
    copy = remember(new RegExp(value.source, value.flags));
    copy.lastIndex = value.lastIndex;
  } else if (value instanceof Error) copy = remember(new (value.constructor as ErrorConstructor)(value.message));
  else if (value instanceof DataView) copy = remember(new DataView(clone(value.buffer, seen), value.byteOffset));
  else if (value instanceof ArrayBuffer) copy = remember(value.slice(0));
  else if (value[Symbol.toStringTag]?.endsWith("Array")) copy = remember(new value.constructor(value));
  else copy = remember(Object.create(Object.getPrototypeOf(value)));
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key)!;
    if ("value" in descriptor && descriptor.enumerable) copy[key] = clone(value[key], seen);
  }
  return copy;
}

class Point {
  constructor(
    public x: number,
    public y: any = 0,
  ) {}
}
class Bag extends Map<unknown, unknown> {}

const leaf = fc.oneof(
  fc.integer(),
  fc.string({ maxLength: 5 }),
  fc.constantFrom(undefined, null, true, NaN, -0),
  fc.bigInt({ min: -5n, max: 5n }),
);
const maker: fc.Arbitrary<() => any> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf.map((x) => () => x),
    tie("object") as any,
  ),
  list: fc.array(tie("value") as fc.Arbitrary<() => any>, { maxLength: 3 }),
  object: fc.oneof(
    tie("list").map((xs: any) => () => xs.map((make: any) => make())),
    tie("list").map((xs: any) => () => new Map(xs.map((make: any, i: number) => [i % 2 ? i : make(), make()]))),
    tie("list").map((xs: any) => () => new Bag(xs.map((make: any, i: number) => [`k${i}`, make()]))),
    tie("list").map((xs: any) => () => new Set(xs.map((make: any) => make()))),
    tie("list").map((xs: any) => () => Object.fromEntries(xs.map((make: any, i: number) => [`p${i}`, make()]))),
    tie("value").map((make: any) => () => new Point(1, make())),
    fc.nat(1e9).map((n) => () => new Date(n)),
    fc.constantFrom("a+", "[b-d]").map((s) => () => new RegExp(s, "gi")),
    fc.string({ maxLength: 4 }).map((s) => () => new TypeError(s)),
    fc.array(fc.nat(255), { maxLength: 4 }).map((xs) => () => Uint8Array.from(xs)),
    fc.array(fc.float(), { maxLength: 3 }).map((xs) => () => Float32Array.from(xs)),
    fc.array(fc.nat(255), { maxLength: 4 }).map((xs) => () => Uint8Array.from(xs).buffer),
    fc.array(fc.nat(255), { maxLength: 4 }).map((xs) => () => new DataView(Uint8Array.from(xs).buffer)),
  ),
})).object as any;

const nobody = { v: Symbol("nobody"), o: [] };

describe("random graphs of builtins", () => {
  it("read the same in a region as outside, also after a move, and are cloned by plain JavaScript", () => {
    fc.assert(
      fc.property(maker, (make) => {
        const plain = make();
        const raw = make();
        const region = new Region<any>({ v: raw });
        const expected = content(plain, nobody);
        expect(content(region.v, nobody)).toEqual(expected);
        const copy = clone(region.v);
        expect(content(copy, nobody)).toEqual(content(clone(plain), nobody));
        expect(regionOf(copy)).toBeUndefined();
        const other = new Region<any>({ copy });
        checkInvariant(region, other);
        const moved = move(region);
        expect(content(moved.v, nobody)).toEqual(expected);
        expect(content(other.copy, nobody)).toEqual(content(clone(plain), nobody));
        checkInvariant(moved);
      }),
      { numRuns: 150, seed: 51 },
    );
  });

  it("have the same JSON", () => {
    fc.assert(
      fc.property(maker, (make) => {
        const json = (value: any): string => JSON.stringify({ value }, (_, x) => (typeof x === "bigint" ? `${x}n` : x));
        expect(json(new Region<any>({ v: make() }).v)).toBe(json(make()));
      }),
      { numRuns: 100, seed: 52 },
    );
  });
});

const samples: [name: string, make: () => any, shows: RegExp[]][] = [
  ["a Map", () => new Map<any, any>([["alpha", { beta: 1 }]]), [/Map\(1\)/, /'alpha' => \{ beta: 1 \}/]],
  ["an empty Map", () => new Map(), [/Map\(0\)/]],
  [
    "a Map with object keys",
    () => new Map([[{ key: 1 }, new Set(["gamma"])]]),
    [/\{ key: 1 \}/, /Set\(1\)/, /'gamma'/],
  ],
  ["a Set", () => new Set(["alpha", 2]), [/Set\(2\)/, /'alpha', 2/]],
  ["a subclass of Map", () => new Bag([["alpha", 1]]), [/Bag\(1\)/, /'alpha' => 1/]],
  ["a typed array", () => Uint8Array.of(7, 8), [/Uint8Array\(2\)/, /7, 8/]],
  ["a bigint array", () => BigInt64Array.of(7n), [/BigInt64Array\(1\)/, /7n/]],
  ["a Buffer", () => Buffer.alloc(2, 1), [/Buffer/, /01 01/]],
  ["an ArrayBuffer", () => new ArrayBuffer(2), [/ArrayBuffer/, /00 00/]],
  ["a DataView", () => new DataView(new ArrayBuffer(2)), [/DataView/, /byteLength\]?: 2/]],
  ["a Date", () => new Date(0), [/1970-01-01T00:00:00\.000Z/]],
  ["a RegExp", () => /ab+c/gi, [/\/ab\+c\/gi/]],
  ["an Error", () => new TypeError("the text", { cause: { beta: 1 } }), [/TypeError: the text/, /cause/, /beta: 1/]],
  ["an array", () => [1, { beta: 1 }], [/\[ 1, \{ beta: 1 \} \]/]],
  ["an instance of a class", () => new Point(3, { beta: 1 }), [/Point/, /x: 3/, /beta: 1/]],
  ["an array of Maps", () => [new Map([["alpha", [1]]])], [/Map\(1\)/, /'alpha' => \[ 1 \]/]],
];

describe.each(samples)("%s in a region", (_, make, shows) => {
  it("is shown by util.inspect with its content", () => {
    const region = new Region<any>({ v: make() });
    for (const text of [inspect(region.v), inspect({ deep: region.v }, { depth: 5 }), inspect(region, { depth: 5 })])
      for (const pattern of shows) expect(text).toMatch(pattern);
  });

  it("equals a plain one for expect, and differs from another", () => {
    const region = new Region<any>({ v: make() });
    expect(region.v).toEqual(make());
    expect(make()).toEqual(region.v);
    expect({ list: [region.v] }).toEqual({ list: [make()] });
    expect(region.v).not.toEqual({ something: "else" });
    expect(region.v).not.toEqual(new Map([["something", "else"]]));
  });

  it("shows its content by the new handle, and not by the old one, after a move", () => {
    const region = new Region<any>({ v: make() });
    const { v } = region;
    const moved = move(region);
    for (const pattern of shows) expect(inspect(moved.v)).toMatch(pattern);
    expect(inspect(v)).not.toBe(inspect(moved.v));
  });
});

describe("copies by the language", () => {
  it("by spread, Object.entries, Array.from, destructuring and structured helpers are alike", () => {
    const make = (o: any[]): any => ({
      map: new Map<any, any>([
        ["a", o[0]],
        [o[1], "b"],
      ]),
      set: new Set([o[2], 1]),
      list: [o[3], [1]],
      bytes: Uint8Array.of(1, 2),
      when: new Date(5),
      point: new Point(1, o[0]),
    });
    sameAnswer(make, (v) => [
      { ...v }.when,
      Object.entries(v).length,
      [...v.map],
      Array.from(v.map, ([k]: any) => k),
      Array.from(v.set),
      Object.fromEntries([...v.map].filter(([k]) => typeof k === "string")),
      new Map([...v.map].map(([k, x]) => [x, k])),
      new Set([...v.set, ...v.list]),
      Object.assign(new Point(0), v.point),
      { ...v.point },
      Object.values(v.point),
      Math.max(...v.bytes),
      [...v.bytes, ...v.list[1]],
      v.list.concat([...v.set]),
      JSON.stringify(v),
      JSON.stringify([...v.map]),
      (([[, first]]) => first)(v.map),
      (({ map, ...rest }) => [map, Object.keys(rest)])(v),
      Object.keys(Object.getOwnPropertyDescriptors(v)),
    ]);
  });

  it("Map.groupBy and Object.groupBy, where there are any, take what a region holds", () => {
    const { list, set } = new Region<any>({ list: [{ n: 1 }, { n: 2 }, { n: 1 }], set: new Set([1, 2, 3]) });
    const group = (Map as any).groupBy ?? groupBy;
    const groups = group(list, ({ n }: any) => n);
    expect([...groups.keys()]).toEqual([1, 2]);
    expect(groups.get(1)[1]).toBe(list[2]);
    expect(group(set, (n: number) => n % 2).get(1)).toEqual([1, 3]);

    function groupBy(items: Iterable<unknown>, by: (item: unknown) => unknown): Map<unknown, unknown[]> {
      const out = new Map<unknown, unknown[]>();
      for (const one of items) out.set(by(one), [...(out.get(by(one)) ?? []), one]);
      return out;
    }
  });

  it("what is in a copy is compared by assert, too", () => {
    const region = new Region<any>({ map: new Map([["k", { n: [1] }]]), set: new Set([1]) });
    deepStrictEqual([...region.map.keys()], ["k"]);
    deepStrictEqual([...region.set], [1]);
    expect(() => deepStrictEqual([...region.set], [2])).toThrow();
  });
});

describe("a handle as a key or a member of local containers", () => {
  it("is found by identity, in Map, Set, WeakMap, WeakSet and WeakRef", () => {
    const region = new Region<any>({ map: new Map(), bytes: new Uint8Array(1), when: new Date(0) });
    for (const handle of [region.map, region.bytes, region.when, region]) {
      expect(new Map([[handle, 1]]).get(handle)).toBe(1);
      expect(new Set([handle]).has(handle)).toBe(true);
      expect(new WeakMap([[handle, 1]]).get(handle)).toBe(1);
      expect(new WeakSet([handle]).has(handle)).toBe(true);
      expect(new WeakRef(handle).deref()).toBe(handle);
    }
    expect(new Set([region.map, region.map, region.bytes, region.bytes]).size).toBe(2);
  });
});

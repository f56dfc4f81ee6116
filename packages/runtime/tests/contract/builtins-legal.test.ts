import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, isFrozen, move, parentOf, Region, regionInfo, regionOf } from "../../src/index.js";

class Pair {
  first: any;
  second = 0;
  constructor(first: any) {
    this.first = first;
  }
}
class Table extends Map<any, any> {}

/** Ways to hold one value, and to get it back. */
const holders: [name: string, hold: (value: any) => any, get: (held: any) => any, objects: number][] = [
  ["a value of a Map", (v) => new Map([["k", v]]), (m) => m.get("k"), 1],
  ["a key of a Map", (v) => new Map([[v, 1]]), (m) => [...m.keys()][0], 1],
  ["a member of a Set", (v) => new Set([v]), (s) => [...s][0], 1],
  ["a value of a Map in a Map", (v) => new Map([["k", new Map([["l", v]])]]), (m) => m.get("k").get("l"), 2],
  ["a value of a subclass of Map", (v) => new Table([["k", v]]), (m) => m.get("k"), 1],
  ["a field of an instance", (v) => new Pair(v), (p) => p.first, 1],
  ["the cause of an error", (v) => new Error("e", { cause: v }), (e) => e.cause, 1],
  ["an error of an AggregateError", (v) => new AggregateError([v]), (e) => e.errors[0], 2],
  ["a field of a Date", (v) => Object.assign(new Date(0), { v }), (d) => d.v, 1],
  ["a field of a typed array", (v) => Object.assign(new Int8Array(1), { v }), (a) => a.v, 1],
  ["a field of a RegExp", (v) => Object.assign(/x/, { v }), (r) => r.v, 1],
  ["a field of a boxed number", (v) => Object.assign(new Number(1), { v }), (n) => n.v, 1],
];

describe.each(holders)("as %s", (_, hold, get, objects) => {
  it("a local object is adopted with all it reaches", () => {
    const leaf = { n: 1 };
    const region = new Region<any>();
    region.x = hold({ leaf, list: [leaf] });
    expect(regionOf(leaf)).toBe(region);
    expect(get(region.x).leaf).toBe(get(region.x).list[0]);
    expect(get(region.x)).toBe(get(region.x));
    expect(get(region.x)).not.toBe(leaf);
    expect(regionInfo(region).size).toBe(1 + objects + 3);
    get(region.x).leaf.n = 2;
    expect(leaf.n).toBe(2);
    checkInvariant(region);
  });

  it("a frozen object stays outside and what it is", () => {
    const frozen = freeze({ deep: [1] });
    const region = new Region<any>({ x: hold(frozen) });
    expect(get(region.x)).toBe(frozen);
    expect([regionOf(frozen), isFrozen(frozen), regionInfo(region).size]).toEqual([undefined, true, 1 + objects]);
    const other = new Region<any>({ x: hold(frozen) });
    checkInvariant(region, other);
  });

  it("primitives, functions, classes and built-in prototypes are shared constants", () => {
    for (const value of ["text", 7, 7n, Symbol("s"), () => 1, Pair, Map, Map.prototype, undefined, null]) {
      const region = new Region<any>({ x: hold(value) });
      expect(get(region.x)).toBe(value);
      expect(regionInfo(region).size).toBe(1 + objects);
    }
  });

  it("its own bridge and its own contained objects are plain references", () => {
    const region = new Region<any>({ part: { n: 1 } });
    region.bridge = hold(region);
    region.again = hold(region.part);
    expect(get(region.bridge)).toBe(region);
    expect(get(region.again)).toBe(region.part);
    expect([parentOf(region), regionInfo(region).size]).toEqual([undefined, 2 + 2 * objects]);
    checkInvariant(region);
    const moved = move(region);
    expect(get(moved.bridge)).toBe(moved);
    expect(get(moved.again)).toBe(moved.part);
    get(moved.again).n = 2;
    expect(moved.part.n).toBe(2);
  });

  it("a free region becomes a child, whose handle stays valid", () => {
    const child = new Region<any>({ n: 1 });
    const region = new Region<any>({ deep: { list: [hold(child)] } });
    expect(get(region.deep.list[0])).toBe(child);
    expect([parentOf(child), regionInfo(child).parent]).toEqual([region, "region"]);
    expect(regionInfo(region).size).toBe(3 + objects);
    child.n = 2;
    expect(get(region.deep.list[0]).n).toBe(2);
    checkInvariant(region);
  });
});

describe("a Map or a Set that is adopted", () => {
  it("keeps the order of its entries though handles among them become plain references", () => {
    const region = new Region<any>({ a: {}, b: {} });
    const { a, b } = region;
    const child = new Region<any>();
    region.map = new Map<any, any>([
      ["first", a],
      [a, "second"],
      ["third", 3],
      [b, a],
      [child, b],
      ["last", region],
    ]);
    region.set = new Set<any>(["first", b, "third", a, region]);
    expect([...region.map]).toEqual([
      ["first", a],
      [a, "second"],
      ["third", 3],
      [b, a],
      [child, b],
      ["last", region],
    ]);
    expect([...region.map.keys()].indexOf(child)).toBe(4);
    expect([...region.set].map((x) => [b, a, region].indexOf(x))).toEqual([-1, 0, -1, 1, 2]);
    for (const key of [a, b, child]) expect(region.map.has(key)).toBe(true);
    expect([region.set.has(a), region.set.has(region), region.map.get(a)]).toEqual([true, true, "second"]);
    region.map.set(a, "changed").delete(b);
    expect([region.map.size, region.map.get(a)]).toEqual([5, "changed"]);
    checkInvariant(region);
  });

  it("finds a contained object by its handle, by its raw alias and by a fresh handle after a move", () => {
    const raw = { n: 1 };
    const region = new Region<any>({ raw, map: new Map([[raw, "found"]]), set: new Set([raw]) });
    for (const key of [raw, region.raw])
      expect([region.map.get(key), region.map.has(key), region.set.has(key)]).toEqual(["found", true, true]);
    region.map.set(raw, "again");
    region.set.add(raw).add(region.raw);
    expect([region.map.size, region.set.size, region.map.get(region.raw)]).toEqual([1, 1, "again"]);
    const moved = move(region);
    expect([moved.map.get(moved.raw), moved.set.has(moved.raw)]).toEqual(["again", true]);
    expect(moved.set.delete(moved.raw)).toBe(true);
    expect(moved.set.size).toBe(0);
    checkInvariant(moved);
  });

  it("does not find what it does not hold: other regions' objects, local objects, frozen ones", () => {
    const region = new Region<any>({ map: new Map([["k", 1]]), set: new Set(["k"]) });
    const other = new Region<any>({ part: {} });
    for (const value of [other, other.part, {}, freeze({}), region, region.map, () => 1, new WeakMap()]) {
      expect([region.map.has(value), region.map.get(value), region.map.delete(value)]).toEqual([
        false,
        undefined,
        false,
      ]);
      expect([region.set.has(value), region.set.delete(value)]).toEqual([false, false]);
      expect(region.set.has({ value })).toBe(false);
    }
    expect([region.map.size, region.set.size]).toEqual([1, 1]);
    checkInvariant(region, other);
  });

  it("may hold itself", () => {
    const map = new Map<any, any>();
    map.set("self", map).set(map, new Set([map]));
    const region = new Region<any>({ map });
    expect(region.map.get("self")).toBe(region.map);
    expect(region.map.get(region.map).has(region.map)).toBe(true);
    expect(regionInfo(region).size).toBe(3);
    region.map.set("again", region.map);
    checkInvariant(region);
  });

  it("gives copies that are local, and holds only what is put into it", () => {
    const region = new Region<any>({ map: new Map([["k", { n: 1 }]]), set: new Set([{ n: 2 }]) });
    const copies: any[] = [new Map(region.map), new Set(region.set), [...region.map], [...region.map][0]];
    for (const copy of copies) expect(regionOf(copy)).toBeUndefined();
    copies[0].set("mine", {}).delete("k");
    copies[1].clear();
    expect([region.map.size, region.set.size]).toEqual([1, 1]);
    region.copies = copies;
    expect(regionOf(copies[0])).toBe(region);
    expect(region.copies[2][0][1]).toBe(region.map.get("k"));
    checkInvariant(region);
  });

  it("of 100,000 entries is adopted, moved and read", () => {
    const map = new Map(Array.from({ length: 100_000 }, (_, n) => [n, { n }]));
    const moved = move(new Region<any>({ map }));
    expect(moved.map.get(99_999).n).toBe(99_999);
    expect([regionInfo(moved).size, moved.map.size]).toEqual([100_002, 100_000]);
  });
});

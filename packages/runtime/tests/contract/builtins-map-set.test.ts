/* eslint-disable @typescript-eslint/restrict-plus-operands -- what + does with a handle is tested */
import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, Region, regionInfo, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";

const make = (): any =>
  new Region<any>({
    part: { n: 1 },
    map: new Map<any, any>([
      ["a", { n: 1 }],
      ["b", { n: 2 }],
      ["c", 3],
    ]),
    set: new Set<any>([{ n: 1 }, "x"]),
  });

describe("a Map or a Set in a region", () => {
  it("gives handles of its objects, always the same one, by every way of reading", () => {
    const { map, set } = make();
    const a = map.get("a");
    const seen: unknown[] = [];
    map.forEach((x: unknown) => seen.push(x));
    expect(regionOf(a)).toBe(regionOf(map));
    for (const same of [
      map.get("a"),
      [...map][0][1],
      [...map.values()][0],
      map.values().next().value,
      map.entries().next().value[1],
      new Map(map).get("a"),
      Object.fromEntries(map).a,
      Array.from(map.values())[0],
      seen[0],
    ])
      expect(same).toBe(a);
    const [member] = set;
    for (const same of [[...set][0], set.values().next().value, set.entries().next().value[1], [...new Set(set)][0]])
      expect(same).toBe(member);
    expect(set.has(member)).toBe(true);
  });

  it("adopts local objects with what they reach, once", () => {
    const region = make();
    const size = regionInfo(region).size;
    const key = { k: [1] };
    const value = { v: key };
    expect(region.map.set(key, value)).toBe(region.map);
    region.set.add(value).add(key);
    expect([regionOf(key), regionOf(value), regionOf(key.k)]).toEqual([region, region, region]);
    expect(regionInfo(region).size).toBe(size + 3);
    expect(region.map.get(key).v.k).toBe([...region.set][3].k);
    expect([region.map.has(key), region.set.has(value)]).toEqual([true, true]);
    checkInvariant(region);
  });

  it("passes thisArg, the key and itself to callbacks, and ignores what they return", () => {
    const { map, set, part } = make();
    const calls: unknown[] = [];
    const record = function (this: unknown, ...all: unknown[]): boolean {
      calls.push([this, ...all]);
      return false;
    };
    expect(map.forEach(record, part)).toBeUndefined();
    expect(set.forEach(record, 7)).toBeUndefined();
    expect(calls.length).toBe(5);
    expect((calls[1] as any[])[0] === part && (calls[1] as any[])[3] === map).toBe(true);
    expect((calls[4] as any[]).slice(1, 3)).toEqual(["x", "x"]);
    expect((calls[4] as any[])[3]).toBe(set);
    expect((calls[3] as any[])[0]).toBe(7);
  });

  it("iterates over what is added, and not over what is removed, while it is iterated", () => {
    const { map, set } = make();
    const keys: unknown[] = [];
    for (const [key] of map) {
      keys.push(key);
      // eslint-disable-next-line regions/no-mutate-while-iterating -- what becomes of such changes is what is tested
      if (key === "a" && map.delete("b")) map.set("d", {});
      if (key === "d") map.set("e", 5);
    }
    expect(keys).toEqual(["a", "c", "d", "e"]);
    const seen: unknown[] = [];
    set.forEach((x: unknown) => {
      seen.push(x);
      if (seen.length < 4 && set.delete(x)) set.add(x);
    });
    expect(seen).toHaveLength(5);
    const iterator = set.values();
    iterator.next();
    set.clear();
    set.add("after");
    expect([...iterator]).toEqual(["after"]);
  });

  it("gives iterators that go on after a break and end for good", () => {
    const { map } = make();
    const iterator = map.keys();
    for (const key of iterator) if (key === "a") break;
    map.set("d", 4);
    expect(iterator[Symbol.iterator]()).toBe(iterator);
    expect([...iterator]).toEqual(["b", "c", "d"]);
    map.set("e", 5);
    expect(iterator.next()).toEqual({ value: undefined, done: true });
  });

  it("changes its parts through handles from any iteration", () => {
    const region = make();
    for (const [, x] of region.map) if (typeof x === "object") x.n += 10;
    region.map.forEach((x: any) => typeof x === "object" && (x.tags = [x.n]));
    expect([region.map.get("a").n, region.map.get("b").tags[0]]).toEqual([11, 12]);
    expect(regionOf(region.map.get("a").tags)).toBe(region);
    checkInvariant(region);
  });

  it("normalizes -0, finds NaN, and takes undefined as a key", () => {
    const { map, set } = make();
    map.set(-0, "zero").set(NaN, "nan").set(undefined, "none");
    set.add(-0).add(NaN);
    expect([map.get(0), map.get(NaN), map.get(undefined), map.get()]).toEqual(["zero", "nan", "none", "none"]);
    expect(Object.is([...map.keys()][3], 0)).toBe(true);
    expect([set.has(0), set.has(NaN), Object.is([...set][2], 0)]).toEqual([true, true, true]);
  });

  it("has methods that can be extracted, compared and used on any Map, local or not", () => {
    const { map, set } = make();
    const other = new Region<any>({ map: new Map([["a", "other"]]) });
    const { get, keys } = map;
    expect(get).toBe(map.get);
    expect(map[Symbol.iterator]).toBe(map.entries);
    expect(get.call(new Map([["a", "local"]]), "a")).toBe("local");
    expect(get.call(other.map, "a")).toBe("other");
    expect([...keys.call(new Map([[1, 2]]))]).toEqual([1]);
    for (const wrong of [{}, [], set, undefined, null, 1, new Set()])
      expect(() => get.call(wrong, "a")).toThrow(TypeError);
    expect(() => set.add.call(map, 1)).toThrow(TypeError);
    expect([map.size, set.size]).toEqual([3, 2]);
  });

  it("checks a method that was extracted from another region's Map where it writes", () => {
    const a = make();
    const b = make();
    const { set } = a.map;
    const local = {};
    set.call(b.map, "local", local);
    expect(regionOf(local)).toBe(b);
    regionError("ERR_CROSS_REGION", () => set.call(b.map, "k", a.part));
    regionError("ERR_CROSS_REGION", () => set.call(a.map, "k", local));
    expect([a.map.size, b.map.size, b.map.has("k")]).toEqual([3, 4, false]);
    checkInvariant(a, b);
  });

  it("takes fields and accessors of its own", () => {
    const region = make();
    const { map } = region;
    const extra = {};
    map.extra = extra;
    Object.defineProperty(map, "twice", {
      get(this: any) {
        return this.size * 2;
      },
      configurable: true,
    });
    expect([map.twice, regionOf(extra), Object.keys(map)]).toEqual([6, region, ["extra"]]);
    delete map.extra;
    delete map.twice;
    expect(Reflect.ownKeys(map)).toEqual([]);
    checkInvariant(region);
  });

  it("does not let an own method replace what the runtime relies on", () => {
    const region = make();
    region.map.set = () => "mine";
    region.map.get = () => "mine";
    expect([region.map.set("k", new WeakMap()), region.map.get("a")]).toEqual(["mine", "mine"]);
    expect(region.map.size).toBe(3);
    expect([...region.map.keys()]).toEqual(["a", "b", "c"]);
    checkInvariant(region);
  });

  it("refuses to be written when the map was frozen, and shares it with other regions", () => {
    const map = freeze(new Map<any, any>([["k", { n: 1 }]]));
    const set = freeze(new Set([{ n: 1 }]));
    const a = new Region<any>({ map, set });
    const b = new Region<any>({ list: [map, set] });
    expect([a.map === map, b.list[1] === set, a.map.get("k").n, b.list[0].size]).toEqual([true, true, 1, 1]);
    for (const mutate of [
      () => a.map.set("k", 1),
      () => a.map.delete("k"),
      () => b.list[0].clear(),
      () => a.set.add(1),
      () => b.list[1].clear(),
    ])
      regionError("ERR_FROZEN_MUTATION", mutate);
    expect([map.size, set.size]).toEqual([1, 1]);
    checkInvariant(a, b);
  });
});

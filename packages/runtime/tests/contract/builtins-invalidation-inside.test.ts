import { describe, expect, it } from "vitest";
import { borrow, close, freeze, isRegion, move, Region, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";
import { ends, Tree } from "./builtins-ends.js";

const entry = (): any => ({ n: 1 });

describe.each(ends)("after %s", (_, code, end) => {
  it("an iterator that a for loop, a spread or a destructuring is in the middle of stops there", () => {
    for (const make of [
      () => new Map([1, 2, 3].map((n) => [n, entry()])),
      () => new Set([entry(), entry(), entry()]),
      () => [entry(), entry(), entry()],
      () => Uint8Array.of(1, 2, 3),
      () => new Tree(),
    ]) {
      const region = new Region<any>({ v: make() });
      const seen: unknown[] = [];
      regionError(code, () => {
        for (const one of region.v) if (seen.push(one) === 1) end(region);
      });
      expect(seen).toHaveLength(1);
    }
  });

  it.each([
    ["a Map", () => new Map([1, 2, 3].map((n) => [n, entry()]))],
    ["a Set", () => new Set([entry(), entry(), entry()])],
    ["an array", () => [entry(), entry(), entry()]],
    ["a typed array", () => Uint8Array.of(1, 2, 3)],
  ])("a callback of forEach of %s that ended the region is not called with the next entry", (_, make) => {
    const region = new Region<any>({ v: make() });
    const { v } = region;
    const seen: unknown[] = [];
    regionError(code, () =>
      v.forEach((one: unknown) => {
        if (seen.push(one) === 1) end(region);
      }),
    );
    expect(seen).toHaveLength(1);
  });

  it("a write whose arguments ended the region writes nothing", () => {
    const writes: [() => any, (v: any, now: any) => unknown][] = [
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.fill(now)],
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.fill(7, now)],
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.copyWithin(now, 1)],
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.set([now])],
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.set([9, 9], now)],
      [() => Uint8Array.of(1, 2, 3), (v, now) => (v[0] = now)],
      [() => Uint8Array.of(1, 2, 3), (v, now) => v.sort(() => -now)],
      [() => new DataView(new ArrayBuffer(4)), (v, now) => v.setUint8(0, now)],
      [() => new DataView(new ArrayBuffer(4)), (v, now) => v.setUint8(now, 7)],
      [() => new Date(0), (v, now) => v.setTime(now)],
      [() => new Date(0), (v, now) => v.setUTCHours(now, 7)],
      [() => /a/g, (v, now) => v.exec({ toString: () => "a".repeat(+now) })],
    ];
    const wrong: Record<string, string> = {};
    for (const [make, write] of writes) {
      const raw = make();
      const region = new Region<any>({ v: raw });
      const { v } = region;
      const before = bytes(raw);
      let done = false;
      const now = {
        valueOf() {
          if (!done) end(region);
          done = true;
          return 1;
        },
      };
      try {
        regionError(code, () => write(v, now));
        expect(bytes(raw)).toEqual(before);
      } catch (error) {
        wrong[String(write)] = (error as Error).message;
      }
    }
    expect(wrong).toEqual({});
  });
});

/** The state of an object that stays readable though its region was given up. */
function bytes(raw: any): unknown {
  if (raw instanceof DataView) return [...new Uint8Array(raw.buffer)];
  if (ArrayBuffer.isView(raw)) return Array.from(raw as Uint8Array);
  if (raw instanceof RegExp) return raw.lastIndex;
  if (raw instanceof Date) return raw.getTime();
  return raw instanceof Map || raw instanceof Set ? raw.size : Reflect.ownKeys(raw);
}

describe("what is alive stays alive", () => {
  it("methods that were read from a dead handle work on a live one", () => {
    const region = new Region<any>({ map: new Map([["k", { n: 1 }]]), set: new Set([1]), date: new Date(5) });
    const { get, set } = region.map;
    const { has } = region.set;
    const { getTime } = region.date;
    const moved = move(region);
    expect(get.call(moved.map, "k")).toBe(moved.map.get("k"));
    expect(set.call(moved.map, "l", 2)).toBe(moved.map);
    expect([has.call(moved.set, 1), getTime.call(moved.date), moved.map.size]).toEqual([true, 5, 2]);
    const local = {};
    set.call(moved.map, "local", local);
    expect(regionOf(local)).toBe(moved);
    const other = new Region<any>({ map: new Map() });
    regionError("ERR_CROSS_REGION", () => set.call(other.map, "k", moved.map.get("k")));
  });

  it("handles, iterators and methods of other regions are not touched by any end", () => {
    const stays = new Region<any>({
      map: new Map([
        ["a", entry()],
        ["b", entry()],
      ]),
    });
    const iterator = stays.map.values();
    const first = iterator.next().value;
    for (const [, , end] of ends) end(new Region<any>({ map: new Map([["k", 1]]) }));
    expect([first.n, iterator.next().value.n, iterator.next().done]).toEqual([1, 1, true]);
  });

  it("close leaves the bridge, and new iterators and handles work", () => {
    const region = new Region<any>(new Map<any, any>([["k", { n: 1 }]]));
    const part = region.get("k");
    close(region);
    regionError("ERR_INVALIDATED", () => part.n);
    expect([region.get("k").n, [...region.keys()], isRegion(region)]).toEqual([1, ["k"], true]);
    expect(region.get("k")).toBe(region.get("k"));
  });

  it("a borrow of a Map ends with its methods, and what was read through it does not", () => {
    const region = new Region<any>({ map: new Map([["k", { n: 1 }]]) });
    const held = borrow<any>(region.map);
    const part = held.get("k");
    const { get, size } = held;
    expect([part === region.map.get("k"), size]).toEqual([true, 1]);
    held[Symbol.dispose]();
    for (const use of [
      () => held.size,
      () => held.get("k"),
      () => held.set("k", 1),
      () => get.call(held, "k"),
      () => [...held],
      () => held.forEach(() => {}),
    ])
      regionError("ERR_INVALIDATED", use);
    expect([part.n, region.map.size]).toEqual([1, 1]);
  });

  it("freezing keeps handles and iterators readable, and every mutating method throws", () => {
    const region = new Region<any>({
      map: new Map<any, any>([
        ["a", entry()],
        ["b", 2],
      ]),
      set: new Set([1]),
      date: new Date(0),
    });
    const { map, set, date } = region;
    const iterator = map.entries();
    iterator.next();
    const clear = map.clear.bind(map);
    freeze(region);
    expect([map.get("a").n, map.size, [...iterator], [...set], date.getTime()]).toEqual([1, 2, [["b", 2]], [1], 0]);
    expect(map.get("a")).toBe(map.get("a"));
    for (const mutate of [
      () => map.set("a", 1),
      () => map.delete("a"),
      () => map.delete("none"),
      clear,
      () => set.add(1),
      () => set.delete(1),
      () => set.clear(),
      () => date.setTime(1),
      () => date.setUTCHours(1),
      () => (map.get("a").n = 2),
      () => map.set.call(map, "a", 1),
    ])
      regionError("ERR_FROZEN_MUTATION", mutate);
    expect([map.size, set.size, date.getTime()]).toEqual([2, 1, 0]);
  });
});

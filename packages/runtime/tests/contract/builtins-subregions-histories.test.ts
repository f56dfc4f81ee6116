import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  borrow,
  checkInvariant,
  dissolve,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  validate,
} from "../../src/index.js";
import { regionError } from "../errors.js";

vi.setConfig({ testTimeout: 60_000 });

describe("regions in Maps and Sets", () => {
  it("can be moved out one after the other while they are iterated", () => {
    const makeAll = (): any[] => [0, 1, 2, 3].map((n) => new Region<any>({ n }));
    const takers: [(children: any[]) => any, (held: any, take: (child: any) => void) => void][] = [
      [(all) => new Map(all.map((child, n) => [n, child])), (m, take) => m.forEach((child: any) => take(child))],
      [(all) => new Map(all.map((child, n) => [n, child])), (m, take) => [...m.values()].forEach(take)],
      [(all) => new Map(all.map((child, n) => [child, n])), (m, take) => [...m.keys()].forEach(take)],
      [(all) => new Set(all), (s, take) => [...s].forEach(take)],
      [(all) => new Set(all), (s, take) => s.forEach((child: any) => take(child))],
      [
        (all) => new Set(all),
        (s, take) => {
          for (const child of s) take(child);
        },
      ],
      [
        (all) => new Map(all.map((child, n) => [n, child])),
        (m, take) => {
          for (const [, child] of m) take(child);
        },
      ],
    ];
    for (const [hold, takeAll] of takers) {
      const parent = new Region<any>({ held: hold(makeAll()) });
      const visited: any[] = [];
      const taken: any[] = [];
      takeAll(parent.held, (child) => {
        visited.push(child);
        if (isRegion(child)) taken.push(move(child));
      });
      expect(taken.map((child) => [child.n, parentOf(child)])).toEqual([0, 1, 2, 3].map((n) => [n, undefined]));
      expect(visited.length, String(takeAll)).toBe(4);
      expect([...parent.held].flat().some((x: unknown) => typeof x === "object")).toBe(false);
      checkInvariant(parent, ...taken);
    }
  });

  it("leave their place in the order of a Map when they are moved out of it", () => {
    const children = [0, 1, 2].map((n) => new Region<any>({ n }));
    const parent = new Region<any>({ map: new Map(children.map((child, n) => [n, child])) });
    const iterator = parent.map.entries();
    expect(iterator.next().value[0]).toBe(0);
    move(parent.map.get(1));
    expect([...parent.map.keys()]).toEqual([0, 1, 2]);
    expect([...iterator].map(([k, child]) => [k, child?.n])).toEqual([
      [1, undefined],
      [2, 2],
    ]);
  });

  it("can be replaced by their own successor, and moved from one place to another", () => {
    const parent = new Region<any>({ map: new Map([["a", new Region<any>({ n: 1 })]]), set: new Set() });
    const { map, set } = parent;
    map.set("a", move(map.get("a")));
    map.set("b", move(map.get("a")));
    expect([map.get("b").n, map.get("a") === undefined, parentOf(map.get("b"))]).toEqual([1, true, parent]);
    set.add(move(map.get("b")));
    expect([[...set][0].n, map.get("b") === undefined, parentOf([...set][0])]).toEqual([1, true, parent]);
    regionError("ERR_ALREADY_OWNED", () => map.set([...set][0], "by key"));
    checkInvariant(parent);
  });

  it("cannot be swapped by two writes, and can by way of delete", () => {
    const [a, b] = [new Region<any>({ n: "a" }), new Region<any>({ n: "b" })];
    const parent = new Region<any>({
      map: new Map([
        ["a", a],
        ["b", b],
      ]),
    });
    regionError("ERR_ALREADY_OWNED", () => parent.map.set("a", b).set("b", a));
    expect([parent.map.get("a"), parent.map.get("b")]).toEqual([a, b]);
    parent.map.delete("a");
    parent.map.set("c", a).delete("b");
    parent.map.set("a", b);
    expect([...parent.map]).toEqual([
      ["c", a],
      ["a", b],
    ]);
    expect([parentOf(a), parentOf(b)]).toEqual([parent, parent]);
    checkInvariant(parent);
  });

  it("do not share what they contain with the Map that holds them", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ map: new Map(), set: new Set() });
    regionError("ERR_CROSS_REGION", () => parent.map.set(child, child.part));
    regionError("ERR_CROSS_REGION", () => parent.map.set("k", [child, child.part]));
    regionError("ERR_CROSS_REGION", () => parent.set.add({ child, part: child.part }));
    expect([parent.map.size, parent.set.size, parentOf(child)]).toEqual([0, 0, undefined]);
    child.map = new Map();
    parent.map.set("k", child);
    regionError("ERR_REGION_CYCLE", () => child.map.set("up", parent));
    regionError("ERR_CROSS_REGION", () => child.map.set("up", parent.map));
    expect(child.map.size).toBe(0);
    checkInvariant(parent);
  });

  it("are not moved while they are borrowed, and the place keeps them", () => {
    const child = new Region<any>({ part: {} });
    for (const hold of [(c: any) => new Map([["k", c]]), (c: any) => new Map([[c, 1]]), (c: any) => new Set([c])]) {
      const parent = new Region<any>({ held: hold(child) });
      borrow(child.part, () => regionError("ERR_BORROWED", () => move(child)));
      expect([...parent.held].flat().includes(child)).toBe(true);
      expect(parentOf(child)).toBe(parent);
      parent.held.clear();
    }
  });

  it("whose handle is disposed while they are owned stay with the owner or die, but never half", () => {
    for (const hold of [(c: any) => new Map([["k", c]]), (c: any) => new Map([[c, 1]]), (c: any) => new Set([c])]) {
      const child = new Region<any>({ n: 1 });
      const parent = new Region<any>({ held: hold(child), other: 1 });
      child[Symbol.dispose]();
      const alive = isRegion(child);
      if (alive) expect([child.n, parentOf(child)]).toEqual([1, parent]);
      else regionError("ERR_INVALIDATED", () => child.n);
      expect([...parent.held].flat().includes(child)).toBe(alive);
      expect([isRegion(parent), parent.other]).toEqual([true, 1]);
      checkInvariant(parent);
      const moved = move(parent);
      moved.held.clear();
      checkInvariant(moved);
    }
  });
});

describe("a Map or Set of dissolved regions", () => {
  it("is the real thing, with the raw objects in it", () => {
    const rawKey = { k: 1 };
    const rawValue = { n: 1 };
    const rawMap = new Map<any, any>([[rawKey, rawValue]]);
    const region = new Region<any>({ map: rawMap });
    region.map.set("handle", region.map.get(rawKey)).set(region.map.get(rawKey), new Set([region.map]));
    const raw = dissolve(region) as any;
    expect(raw.map).toBe(rawMap);
    expect(Map.prototype.get.call(raw.map, "handle")).toBe(rawValue);
    expect([...Map.prototype.get.call(raw.map, rawValue)][0]).toBe(rawMap);
    expect([rawMap.get(rawKey) === rawValue, regionOf(rawKey), regionOf(rawMap)]).toEqual([true, undefined, undefined]);
  });
});

describe("validate", () => {
  it("adopts what a raw reference put into a Map or a Set, and ejects what it removed", () => {
    const rawMap = new Map<any, any>([["gone", { n: 0 }]]);
    const rawSet = new Set<any>();
    const region = new Region<any>({ map: rawMap, set: rawSet });
    const gone = region.map.get("gone");
    const [key, value, member] = [{ k: 1 }, { v: 1 }, { m: 1 }];
    rawMap.delete("gone");
    rawMap.set(key, value);
    rawSet.add(member);
    validate(region);
    for (const object of [key, value, member]) expect(regionOf(object)).toBe(region);
    expect([region.map.get(key).v, [...region.set][0].m, regionInfo(region).size]).toEqual([1, 1, 6]);
    regionError("ERR_INVALIDATED", () => gone.n);
    checkInvariant(region);
  });

  it("reports what a raw reference put into a Map, a Set or an instance and must not be there", () => {
    const other = new Region<any>({ part: {} });
    const owned = new Region<any>();
    const owner = new Region<any>({ owned });
    for (const [code, value] of [
      ["ERR_CROSS_REGION", other.part],
      ["ERR_ALREADY_OWNED", owned],
      ["ERR_NOT_MOVABLE", new WeakMap()],
    ] as const)
      for (const put of [
        (raw: any) => raw.map.set("k", value),
        (raw: any) => raw.map.set(value, 1),
        (raw: any) => raw.set.add(value),
        (raw: any) => (raw.error.cause = value),
      ]) {
        const raw = { map: new Map(), set: new Set(), error: new Error("e") };
        const region = new Region<any>(raw);
        put(raw);
        regionError(code, () => validate(region));
      }
    expect([parentOf(owned), regionOf(other.part)]).toEqual([owner, other]);
  });
});

describe("random histories of regions in Maps and Sets", () => {
  const target = fc.record({ holder: fc.nat(2), kind: fc.constantFrom("value", "key", "member"), at: fc.nat(2) });
  const operation = fc.oneof(
    fc.record({ op: fc.constant("put" as const), child: fc.nat(4), target }),
    fc.record({ op: fc.constant("take" as const), child: fc.nat(4), target }),
    fc.record({ op: fc.constant("move" as const), child: fc.nat(4), target }),
    fc.record({ op: fc.constant("clear" as const), child: fc.nat(4), target }),
  );

  it("own each child at most once, as a simple model says", () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 25 }), (operations) => {
        const parents: any[] = [0, 1, 2].map(
          () => new Region<any>({ map: new Map(), keys: new Map(), set: new Set() }),
        );
        const children: any[] = [0, 1, 2, 3, 4].map((n) => new Region<any>({ n }));
        const places = new Map<number, { holder: number; kind: string; at: number }>();
        const release = (condition: (place: { holder: number; kind: string; at: number }) => boolean): void => {
          for (const [child, place] of places) if (condition(place)) places.delete(child);
        };
        for (const { op, child, target: to } of operations) {
          const { map, keys, set } = parents[to.holder];
          const handle = children[child];
          const now = places.get(child);
          const same = now?.holder === to.holder && now.kind === to.kind && (to.kind !== "value" || now.at === to.at);
          const put = (): unknown =>
            to.kind === "value"
              ? map.set(to.at, handle)
              : to.kind === "key"
                ? keys.set(handle, to.at)
                : set.add(handle);
          if (op === "put" && now && !same) regionError("ERR_ALREADY_OWNED", put);
          else if (op === "put") {
            put();
            if (to.kind === "value") release((p) => p.holder === to.holder && p.kind === "value" && p.at === to.at);
            places.set(child, to);
          } else if (op === "take") {
            const key = to.kind === "value" ? to.at : handle;
            (to.kind === "value" ? map : to.kind === "key" ? keys : set).delete(key);
            if (to.kind !== "value" && same) places.delete(child);
            if (to.kind === "value") release((p) => p.holder === to.holder && p.kind === "value" && p.at === to.at);
          } else if (op === "clear") {
            (to.kind === "value" ? map : to.kind === "key" ? keys : set).clear();
            release((p) => p.holder === to.holder && p.kind === to.kind);
          } else {
            children[child] = move(handle);
            places.delete(child);
          }
          const expected = children.map((_, n) => places.get(n)?.holder ?? -1);
          expect(children.map((one) => parents.indexOf(parentOf(one)))).toEqual(expected);
        }
        checkInvariant(...parents, ...children);
      }),
      { numRuns: 150, seed: 41 },
    );
  });
});

import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  freeze,
  isClosed,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

/** Puts an object somewhere another object can reach it, and gets it back. */
const places: [string, store: (holder: any, value: unknown) => unknown, load: (holder: any) => any][] = [
  ["a field", (holder, value) => (holder.field = value), (holder) => holder.field],
  ["an array", (holder, value) => (holder.list = [0, value]), (holder) => holder.list[1]],
  ["a value of a Map", (holder, value) => (holder.map = new Map([["k", value]])), (holder) => holder.map.get("k")],
  ["a key of a Map", (holder, value) => (holder.map = new Map([[value, 1]])), (holder) => [...holder.map.keys()][0]],
  ["a Set", (holder, value) => (holder.set = new Set([value])), (holder) => [...holder.set][0]],
  ["a symbol key", (holder, value) => (holder[Symbol.for("k")] = value), (holder) => holder[Symbol.for("k")]],
  [
    "a hidden field",
    (holder, value) => Object.defineProperty(holder, "hidden", { value, configurable: true }),
    (holder) => holder.hidden,
  ],
  ["an Error's cause", (holder, value) => (holder.e = new Error("e", { cause: value })), (holder) => holder.e.cause],
];

describe.each(places)("reached through %s", (_, store, load) => {
  it("a contained object leaves its region with the object that reaches it", () => {
    const region = new Region<any>({ holder: {}, rest: { n: 1 } });
    store(region.holder, { n: 1, deep: {} });
    const inner = load(region.holder);
    const held = borrow<any>(inner);
    const { size } = regionInfo(region);
    expect(size).toBeGreaterThanOrEqual(5);
    freeze(region.holder);
    expect([isFrozen(inner), isFrozen(inner.deep), regionOf(inner), isRegion(region)]).toEqual([
      true,
      true,
      undefined,
      true,
    ]);
    expect([load(region.holder) === inner, regionInfo(region).size, borrowCount(region)]).toEqual([true, 2, 1]);
    for (const handle of [inner, held, inner.deep]) regionError("ERR_FROZEN_MUTATION", () => (handle.n = 2));
    expect([inner.n, held.n]).toEqual([1, 1]);
    region.rest.n = 2;
    region.added = {};
    expect(regionInfo(region).size).toBe(3);
    checkInvariant(region);
  });

  it("the bridge takes the whole region along", () => {
    const region = new Region<any>({ holder: {}, rest: { deep: {} } });
    store(region.holder, region);
    const { rest } = region;
    freeze(region.holder);
    expect([isRegion(region), isFrozen(region), isFrozen(rest.deep), load(region.holder) === region]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    regionError("ERR_FROZEN_MUTATION", () => (rest.deep.x = 1));
    regionError("ERR_FROZEN_MUTATION", () => (region.x = 1));
    checkInvariant(region);
  });

  it("a subregion is frozen whole, with its own subregions, and is no region any more", () => {
    const leaf = new Region<any>({ n: 3 });
    const sub = new Region<any>({ part: { n: 2 }, leaf });
    const region = new Region<any>({ holder: {}, rest: {} });
    store(region.holder, sub);
    const { part } = sub;
    freeze(region.holder);
    expect([isRegion(leaf), isRegion(sub), isRegion(region)]).toEqual([false, false, true]);
    expect([isFrozen(leaf), isFrozen(part), load(region.holder) === sub, sub.leaf.n]).toEqual([true, true, true, 3]);
    for (const handle of [leaf, sub, part]) regionError("ERR_FROZEN_MUTATION", () => (handle.n = 5));
    expect(regionInfo(region).size).toBe(2);
    checkInvariant(region);
  });

  it("a free region is frozen with the local object that holds its handle", () => {
    const region = new Region<any>({ part: { n: 1 } });
    const local = {};
    store(local, region);
    freeze(local);
    expect([isRegion(region), isFrozen(region), isFrozen(local), isFrozen(region.part)]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(load(local).part.n).toBe(1);
    checkInvariant(local);
  });

  it("what cannot be frozen keeps the region whole", () => {
    const region = new Region<any>({ holder: {}, bad: new Uint8Array(2) });
    store(region.holder, { bad: region.bad });
    const { size } = regionInfo(region);
    regionError("ERR_NOT_FREEZABLE", () => freeze(region.holder));
    expect([isRegion(region), regionInfo(region).size, isFrozen(load(region.holder))]).toEqual([true, size, false]);
    load(region.holder).x = 1;
    checkInvariant(region);
  });
});

describe("freezing several things of regions at once", () => {
  it("takes parts of different regions out of theirs", () => {
    const a = new Region<any>({ part: { n: 1 }, rest: {} });
    const b = new Region<any>({ part: { n: 2 }, rest: {} });
    const c = new Region<any>({ n: 3 });
    const local = { parts: [a.part, b.part], c };
    freeze(local);
    expect([isRegion(a), isRegion(b), isRegion(c)]).toEqual([true, true, false]);
    expect([regionInfo(a).size, regionInfo(b).size]).toEqual([2, 2]);
    expect(local.parts.map((part) => [isFrozen(part), regionOf(part)])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    b.x = a.part;
    a.x = [b.part, c];
    expect([b.x.n, a.x[0].n, a.x[1].n]).toEqual([1, 2, 3]);
    checkInvariant(a, b, local);
  });

  it("changes no region if one of them cannot be frozen", () => {
    const a = new Region<any>({ part: {} });
    const b = new Region<any>({ part: {}, bad: new Uint8Array(1) });
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child });
    regionError("ERR_NOT_FREEZABLE", () => freeze(a.part, child, b));
    regionError("ERR_NOT_FREEZABLE", () => freeze({ x: [a, child.part], b }));
    for (const region of [a, b, child, parent]) expect([isRegion(region), isFrozen(region)]).toEqual([true, false]);
    for (const part of [a.part, b.part, child.part]) part.x = 1;
    expect([parentOf(child), regionInfo(a).size]).toEqual([parent, 2]);
    checkInvariant(a, b, parent);
  });

  it("accepts a region, its part and a borrow of it in one call", () => {
    const region = new Region<any>({ part: { deep: {} } });
    const held = borrow<any>(region.part.deep);
    freeze(held, region, region.part);
    expect([isFrozen(region), isFrozen(held), isRegion(region)]).toEqual([true, true, false]);
    checkInvariant(region);
  });
});

describe("a subregion whose object is frozen", () => {
  it("is frozen whole if the closure reaches its bridge, and its parent stays a region", () => {
    const sub = new Region<any>({ part: {}, rest: {} });
    const region = new Region<any>({ sub, part: {} });
    sub.part.up = sub;
    const { rest } = sub;
    freeze(sub.part);
    expect([isRegion(sub), isFrozen(rest), isRegion(region), isFrozen(region.part)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([region.sub === sub, isClosed(region), regionInfo(region).openSubregions]).toEqual([true, true, 0]);
    region.again = sub;
    checkInvariant(region);
  });

  it("is no open subregion any more, though it was borrowed", () => {
    const sub = new Region<any>({ part: {} });
    const region = new Region<any>({ sub });
    const grand = new Region<any>({ region });
    const held = borrow<any>(sub.part);
    expect([isClosed(grand), regionInfo(region).openSubregions]).toEqual([false, 1]);
    freeze(sub);
    expect([isClosed(grand), isClosed(region), regionInfo(region).openSubregions]).toEqual([true, true, 0]);
    held[Symbol.dispose]();
    expect([isClosed(grand), regionInfo(region).openSubregions]).toEqual([true, 0]);
    checkInvariant(grand);
    expect(isRegion(move(grand))).toBe(true);
  });
});

describe("what was frozen out of a region", () => {
  it("outlives the region: its move, close, drop and adoption", () => {
    const region = new Region<any>({ part: { map: new Map([["a", { n: 1 }]]) } });
    const { part } = region;
    const held = borrow<any>(region.part.map.get("a"));
    freeze(part);
    close(region);
    const moved = move(region);
    moved[Symbol.dispose]();
    expect([part.map.get("a").n, held.n, isFrozen(part)]).toEqual([1, 1, true]);
    const other = new Region<any>({ part, list: [part.map] });
    expect([other.part === part, regionInfo(other).size]).toEqual([true, 2]);
    checkInvariant(other, part);
  });

  it("may be frozen and sealed as often as one likes, like every frozen object", () => {
    const part = freeze(new Region<any>({ list: [{ n: 1 }], map: new Map() }));
    for (const each of [part, part.list, part.list[0], part.map]) {
      expect(Object.seal(Object.freeze(Object.preventExtensions(each)))).toBe(each);
      for (const key of Reflect.ownKeys(each))
        // eslint-disable-next-line regions/no-mutate-frozen -- changes nothing
        expect(Reflect.defineProperty(each, key, Object.getOwnPropertyDescriptor(each, key)!)).toBe(true);
    }
    regionError("ERR_FROZEN_MUTATION", () => Object.defineProperty(part.list[0], "n", { value: 2 }));
    regionError("ERR_FROZEN_MUTATION", () => Object.defineProperty(part.list[0], "more", { value: 2 }));
  });

  it("is no region's: borrowing it says that it is frozen, also when its handle had ended", () => {
    for (const end of [() => {}, close, (region: object) => void move(region)]) {
      const region = new Region<any>({ part: { list: [1] } });
      const { part } = region;
      freeze(part);
      end(region);
      expect(regionError("ERR_NOT_A_REGION", () => borrow(part)).message).toContain("frozen");
    }
  });

  it("can be replaced and deleted in the region, which is not frozen", () => {
    const region = new Region<any>({ part: {}, map: new Map([["a", { n: 1 }]]) });
    const inner = region.map.get("a");
    freeze(region.part, inner);
    region.map.set("b", inner).delete("a");
    regionError("ERR_FROZEN_MUTATION", () => (region.map.get("b").n = 2));
    region.part = { fresh: true };
    region.part.more = inner;
    expect([region.part.more === inner, [...region.map.keys()], inner.n]).toEqual([true, ["b"], 1]);
    expect(regionInfo(region).size).toBe(3);
    checkInvariant(region);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  configure,
  dissolve,
  freeze,
  isClosed,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ sites: false }));

describe("dissolve", () => {
  it("returns the raw bridge, and its objects are local again", () => {
    const raw = { part: { list: [{ n: 1 }] }, n: 1 };
    const { part } = raw;
    const region = new Region<any>(raw);
    const back = dissolve(region);
    expect(back).toBe(raw);
    expect([back.part === part, regionOf(raw), regionOf(part), regionOf(part.list)]).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ]);
    part.list.push({ n: 2 });
    expect(JSON.stringify(raw)).toBe('{"part":{"list":[{"n":1},{"n":2}]},"n":1}');
  });

  it("returns what a region without init was filled with", () => {
    const region = new Region<any>();
    const item = { n: 1 };
    region.items = [item];
    region.self = region;
    region.first = region.items[0];
    const raw = dissolve(region);
    expect([raw.items[0] === item, raw.first === item, raw.self === raw]).toEqual([true, true, true]);
    expect([raw === region, isRegion(raw), regionOf(raw.items)]).toEqual([false, false, undefined]);
    expect(Object.keys(raw)).toEqual(["items", "self", "first"]);
  });

  it("returns Map, Set and Date with raw contents", () => {
    const region = new Region<any>({ map: new Map(), set: new Set(), date: new Date(5), part: { n: 1 } });
    region.map.set("part", region.part).set(region.part, "part");
    region.set.add(region.part);
    region.date.setTime(6);
    const raw = dissolve(region);
    expect([raw.map.get("part") === raw.part, raw.map.get(raw.part), raw.set.has(raw.part)]).toEqual([
      true,
      "part",
      true,
    ]);
    expect([raw.map.size, raw.set.size, raw.date.getTime()]).toEqual([2, 1, 6]);
    raw.map.set("more", {});
    expect(regionOf(raw.map.get("more"))).toBeUndefined();
  });

  it("makes the objects adoptable elsewhere, as a whole and in parts", () => {
    const region = new Region<any>({ a: { n: 1 }, b: { n: 2 }, c: { n: 3 } });
    const raw = dissolve(region);
    const one = new Region<any>({ a: raw.a });
    const two = new Region<any>();
    two.b = raw.b;
    expect([regionOf(raw.a), regionOf(raw.b), regionOf(raw.c)]).toEqual([one, two, undefined]);
    regionError("ERR_CROSS_REGION", () => new Region(raw));
    delete raw.a;
    delete raw.b;
    const three = new Region<any>(raw);
    expect([three.c.n, regionInfo(three).size]).toEqual([3, 2]);
    checkInvariant(one, two, three);
  });

  it("kills every handle of it: ERR_INVALIDATED, also when the objects are in a new region", () => {
    const region = new Region<any>({ part: { n: 1 }, list: [{}], map: new Map() }, { name: "jobs" });
    const handles = [region, region.part, region.list, region.list[0], region.map] as any[];
    const ended = borrow<any>(region.part);
    ended[Symbol.dispose]();
    const raw = dissolve(region);
    const check = (): void => {
      for (const handle of [...handles, ended]) {
        regionError("ERR_INVALIDATED", () => handle.n);
        regionError("ERR_INVALIDATED", () => (handle.n = 2));
        regionError("ERR_INVALIDATED", () => Object.keys(handle));
        regionError("ERR_INVALIDATED", () => borrow(handle));
      }
    };
    check();
    const error = regionError("ERR_INVALIDATED", () => region.n);
    expect(error.message).toContain("jobs");
    expect(error.message).toMatch(/dissolve/);
    for (const operation of [move, close, dissolve, regionInfo, borrowCount, parentOf])
      regionError("ERR_INVALIDATED", () => operation(region));
    expect([isRegion(region), region instanceof Region]).toEqual([false, false]);
    expect(raw.part.n).toBe(1);
    const again = new Region<any>(raw);
    check();
    expect([again === region, again.part.n]).toEqual([false, 1]);
    checkInvariant(again);
  });

  it("is silent about the disposal of the region afterwards", () => {
    let raw: any;
    {
      using region = new Region<any>({ part: { n: 1 } });
      raw = dissolve(region);
    }
    expect([raw.part.n, regionOf(raw.part)]).toEqual([1, undefined]);
  });

  it("frees the subregions: their handles live on, and the raw objects hold them", () => {
    const leaf = new Region<any>({ n: 3 });
    const sub = new Region<any>({ part: { n: 2 }, leaf });
    const inMap = new Region<any>({ n: 4 });
    const region = new Region<any>({ deep: { sub }, map: new Map([["k", inMap]]) });
    const { part } = sub;
    const raw = dissolve(region);
    expect([isRegion(sub), isRegion(inMap), isRegion(leaf)]).toEqual([true, true, true]);
    expect([parentOf(sub), parentOf(inMap), parentOf(leaf)]).toEqual([undefined, undefined, sub]);
    expect([raw.deep.sub === sub, raw.map.get("k") === inMap, sub.part === part]).toEqual([true, true, true]);
    raw.deep.sub.part.n = 5;
    expect(part.n).toBe(5);
    const other = new Region<any>({ sub });
    expect(parentOf(sub)).toBe(other);
    expect(isRegion(move(inMap))).toBe(true);
    checkInvariant(other);
  });

  it("of a region with an open subregion works, and its borrow stays", () => {
    const sub = new Region<any>({ part: { n: 1 } });
    const region = new Region<any>({ sub });
    const held = borrow<any>(sub.part);
    expect(isClosed(region)).toBe(false);
    const raw = dissolve(region);
    held.n = 2;
    expect([raw.sub.part.n, isClosed(sub), borrowCount(sub), parentOf(sub)]).toEqual([2, false, 2, undefined]);
    held[Symbol.dispose]();
    expect(isClosed(sub)).toBe(true);
    checkInvariant(sub);
  });

  it("leaves frozen parts frozen and the same", () => {
    const frozen = freeze({ deep: { n: 1 } });
    const region = new Region<any>({ frozen, part: { n: 1 }, rest: {} });
    const { part } = region;
    freeze(part);
    const raw = dissolve(region);
    expect([raw.frozen === frozen, raw.part.n, part.n]).toEqual([true, 1, 1]);
    expect(() => (raw.part.n = 2)).toThrow();
    raw.rest = 1;
    raw.part = undefined;
    expect(part.n).toBe(1);
  });

  it("of a region that was moved, closed, borrowed or freed before works", () => {
    const region = new Region<any>({ part: { n: 1 } });
    const parent = new Region<any>({ region });
    borrow(region.part, (part: any) => (part.n = 2));
    const moved = move(parent.region);
    close(moved);
    const raw = dissolve(moved);
    expect([raw.part.n, parent.region]).toEqual([2, undefined]);
    checkInvariant(parent);
  });

  it("needs no region to be there afterwards: the objects can be frozen as local ones", () => {
    const raw = dissolve(new Region<any>({ part: { n: 1 } }));
    freeze(raw.part);
    raw.x = 1;
    expect([Object.isFrozen(raw.part), Object.isFrozen(raw)]).toEqual([true, false]);
  });
});

describe("dissolve is refused", () => {
  it("for a region that a parent owns: ERR_NOT_FREE, and nothing changes", () => {
    const child = new Region<any>({ part: { n: 1 } }, { name: "child" });
    const parent = new Region<any>({ child }, { name: "parent" });
    const { part } = child;
    const error = regionError("ERR_NOT_FREE", () => dissolve(child));
    expect(error.message).toContain("child");
    expect(error.message).toContain("parent");
    expect([isRegion(child), parentOf(child), part.n]).toEqual([true, parent, 1]);
    checkInvariant(parent);
    expect(dissolve(move(child)).part.n).toBe(1);
  });

  it("while it is borrowed: ERR_BORROWED with the sites, and nothing changes", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: { n: 1 } }, { name: "jobs" });
    const held = [borrow<any>(region.part), borrow<any>(region)];
    const error = regionError("ERR_BORROWED", () => dissolve(region));
    expect(error.sites).toHaveLength(2);
    for (const site of error.sites) expect(site).toMatch(/dissolve\.test\.ts:\d+/);
    expect(error.message).toContain("jobs");
    held[0].n = 2;
    expect([isRegion(region), held[1].part.n, borrowCount(region)]).toEqual([true, 2, 3]);
    held[0][Symbol.dispose]();
    regionError("ERR_BORROWED", () => dissolve(region));
    held[1][Symbol.dispose]();
    expect(dissolve(region).part.n).toBe(2);
  });

  it("inside the function of a borrow", () => {
    const region = new Region<any>({ part: {} });
    borrow(region.part, () => regionError("ERR_BORROWED", () => dissolve(region)));
    dissolve(region);
    expect(isRegion(region)).toBe(false);
  });

  it("for what is no region", () => {
    const region = new Region<any>({ part: {} });
    for (const wrong of [{}, [], 1, null, undefined, "a", () => 1, region.part, freeze({}), freeze(new Region())])
      regionError("ERR_NOT_A_REGION", () => dissolve(wrong as any));
    expect(isRegion(region)).toBe(true);
  });

  it("for a dead handle", () => {
    const moved = new Region<any>({ part: {} });
    const now = move(moved);
    regionError("ERR_USE_AFTER_MOVE", () => dissolve(moved));
    const dropped = new Region<any>();
    dropped[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => dissolve(dropped));
    expect(isRegion(now)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  configure,
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

describe("the owning reference", () => {
  it("frees the child when it is overwritten or deleted, whatever way", () => {
    const ways: ((parent: any, child: any) => unknown)[] = [
      (parent) => (parent.child = undefined),
      (parent) => (parent.child = {}),
      (parent) => delete parent.child,
      (parent) => Reflect.deleteProperty(parent, "child"),
      (parent) => Reflect.set(parent, "child", 1),
      (parent) => Object.assign(parent, { child: null }),
      (parent) => Object.defineProperty(parent, "child", { value: 1 }),
      (parent) => Object.defineProperty(parent, "child", { get: () => 1 }),
      (parent) => (parent.child = freeze({})),
      (parent) => (parent.child = parent),
      (parent) => borrow(parent, (held: any) => (held.child = 1)),
    ];
    for (const way of ways) {
      const child = new Region<any>({ n: 1 });
      const parent = new Region<any>({ child });
      expect(regionInfo(child).parent).toBe("region");
      way(parent, child);
      expect(parentOf(child)).toBeUndefined();
      expect(regionInfo(child).parent).toBe("none");
      expect(child.n).toBe(1);
      const next = new Region<any>({ child });
      expect(parentOf(child)).toBe(next);
      checkInvariant(parent, next);
    }
  });

  it("in an array frees the child when the element goes, whatever way", () => {
    const ways: ((list: any) => unknown)[] = [
      (list) => (list[1] = 0),
      (list) => delete list[1],
      (list) => (list.length = 1),
      (list) => (list.length = 0),
      (list) => list.pop(),
      (list) => list.splice(1, 1),
      (list) => list.splice(0),
      (list) => list.splice(0, 2, {}, {}),
      (list) => list.fill(0),
      (list) => list.fill(null, -1),
      (list) => list.copyWithin(1, 0),
      (list) => Object.defineProperty(list, "length", { value: 1 }),
      (list) => Reflect.set(list, "length", 1),
      (list) => (list.reverse(), list.shift()),
    ];
    for (const way of ways) {
      const child = new Region<any>();
      const parent = new Region<any>({ list: [0, child] });
      way(parent.list);
      expect(parentOf(child), String(way)).toBeUndefined();
      const twin: any[] = [0, 1];
      way(twin);
      expect(parent.list.length, String(way)).toBe(twin.length);
      parent.again = child;
      expect(parentOf(child)).toBe(parent);
      checkInvariant(parent);
    }
  });

  it("given what it holds already stays as it is", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ c: child, list: [child && 0], deep: {} });
    parent.c = parent.c;
    parent.c = child;
    Object.assign(parent, { c: child });
    Object.assign(parent, parent);
    Object.defineProperty(parent, "c", { value: child });
    Reflect.set(parent, "c", child);
    expect(parentOf(child)).toBe(parent);
    expect(parent.c).toBe(child);
    parent.list[0] = new Region();
    parent.list[0] = parent.list[0];
    parent.list.fill(parent.list[0]);
    parent.list.splice(0, 1, parent.list[0]);
    parent.list.splice(0, 0);
    expect(parentOf(parent.list[0])).toBe(parent);
    checkInvariant(parent);
  });

  it("can be replaced by a graph that holds the same child", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ c: child });
    parent.c = [{ deep: child }];
    expect(parentOf(child)).toBe(parent);
    regionError("ERR_ALREADY_OWNED", () => (parent.c = [child, child]));
    parent.c[0].deep = 1;
    parent.c = child;
    checkInvariant(parent);
  });

  it("cannot be swapped by two writes, and can by one batch", () => {
    const a = new Region<any>({ n: "a" });
    const b = new Region<any>({ n: "b" });
    const parent = new Region<any>({ list: [a, b] });
    const { list } = parent;
    regionError("ERR_ALREADY_OWNED", () => {
      [list[0], list[1]] = [list[1], list[0]];
    });
    expect([list[0], list[1]]).toEqual([a, b]);
    list.splice(0, 2, list[1], list[0]);
    expect(list[0]).toBe(b);
    expect(list[1]).toBe(a);
    list.reverse();
    expect(list[0]).toBe(a);
    checkInvariant(parent);
  });

  it("of a child in a deep graph is dropped with the field that leads to it only when that object is gone from the region", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ deep: { child } });
    const { deep } = parent;
    deep.child = undefined;
    expect(parentOf(child)).toBeUndefined();
    checkInvariant(parent);
  });
});

describe("arrays of subregions", () => {
  const make = (count = 5): { parent: any; list: any; regions: any[] } => {
    const regions = Array.from({ length: count }, (_, n) => new Region<any>({ n: (n * 7) % count }));
    const parent = new Region<any>({ list: [...regions] });
    return { parent, list: parent.list, regions };
  };
  const numbers = (list: any): number[] => list.map((r: any) => r?.n);

  it("can be sorted, reversed and rotated", () => {
    const { parent, list, regions } = make();
    list.sort((a: any, b: any) => a.n - b.n);
    expect(numbers(list)).toEqual([0, 1, 2, 3, 4]);
    list.reverse();
    expect(numbers(list)).toEqual([4, 3, 2, 1, 0]);
    list.push(list.shift());
    expect(numbers(list)).toEqual([3, 2, 1, 0, 4]);
    list.unshift(list.pop());
    expect(numbers(list)).toEqual([4, 3, 2, 1, 0]);
    for (const region of regions) expect(parentOf(region)).toBe(parent);
    checkInvariant(parent);
  });

  it("shift frees the first and keeps the others", () => {
    const { parent, list, regions } = make();
    const first = list.shift();
    expect(first).toBe(regions[0]);
    expect(parentOf(first)).toBeUndefined();
    for (const region of regions.slice(1)) expect(parentOf(region)).toBe(parent);
    expect(list).toHaveLength(4);
    checkInvariant(parent, first);
  });

  it("splice frees what it removes, and returns it", () => {
    const { parent, list, regions } = make();
    const fresh = new Region<any>({ n: 9 });
    const removed = list.splice(1, 2, fresh);
    expect(removed).toEqual([regions[1], regions[2]]);
    expect(removed[0]).toBe(regions[1]);
    expect(regionOf(removed)).toBeUndefined();
    expect(removed.map((r: any) => parentOf(r))).toEqual([undefined, undefined]);
    expect([parentOf(regions[0]), parentOf(fresh), parentOf(regions[4])]).toEqual([parent, parent, parent]);
    list.splice(0, 0, ...removed);
    expect(list).toHaveLength(6);
    checkInvariant(parent);
  });

  it("splice that would own one region twice changes nothing", () => {
    const { parent, list, regions } = make(3);
    regionError("ERR_ALREADY_OWNED", () => list.splice(0, 1, regions[1]));
    regionError("ERR_ALREADY_OWNED", () => list.splice(0, 1, regions[0], regions[0]));
    regionError("ERR_ALREADY_OWNED", () => list.push(regions[0]));
    regionError("ERR_ALREADY_OWNED", () => list.unshift(regions[2]));
    regionError("ERR_ALREADY_OWNED", () => list.fill(regions[0]));
    regionError("ERR_ALREADY_OWNED", () => list.copyWithin(0, 1));
    regionError("ERR_ALREADY_OWNED", () => (list[2] = list[0]));
    expect([...list]).toEqual(regions);
    for (const region of regions) expect(parentOf(region)).toBe(parent);
    list.splice(0, 2, regions[1]);
    expect(parentOf(regions[0])).toBeUndefined();
    checkInvariant(parent);
  });

  it("a comparison that throws leaves the array and every owner as they were", () => {
    const { parent, list, regions } = make(3);
    expect(() =>
      list.sort(() => {
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect([...list]).toEqual(regions);
    checkInvariant(parent);
  });

  const meddling: [string, (w: { parent: any; list: any; regions: any[]; other: any }) => unknown][] = [
    ["empties the array", ({ list }) => (list.length = 0)],
    [
      "empties the array and gives an element to another region",
      ({ list, other, regions }) => {
        list.length = 0;
        other.x = regions[0];
      },
    ],
    [
      "gives one element to another region",
      ({ list, other, regions }) => {
        list[0] = 0;
        other.x = regions[0];
      },
    ],
    ["moves one element to another region", ({ other, regions }) => (other.x = move(regions[0]))],
    [
      "drops an element",
      ({ list, regions }) => {
        list[0] = 0;
        regions[0][Symbol.dispose]();
      },
    ],
    ["freezes an element", ({ regions }) => freeze(regions[0])],
    ["freezes the array", ({ list }) => freeze(list)],
    ["freezes the region", ({ parent }) => freeze(parent)],
    ["sorts the array", ({ list }) => list.sort(() => 1)],
    ["takes the array out of the region", ({ parent }) => (parent.list = 0)],
    ["gives the region a parent", ({ parent, other }) => (other.x = parent)],
    ["drops the region", ({ parent }) => parent[Symbol.dispose]()],
    ["closes the region", ({ parent }) => close(parent)],
  ];
  it.each(meddling)("a comparison that %s leaves no region in two places and none without its owner", (_, meddle) => {
    const { parent, list, regions } = make(3);
    const other = new Region<any>({}, { name: "other" });
    let done = false;
    try {
      list.sort(() => {
        if (!done) meddle({ parent, list, regions, other });
        done = true;
        return -1;
      });
    } catch (error) {
      expect((error as Error).name).toBe("RegionError");
    }
    checkInvariant(...[parent, other, ...regions].filter((region) => isRegion(region)));
  });

  it("a comparison that freezes what is sorted makes the sort fail with ERR_FROZEN_MUTATION", () => {
    for (const freezeWhat of [(w: any) => w.parent, (w: any) => w.list]) {
      const w = make(3);
      regionError("ERR_FROZEN_MUTATION", () =>
        w.list.sort(() => {
          freeze(freezeWhat(w));
          return -1;
        }),
      );
      expect(numbers(w.parent.list)).toEqual([0, 1, 2]);
    }
  });

  it("can be rearranged through a borrow", () => {
    const { parent, regions } = make(3);
    borrow(parent.list, (list: any) => {
      list.sort((a: any, b: any) => a.n - b.n);
      list.reverse();
      list.splice(0, 1);
    });
    expect(parent.list).toHaveLength(2);
    expect(regions.filter((region) => parentOf(region) === parent)).toHaveLength(2);
    checkInvariant(parent, ...regions);
  });

  it("move of an element leaves undefined, and the others in place", () => {
    const { parent, list, regions } = make(3);
    const moved = move(list[1]);
    expect(1 in list).toBe(true);
    expect(list[1]).toBeUndefined();
    expect(list).toHaveLength(3);
    regionError("ERR_USE_AFTER_MOVE", () => regions[1].n);
    expect(moved.n).toBe(1);
    list.sort((a: any, b: any) => a.n - b.n);
    expect(list[2]).toBeUndefined();
    const first = move(list[0]);
    expect(list[0]).toBeUndefined();
    checkInvariant(parent, moved, first);
  });
});

describe("open subregions", () => {
  it("count the direct ones that are open", () => {
    const c = new Region<any>({ part: {} });
    const b1 = new Region<any>({ c });
    const b2 = new Region<any>();
    const a = new Region<any>({ b1, b2 });
    const counts = (): number[] => [a, b1, b2, c].map((r) => regionInfo(r).openSubregions);
    const states = (): string[] => [a, b1, b2, c].map((r) => regionInfo(r).state);
    expect([counts(), states()]).toEqual([
      [0, 0, 0, 0],
      ["closed", "closed", "closed", "closed"],
    ]);
    const one = borrow<any>(c.part);
    expect([counts(), states()]).toEqual([
      [1, 1, 0, 0],
      ["open", "open", "closed", "open"],
    ]);
    const two = borrow<any>(b2);
    const three = borrow<any>(c);
    expect([counts(), states()]).toEqual([
      [2, 1, 0, 0],
      ["open", "open", "open", "open"],
    ]);
    expect([a, b1, b2, c].map((r) => borrowCount(r))).toEqual([1, 1, 2, 3]);
    one[Symbol.dispose]();
    expect(counts()).toEqual([2, 1, 0, 0]);
    three[Symbol.dispose]();
    expect(counts()).toEqual([1, 0, 0, 0]);
    two[Symbol.dispose]();
    expect([counts(), isClosed(a)]).toEqual([[0, 0, 0, 0], true]);
  });

  it("follow a child that is adopted open, and one that is freed open", () => {
    const child = new Region<any>();
    const held = borrow<any>(child);
    const parent = new Region<any>();
    const grand = new Region<any>({ parent });
    parent.child = child;
    expect([regionInfo(parent).openSubregions, regionInfo(grand).openSubregions]).toEqual([1, 1]);
    parent.child = undefined;
    expect([regionInfo(parent).openSubregions, regionInfo(grand).openSubregions]).toEqual([0, 0]);
    parent.child = child;
    held[Symbol.dispose]();
    expect([regionInfo(parent).openSubregions, regionInfo(grand).openSubregions]).toEqual([0, 0]);
    checkInvariant(grand);
  });

  it("hinder move of every ancestor and of no other", () => {
    const c = new Region<any>({ part: {} });
    const d = new Region<any>();
    const b = new Region<any>({ c });
    const a = new Region<any>({ b, d });
    using held = borrow(c.part);
    for (const region of [a, b, c]) regionError("ERR_BORROWED", () => move(region));
    const moved = move(d);
    expect(a.d).toBeUndefined();
    expect(isRegion(moved)).toBe(true);
  });

  it("are closed by close of an ancestor, and by close of the child itself", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child });
    const first = borrow<any>(child.part);
    close(child);
    expect(isClosed(parent)).toBe(true);
    const second = borrow<any>(child.part);
    close(parent);
    expect([isClosed(parent), isClosed(parent.child), borrowCount(parent.child)]).toEqual([true, true, 1]);
    for (const dead of [first, second]) {
      regionError("ERR_INVALIDATED", () => dead.x);
      dead[Symbol.dispose]();
    }
    expect([borrowCount(parent.child), regionInfo(parent).openSubregions]).toEqual([1, 0]);
  });
});

describe("move", () => {
  it("returns a fresh handle, and the old one and all that was read are torched", () => {
    const sub = new Region<any>({ leaf: {} });
    const region = new Region<any>({ items: [{ n: 1 }], sub }, { name: "jobs" });
    const old = [region, region.items, region.items[0], sub, sub.leaf];
    const moved = move(region);
    expect(moved === region).toBe(false);
    expect([isRegion(moved), isRegion(region)]).toEqual([true, false]);
    expect(regionInfo(moved).name).toBe("jobs");
    for (const handle of old)
      for (const use of [
        () => handle.x,
        () => (handle.x = 1),
        () => delete handle.x,
        () => "x" in handle,
        () => Object.keys(handle),
        () => Reflect.ownKeys(handle),
        () => Object.getOwnPropertyDescriptor(handle, "x"),
        () => Object.defineProperty(handle, "x", { value: 1 }),
        () => ({ ...handle }),
        () => JSON.stringify(handle),
        () => Object.isFrozen(handle) || Object.keys(handle),
        () => Object.getPrototypeOf(handle),
        () => Object.setPrototypeOf(handle, null),
        () => Object.preventExtensions(handle),
        () => Object.freeze(handle),
        () => freeze(handle),
        () => borrow(handle),
        () => borrow(handle, () => 1),
        () => (new Region<any>().x = handle),
        () => (moved.x = handle),
        () => new Region(handle),
      ])
        regionError("ERR_USE_AFTER_MOVE", use);
    expect(moved.items[0].n).toBe(1);
    expect(moved.sub.leaf).toEqual({});
    expect(parentOf(moved.sub)).toBe(moved);
    expect("x" in moved).toBe(false);
    checkInvariant(moved);
  });

  it.each([1, "text", true, null, undefined, 10n, Symbol("s"), NaN])("returns primitives as they are: %s", (value) => {
    expect(move(value as any)).toBe(value);
  });

  it("returns frozen values as they are", () => {
    const frozen = freeze({ a: [1] });
    expect(move(frozen as any)).toBe(frozen);
    expect(move(frozen.a as any)).toBe(frozen.a);
    const region: any = freeze(new Region<any>({ n: 1 }));
    expect(move(region)).toBe(region);
    expect(region.n).toBe(1);
    const natively = Object.freeze([Object.freeze({})]);
    expect(move(natively as any)).toBe(natively);
  });

  it("of a local object: ERR_NOT_A_REGION", () => {
    for (const local of [{}, [], { a: new Region() }, Object.freeze({ part: {} }), Object.create(null)])
      regionError("ERR_NOT_A_REGION", () => move(local));
  });

  it("of a contained handle or a borrow of one: ERR_NOT_A_REGION", () => {
    const region = new Region<any>({ part: { list: [] } });
    regionError("ERR_NOT_A_REGION", () => move(region.part));
    regionError("ERR_NOT_A_REGION", () => move(region.part.list));
    const held = borrow<any>(region.part);
    regionError("ERR_NOT_A_REGION", () => move(held));
    held[Symbol.dispose]();
    expect(isRegion(region)).toBe(true);
  });

  it("of a region that is borrowed: ERR_BORROWED, also by the borrow itself", () => {
    const region = new Region<any>({ part: {} });
    const held = borrow<any>(region);
    regionError("ERR_BORROWED", () => move(region));
    regionError("ERR_BORROWED", () => move(held));
    expect(held.part).toBe(region.part);
    held[Symbol.dispose]();
    expect(isRegion(move(region))).toBe(true);
  });

  it("empties the field that owns the region, which stays", () => {
    const child = new Region<any>({ n: 1 });
    const parent = new Region<any>({ before: 1, child, after: 2 });
    const moved = move(parent.child);
    expect(Object.keys(parent)).toEqual(["before", "child", "after"]);
    expect(parent.child).toBeUndefined();
    expect([parentOf(moved), moved.n]).toEqual([undefined, 1]);
    regionError("ERR_USE_AFTER_MOVE", () => child.n);
    const other = new Region<any>({ moved });
    expect(parentOf(moved)).toBe(other);
    checkInvariant(parent, other);
  });

  it("empties the field whatever its name and wherever it is", () => {
    const key = Symbol("key");
    const list: any = [];
    list.extra = new Region<any>({ n: 3 });
    const parent = new Region<any>({
      [key]: new Region<any>({ n: 1 }),
      7: new Region<any>({ n: 2 }),
      list,
      deep: { deep: { c: new Region<any>({ n: 4 }) } },
    });
    Object.defineProperty(parent, "hidden", { value: new Region<any>({ n: 5 }), writable: true, configurable: true });
    const moved = [parent[key], parent[7], parent.list.extra, parent.deep.deep.c, parent.hidden].map((r) => move(r));
    expect(moved.map((r) => r.n)).toEqual([1, 2, 3, 4, 5]);
    expect([parent[key], parent[7], parent.list.extra, parent.deep.deep.c, parent.hidden]).toEqual(
      Array(5).fill(undefined),
    );
    for (const region of moved) expect(parentOf(region)).toBeUndefined();
    checkInvariant(parent, ...moved);
  });

  it("leaves the parent's other handles and borrows alone", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ child, part: {} });
    const { part } = parent;
    using held = borrow<any>(parent.part);
    move(child);
    part.x = 1;
    expect(held.x).toBe(1);
    expect(borrowCount(parent)).toBe(2);
  });

  it("twice of the same handle: ERR_USE_AFTER_MOVE", () => {
    const region = new Region<any>();
    const moved = move(region);
    regionError("ERR_USE_AFTER_MOVE", () => move(region));
    expect(isRegion(moved)).toBe(true);
    const again = move(moved);
    regionError("ERR_USE_AFTER_MOVE", () => move(moved));
    expect(isRegion(again)).toBe(true);
  });

  it("of an ancestor torches the handles of all subregions, and the new handle reads them afresh", () => {
    const c = new Region<any>({ n: 1 });
    const b = new Region<any>({ c });
    const a = new Region<any>({ b });
    const moved = move(a);
    for (const dead of [a, b, c]) regionError("ERR_USE_AFTER_MOVE", () => dead.n);
    for (const dead of [a, b, c]) expect(isRegion(dead)).toBe(false);
    const fresh = moved.b.c;
    expect(fresh.n).toBe(1);
    expect(isRegion(fresh)).toBe(true);
    expect(fresh).toBe(moved.b.c);
    expect(move(fresh).n).toBe(1);
    expect(moved.b.c).toBeUndefined();
  });

  it("is O(1): a region of 100,000 objects moves as fast as a small one", () => {
    let region = new Region<any>({ list: Array.from({ length: 100_000 }, (_, n) => ({ n })) });
    const start = performance.now();
    for (let i = 0; i < 1000; i++) region = move(region);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(region.list[99_999].n).toBe(99_999);
  });

  it("names the site of the move when sites are recorded", () => {
    configure({ sites: true });
    const region = new Region<any>({}, { name: "jobs" });
    move(region);
    const error = regionError("ERR_USE_AFTER_MOVE", () => region.x);
    configure({ sites: false });
    expect(error.sites).toHaveLength(1);
    expect(error.sites[0]).toMatch(/ownership\.test\.ts:\d+/);
    expect(error.message).toMatch(/ownership\.test\.ts:\d+/);
    expect(error.message).toContain("jobs");
    expect(error.message).toMatch(/moved/);
  });
});

describe("dropping a region", () => {
  it("by Symbol.dispose ends every handle of it and of its subregions", () => {
    const sub = new Region<any>({ leaf: {} });
    const region = new Region<any>({ part: {}, sub });
    const handles = [region, region.part, sub, sub.leaf];
    region[Symbol.dispose]();
    for (const handle of handles) {
      regionError("ERR_INVALIDATED", () => handle.x);
      regionError("ERR_INVALIDATED", () => (handle.x = 1));
      expect(isRegion(handle)).toBe(false);
    }
  });

  it("twice, after move, after freeze and after close is silent", () => {
    const twice = new Region<any>();
    twice[Symbol.dispose]();
    twice[Symbol.dispose]();
    const moved = new Region<any>();
    move(moved);
    moved[Symbol.dispose]();
    moved[Symbol.dispose]();
    const frozen = new Region<any>({ n: 1 });
    freeze(frozen);
    frozen[Symbol.dispose]();
    expect(frozen.n).toBe(1);
    const borrowed = new Region<any>({ part: {} });
    const held = borrow<any>(borrowed.part);
    close(borrowed);
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(borrowCount(borrowed)).toBe(1);
  });

  it("by using, when it was moved inside the block, leaves the new owner alone", () => {
    let moved: any;
    {
      using region = new Region<any>({ n: 1 });
      moved = move(region);
    }
    expect(moved.n).toBe(1);
  });
});

import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  configure,
  freeze,
  isClosed,
  isFreezable,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  RegionError,
  regionInfo,
  regionOf,
} from "../src/index.js";
import { regionError } from "./errors.js";

afterEach(() => configure({ sites: false, checks: "fast" }));

describe("new Region()", () => {
  it("makes a free, closed region whose fields are plain properties", () => {
    const region = new Region();
    region["x"] = 42;
    expect(region["x"]).toBe(42);
    expect(region).toBeInstanceOf(Region);
    expect(regionInfo(region)).toEqual({
      name: undefined,
      state: "closed",
      borrowCount: 1,
      openSubregions: 0,
      size: 1,
      parent: "none",
      dirty: false,
      borrows: [],
    });
  });

  it("adopts its argument with everything it reaches", () => {
    const local = { list: [{ a: 1 }] };
    const region = new Region(local, { name: "jobs" });
    expect(regionInfo(region)).toMatchObject({ name: "jobs", size: 3 });
    expect(regionOf(local.list)).toBe(region);
  });

  it("can have an array as its bridge", () => {
    const region = new Region([1, 2]);
    region.push(3);
    expect(Array.isArray(region)).toBe(true);
    expect([...region]).toEqual([1, 2, 3]);
  });

  it("starts from a copy of a frozen value and shares the rest", () => {
    const frozen = freeze({ n: 1, part: { a: 1 } });
    const region = new Region<any>(frozen);
    region.n = 2;
    expect(frozen.n).toBe(1);
    expect(region.part).toBe(frozen.part);
    expect(regionInfo(region).size).toBe(1);
  });

  it("refuses what has an owner", () => {
    const region = new Region<any>({ part: {} });
    regionError("ERR_ALREADY_OWNED", () => new Region(region));
    regionError("ERR_CROSS_REGION", () => new Region(region.part));
  });

  it.each([1, "a", true, null, Symbol("s"), () => 1])("refuses %s with a TypeError that says what to give", (init) => {
    expect(() => new Region(init as never)).toThrow(/new Region\(\) was given/);
  });

  it("refuses what everybody shares", () => {
    expect(() => new Region(Map.prototype)).toThrow(TypeError);
    expect(() => new Region(Math)).toThrow(TypeError);
  });

  it("refuses options that are none", () => {
    expect(() => new Region({}, "name" as never)).toThrow(TypeError);
    expect(() => new Region({}, { name: 1 } as never)).toThrow(TypeError);
  });

  it("refuses what cannot move, and leaves it local", () => {
    const local = { part: {}, promise: Promise.resolve() };
    expect(regionError("ERR_NOT_MOVABLE", () => new Region(local)).path).toBe("$.promise");
    expect(regionOf(local)).toBeUndefined();
    expect(regionOf(local.part)).toBeUndefined();
  });
});

describe("handles", () => {
  it("are stable", () => {
    const region = new Region<any>({ items: [{}] });
    expect(region.items).toBe(region.items);
    expect(region.items[0]).toBe(region.items[0]);
  });

  it("stored back become plain internal references", () => {
    const region = new Region<any>({ a: {}, list: [] });
    region.b = region.a;
    region.list.push({ again: region.a });
    region.self = region;
    expect(region.b).toBe(region.a);
    expect(region.list[0].again).toBe(region.a);
    expect(region.self).toBe(region);
    checkInvariant(region);
  });

  it("of a child stay valid after adoption, and are what reading gives", () => {
    const child = new Region<any>({ x: 1 });
    const parent = new Region<any>();
    parent.child = child;
    expect(parent.child).toBe(child);
    child.x = 2;
    expect(parent.child.x).toBe(2);
  });

  it("work with JSON, spread, keys, for-in, in, destructuring and iteration", () => {
    const region = new Region<any>({ a: 1, list: [1, 2], [Symbol.for("s")]: 3 });
    expect(JSON.stringify(region)).toBe('{"a":1,"list":[1,2]}');
    expect(Object.keys({ ...region })).toEqual(["a", "list"]);
    expect(Reflect.ownKeys(region)).toEqual(["a", "list", Symbol.for("s")]);
    const keys = [];
    for (const key in region) keys.push(key);
    expect(keys).toEqual(["a", "list"]);
    expect("a" in region && !("b" in region)).toBe(true);
    const { a, ...rest } = region;
    expect([a, Object.keys(rest)]).toEqual([1, ["list"]]);
    expect([...region.list, ...region.list.map((x: number) => x * 2)]).toEqual([1, 2, 2, 4]);
    expect(Array.isArray(region.list)).toBe(true);
    expect(region.list.concat([3])).toEqual([1, 2, 3]);
    expect(region.list.slice(1)).toEqual([2]);
    expect(Object.getPrototypeOf(region)).toBe(Object.prototype);
  });

  it("work with structured matchers", () => {
    const region = new Region<any>({ a: { b: [1, { c: 2 }] } });
    expect(region).toEqual({ a: { b: [1, { c: 2 }] } });
    expect(region.a.b).toHaveLength(2);
  });

  it("are shown by a console as what they stand for", () => {
    const region = new Region<any>({ a: { b: 1 } }, { name: "jobs" });
    expect(inspect(region)).toBe("Region(jobs) { a: { b: 1 } }");
    expect(inspect(region.a)).toBe("{ b: 1 }");
    expect(inspect({ handle: region.a })).toBe("{ handle: { b: 1 } }");
    move(region);
    expect(inspect(region)).toMatch(/dead handle of region "jobs": it was moved/);
  });

  it("run methods, getters and setters on the handle, never on the object behind", () => {
    class Counter {
      count = 0;
      parts: object[] = [];
      increment(): this {
        this.count += 1;
        this.parts.push({});
        return this;
      }
      get double(): number {
        return this.count * 2;
      }
      set start(value: number) {
        this.count = value;
      }
    }
    const region = new Region<any>({ counter: new Counter() });
    expect(region.counter.increment()).toBe(region.counter);
    region.counter.start = 5;
    expect(region.counter.double).toBe(10);
    expect(region.counter).toBeInstanceOf(Counter);
    expect(regionInfo(region).size).toBe(4);
    const self = new Region<any>({
      get me(): unknown {
        return this;
      },
    });
    expect(self.me).toBe(self);
    checkInvariant(region, self);
  });

  it("end a borrow of an object that has a dispose method of its own", () => {
    const region = new Region<any>({ part: { [Symbol.dispose]: () => expect.fail("the wrong method") } });
    borrow(region.part)[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
  });

  it("refuse to fix the length of an array, and change nothing", () => {
    const region = new Region<any>({ list: [1] });
    expect(() => Object.defineProperty(region.list, "length", { writable: false })).toThrow(/through a handle/);
    expect(region.list.push(2)).toBe(2);
  });

  it("check accessors that are defined through them", () => {
    const region = new Region<any>({ other: {} });
    Object.defineProperty(region, "me", {
      get(): unknown {
        return this;
      },
      configurable: true,
    });
    expect(region.me).toBe(region);
    expect(borrow(region, (b: any) => b.me === b)).toBe(true);
  });

  it("give a local object that inherits from them fields of its own", () => {
    const region = new Region<any>({ x: 1 });
    const local = Object.create(region) as { x: number };
    local.x = 2;
    expect(region.x).toBe(1);
    expect(local.x).toBe(2);
  });

  it("show objects that were shallowly frozen before adoption", () => {
    const region = new Region<any>({ shell: Object.freeze({ part: { n: 1 }, list: Object.freeze([{}]) }) });
    region.shell.part.n = 2;
    expect(region.shell.part.n).toBe(2);
    expect(() => (region.shell.part = 1)).toThrow(TypeError);
    expect(() => region.shell.list.push(1)).toThrow(TypeError);
    expect(Object.getOwnPropertyDescriptor(region.shell, "part")?.value).toBe(region.shell.part);
    expect(Object.keys(region.shell)).toEqual(["part", "list"]);
    checkInvariant(region);
  });

  it("refuse the shallow freezing functions of Object, and new prototypes", () => {
    const region = new Region<any>({ a: {} });
    for (const run of [Object.freeze, Object.seal, Object.preventExtensions])
      expect(() => run(region.a)).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(region.a, {})).toThrow(TypeError);
    expect(() => (region.a.__proto__ = {})).toThrow(TypeError);
    expect(() => Object.defineProperty(region.a, "x", { value: 1, configurable: false })).toThrow(TypeError);
    expect(Object.setPrototypeOf(region.a, Object.prototype)).toBe(region.a);
    expect(Object.getPrototypeOf(region.a)).toBe(Object.prototype);
  });

  it("allow fields that are read-only or hidden", () => {
    const region = new Region<any>({});
    Object.defineProperty(region, "hidden", { value: { a: 1 } });
    expect(region.hidden.a).toBe(1);
    expect(Object.keys(region)).toEqual([]);
    expect(() => (region.hidden = 2)).toThrow(TypeError);
    expect(Reflect.set(region, "hidden", 2)).toBe(false);
    expect(() => delete region.hidden).toThrow(TypeError);
    expect(regionInfo(region).size).toBe(2);
  });

  it("keep undefined, symbols, bigints and functions", () => {
    const f = (): number => 1;
    const s = Symbol("s");
    const region = new Region<any>({ u: undefined });
    Object.assign(region, { f, s, n: 10n });
    expect([region.u, region.f, region.s, region.n]).toEqual([undefined, f, s, 10n]);
  });
});

describe("arrays in a region", () => {
  it("change as arrays do", () => {
    const { list } = new Region<any>({ list: [3, 1, 2] });
    expect(list.push(5, 4)).toBe(5);
    expect(list.sort()).toBe(list);
    expect(list.reverse()).toBe(list);
    expect([...list]).toEqual([5, 4, 3, 2, 1]);
    expect(list.pop()).toBe(1);
    expect(list.shift()).toBe(5);
    expect(list.unshift(9)).toBe(4);
    expect(list.splice(1, 2, "a", "b", "c")).toEqual([4, 3]);
    expect([...list]).toEqual([9, "a", "b", "c", 2]);
    expect([...list.copyWithin(0, 3)]).toEqual(["c", 2, "b", "c", 2]);
    expect([...list.fill(0, 1, -1)]).toEqual(["c", 0, 0, 0, 2]);
    list.length = 1;
    expect([...list]).toEqual(["c"]);
    expect(() => (list.length = -1)).toThrow(RangeError);
    expect(list.splice()).toEqual([]);
    expect(list.push.name).toBe("push");
    expect(list.push).toBe(list.push);
  });

  it("sort handles, undefined and holes like any array", () => {
    const { list } = new Region<any>({ list: [{ n: 2 }, , undefined, { n: 1 }] });
    const first = list[3];
    list.sort((a: any, b: any) => a.n - b.n);
    expect(list[0]).toBe(first);
    expect(list[2]).toBe(undefined);
    expect(3 in list).toBe(false);
  });

  it("check each batch as one write", () => {
    const region = new Region<any>({ list: [1, 2, 3] });
    const { list } = region;
    const a = {};
    const child = new Region<any>();
    regionError("ERR_NOT_MOVABLE", () => list.push(a, child, new WeakMap()));
    regionError("ERR_NOT_MOVABLE", () => list.unshift(a, child, new WeakMap()));
    regionError("ERR_NOT_MOVABLE", () => list.splice(0, 2, a, child, new WeakMap()));
    regionError("ERR_ALREADY_OWNED", () => list.fill(child));
    regionError("ERR_ALREADY_OWNED", () => list.push(child, child));
    expect([...list]).toEqual([1, 2, 3]);
    expect(regionOf(a)).toBeUndefined();
    expect(parentOf(child)).toBeUndefined();
  });

  it("rearrange subregions, because only the final state counts", () => {
    const regions = [3, 1, 2].map((n) => new Region<any>({ n }));
    const parent = new Region<any>({ list: [...regions] });
    const { list } = parent;
    list.sort((a: any, b: any) => a.n - b.n);
    expect(list.map((r: any) => r.n)).toEqual([1, 2, 3]);
    list.reverse();
    const first = list.shift();
    expect(parentOf(first)).toBeUndefined();
    list.unshift(first);
    expect(parentOf(first)).toBe(parent);
    list.splice(0, 1, first);
    list[0] = list[0];
    list.splice(0, 0, new Region());
    regionError("ERR_ALREADY_OWNED", () => list.copyWithin(0, 1, 2));
    list.copyWithin(0, 0, 2);
    checkInvariant(parent);
    const popped = list.pop();
    expect(parentOf(popped)).toBeUndefined();
    list.length = 0;
    expect(regions.map((r) => parentOf(r))).toEqual([undefined, undefined, undefined]);
    checkInvariant(parent, ...regions);
  });

  it("are filled with one region only where one slot takes it", () => {
    const child = new Region();
    const { list } = new Region<any>({ list: [1, 2] });
    list.fill(child, 1);
    expect(list[1]).toBe(child);
    list.fill({ fresh: 1 });
    expect(list[0]).toBe(list[1]);
    expect(parentOf(child)).toBeUndefined();
  });

  it("notice when a comparison moves the region away", () => {
    const region = new Region<any>({ list: [2, 1] });
    const raw = region.list;
    let moved: any;
    regionError("ERR_USE_AFTER_MOVE", () =>
      raw.sort((a: number, b: number) => {
        moved ??= move(region);
        return a - b;
      }),
    );
    expect([...moved.list]).toEqual([2, 1]);
  });

  it("work when a method is borrowed from one by an ordinary array", () => {
    const { list } = new Region<any>({ list: [] });
    const local: number[] = [];
    list.push.call(local, 1);
    expect(local).toEqual([1]);
  });
});

describe("subregions", () => {
  it("are freed when the owning field is overwritten, deleted or redefined", () => {
    const parent = new Region<any>();
    const child = new Region<any>();
    for (const release of [
      () => (parent.c = 1),
      () => delete parent.c,
      () => (parent.c = new Region()),
      () => Object.defineProperty(parent, "c", { value: 1, configurable: true, writable: true }),
      () => Object.defineProperty(parent, "c", { get: () => 1, configurable: true }),
    ]) {
      parent.c = child;
      expect(parentOf(child)).toBe(parent);
      release();
      expect(parentOf(child)).toBeUndefined();
      delete parent.c;
    }
    checkInvariant(parent, child);
  });

  it("stay owned when a field is given what it holds", () => {
    const child = new Region();
    const parent = new Region<any>({ child });
    parent.child = parent.child;
    parent.child = parent.child;
    expect(parentOf(child)).toBe(parent);
    parent.child = { inner: child };
    expect(parentOf(child)).toBe(parent);
    checkInvariant(parent);
  });

  it("have one owner, even from the same parent", () => {
    const child = new Region();
    const parent = new Region<any>({ child });
    regionError("ERR_ALREADY_OWNED", () => (parent.again = child));
    expect("again" in parent).toBe(false);
  });

  it("leave their parent by move, which empties the field", () => {
    const child = new Region<any>({ x: 1 });
    const parent = new Region<any>({ list: [0, { child }] });
    const moved = move(child);
    expect(parent.list[1].child).toBeUndefined();
    expect(parentOf(moved)).toBeUndefined();
    expect(moved.x).toBe(1);
    regionError("ERR_USE_AFTER_MOVE", () => child.x);
    parent.back = moved;
    parent.list.unshift(1, 2);
    checkInvariant(parent);
  });

  it("leave an array element by move, also after the array was rearranged", () => {
    const children = [0, 1, 2].map((n) => new Region<any>({ n }));
    const parent = new Region<any>({ list: [] });
    parent.list.push(...children);
    parent.list.reverse();
    move(parent.list[0]);
    expect(parent.list[0]).toBeUndefined();
    expect(parent.list[2].n).toBe(0);
    checkInvariant(parent);
  });

  it("cannot leave a field that is read-only", () => {
    const bridge = {};
    const child = new Region(bridge);
    const parent = new Region<any>({ shell: Object.freeze({ bridge }) });
    expect(parentOf(child)).toBe(parent);
    regionError("ERR_NOT_FREE", () => move(child));
    expect(parentOf(child)).toBe(parent);
    expect(isRegion(child)).toBe(true);
  });
});

describe("move", () => {
  it("returns a new handle and torches the old one and all that was read", () => {
    const region = new Region<any>({ items: [1], sub: new Region({ y: { z: 1 } }) });
    const { items, sub } = region;
    const { y } = sub;
    const moved = move(region);
    expect(moved === region).toBe(false);
    expect([...moved.items]).toEqual([1]);
    for (const dead of [region, items, sub, y]) {
      regionError("ERR_USE_AFTER_MOVE", () => dead.x);
      regionError("ERR_USE_AFTER_MOVE", () => (dead.x = 1));
      regionError("ERR_USE_AFTER_MOVE", () => delete dead.x);
      regionError("ERR_USE_AFTER_MOVE", () => "x" in dead);
      regionError("ERR_USE_AFTER_MOVE", () => Object.keys(dead));
      regionError("ERR_USE_AFTER_MOVE", () => Object.getPrototypeOf(dead));
      regionError("ERR_USE_AFTER_MOVE", () => Object.isFrozen(dead));
      regionError("ERR_USE_AFTER_MOVE", () => Object.defineProperty(dead, "x", { value: 1 }));
      regionError("ERR_USE_AFTER_MOVE", () => ({ ...dead }));
      regionError("ERR_USE_AFTER_MOVE", () => JSON.stringify(dead));
      regionError("ERR_USE_AFTER_MOVE", () => (new Region<any>().x = dead));
      expect(isRegion(dead)).toBe(false);
      expect(dead instanceof Region).toBe(false);
    }
  });

  it("refuses while a borrow of the region or of a subregion is out, and says where it was made", () => {
    configure({ sites: true });
    const sub = new Region<any>({ list: [] });
    const region = new Region<any>({ sub, a: {} });
    const one = borrow(region.a);
    const two = borrow(sub.list);
    const error = regionError("ERR_BORROWED", () => move(region));
    expect(error.sites).toHaveLength(2);
    expect(error.message).toMatch(/regions\.test\.ts:\d+:\d+/);
    one[Symbol.dispose]();
    regionError("ERR_BORROWED", () => move(region));
    two[Symbol.dispose]();
    expect(isRegion(move(region))).toBe(true);
  });

  it("names the move site in later errors", () => {
    configure({ sites: true });
    const region = new Region<any>({}, { name: "jobs" });
    move(region);
    const error = regionError("ERR_USE_AFTER_MOVE", () => region.x);
    expect(error.message).toMatch(/region "jobs": it was moved at .*regions\.test\.ts:\d+:\d+/);
    expect(error.sites[0]).toMatch(/regions\.test\.ts:\d+:\d+/);
  });

  it("returns frozen values, functions and primitives as they are", () => {
    const frozen = freeze({ a: 1 });
    const f = (): number => 1;
    for (const value of [frozen, f, 1, "a", null, undefined]) expect(move(value as never)).toBe(value);
    const region = freeze(new Region({ a: 1 }));
    expect(move(region as never)).toBe(region);
  });

  it("refuses handles of contained objects and local objects", () => {
    const region = new Region<any>({ a: {} });
    regionError("ERR_NOT_A_REGION", () => move(region.a));
    regionError("ERR_NOT_A_REGION", () => move({} as never));
    regionError("ERR_USE_AFTER_MOVE", () => (move(region), move(region)));
  });
});

describe("borrow", () => {
  it("counts until it is disposed", () => {
    const region = new Region<any>({ items: [] });
    {
      using items = borrow(region.items);
      (items as unknown[]).push(1);
      expect([borrowCount(region), isClosed(region)]).toEqual([2, false]);
      expect(regionInfo(region).borrows).toHaveLength(1);
    }
    expect([borrowCount(region), isClosed(region)]).toEqual([1, true]);
  });

  it("ends when disposed; what was read through it does not", () => {
    const region = new Region<any>({ a: { b: { c: 1 } } });
    const a = borrow(region.a) as any;
    const { b } = a;
    a[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => a.b);
    expect(b.c).toBe(1);
    a[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
  });

  it("can be taken of a borrow and of the bridge", () => {
    const region = new Region<any>({ a: 1 });
    using outer = borrow(region);
    using inner = borrow(outer as any);
    expect((inner as any).a).toBe(1);
    expect(borrowCount(region)).toBe(3);
    expect(regionOf(inner as object)).toBe(region);
  });

  it("ends with the function it is given to, whether that returns or throws", () => {
    const region = new Region<any>({ a: [1, 2] });
    let kept: any;
    expect(borrow(region.a, (a: any) => ((kept = a), a.length))).toBe(2);
    regionError("ERR_INVALIDATED", () => kept.length);
    expect(() =>
      borrow(region.a, () => {
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect(borrowCount(region)).toBe(1);
  });

  it("ends with the promise that the function returns, whether it is fulfilled or rejected", async () => {
    const region = new Region<any>({ a: [1, 2] });
    const done = borrow(region.a, async (a: any) => {
      await Promise.resolve();
      return a.length as number;
    });
    expect(borrowCount(region)).toBe(2);
    expect(await done).toBe(2);
    expect(borrowCount(region)).toBe(1);
    await expect(borrow(region.a, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    expect(borrowCount(region)).toBe(1);
  });

  it("opens the ancestors of its region", () => {
    const inner = new Region<any>({ list: [] });
    const middle = new Region<any>({ inner });
    const outer = new Region<any>({ middle });
    using one = borrow(inner.list);
    using two = borrow(middle);
    void [one, two];
    expect([inner, middle, outer].map((r) => regionInfo(r).openSubregions)).toEqual([0, 1, 1]);
    expect(isClosed(outer)).toBe(false);
    middle.inner = undefined;
    expect([isClosed(inner), regionInfo(middle).openSubregions, isClosed(outer)]).toEqual([false, 0, false]);
    checkInvariant(outer, inner);
  });

  it("refuses what is no handle", () => {
    const error = regionError("ERR_NOT_A_REGION", () => borrow({}));
    expect(error.message).toContain("borrow() was given a plain object");
    expect(() => borrow(new Region(), 1 as never)).toThrow(TypeError);
  });
});

describe("close", () => {
  it("ends borrows and what was read, but not the handle it is given", () => {
    const sub = new Region<any>({ y: {} });
    const region = new Region<any>({ items: [1], sub });
    const { items } = region;
    const { y } = sub;
    const borrowed = borrow(region.items) as any;
    const deep = borrow(sub.y) as any;
    close(region);
    for (const dead of [items, y, sub, borrowed, deep]) regionError("ERR_INVALIDATED", () => dead.x);
    expect(isClosed(region)).toBe(true);
    expect([...region.items]).toEqual([1]);
    expect(region.sub.y).toEqual({});
    checkInvariant(region);
    move(region);
  });

  it("of a subregion closes its ancestors too", () => {
    const sub = new Region<any>({ y: {} });
    const region = new Region<any>({ sub });
    const borrowed = borrow(sub.y) as any;
    expect(isClosed(region)).toBe(false);
    close(sub);
    expect([isClosed(region), isRegion(sub), region.sub === sub]).toEqual([true, true, true]);
    regionError("ERR_INVALIDATED", () => borrowed.x);
  });
});

describe("disposing a region", () => {
  it("drops it with its subregions", () => {
    let kept: any;
    let sub: any;
    {
      using region = new Region<any>({ a: {} });
      sub = new Region<any>({ b: {} });
      region["sub"] = sub;
      kept = region["a"];
    }
    regionError("ERR_INVALIDATED", () => kept.x);
    expect(regionError("ERR_INVALIDATED", () => sub.b).message).toContain("dropped");
  });

  it("is silent when the handle is dead, and when somebody else owns the region", () => {
    const region = new Region<any>({ x: 1 });
    const moved = move(region);
    region[Symbol.dispose]();
    expect(moved.x).toBe(1);
    const parent = new Region<any>({ moved });
    moved[Symbol.dispose]();
    expect(parent.moved.x).toBe(1);
    parent[Symbol.dispose]();
    parent[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => moved.x);
  });

  it("leaves what it held to nobody", () => {
    const list = [{}];
    const region = new Region({ list });
    region[Symbol.dispose]();
    const other = new Region<any>({ list });
    expect(regionOf(list)).toBe(other);
    checkInvariant(other);
  });

  it("is seen by `in`, not by keys", () => {
    const region = new Region<any>({ a: {} });
    expect(Symbol.dispose in region).toBe(true);
    expect(Symbol.dispose in region.a).toBe(false);
    expect(Reflect.ownKeys(region)).toEqual(["a"]);
    expect(() => region[Symbol.dispose].call({})).toThrow(TypeError);
  });
});

describe("freezing a region", () => {
  it("freezes it whole, with subregions; handles and borrows stay readable", () => {
    const sub = new Region<any>({ y: { z: 1 } });
    const region = new Region<any>({ items: [1, { a: 1 }], sub }, { name: "jobs" });
    const { items } = region;
    const borrowed = borrow(region.items[1]) as any;
    expect(freeze(region)).toBe(region);
    for (const handle of [region, items, borrowed, sub, sub.y, region.items[1]]) {
      expect([isFrozen(handle), isRegion(handle), Object.isFrozen(handle)]).toEqual([true, false, true]);
      expect(regionError("ERR_FROZEN_MUTATION", () => (handle.x = 1)).message).toContain("frozen");
      regionError("ERR_FROZEN_MUTATION", () => delete handle.x);
      regionError("ERR_FROZEN_MUTATION", () => Object.defineProperty(handle, "x", { value: 1 }));
      expect(regionOf(handle)).toBeUndefined();
    }
    regionError("ERR_FROZEN_MUTATION", () => items.push(2));
    expect([items[0], borrowed.a, sub.y.z, region.items === items]).toEqual([1, 1, 1, true]);
    borrowed[Symbol.dispose]();
    region[Symbol.dispose]();
    expect(region.items[0]).toBe(1);
    regionError("ERR_NOT_A_REGION", () => borrowCount(region));
    regionError("ERR_NOT_A_REGION", () => borrow(region));
    expect(JSON.stringify(region)).toBe('{"items":[1,{"a":1}],"sub":{"y":{"z":1}}}');
    expect(Object.keys(region)).toEqual(["items", "sub"]);
    checkInvariant(region);
  });

  it("of an object inside takes what it reaches out of the region", () => {
    const region = new Region<any>({ config: { hosts: [{}] }, other: {} });
    const { config, other } = region;
    const hosts = borrow(config.hosts) as any;
    freeze(config);
    expect(regionInfo(region)).toMatchObject({ size: 2, borrowCount: 1 });
    expect([isFrozen(config), isFrozen(other), isRegion(region)]).toEqual([true, false, true]);
    expect(region.config).toBe(config);
    regionError("ERR_FROZEN_MUTATION", () => (config.a = 1));
    regionError("ERR_FROZEN_MUTATION", () => config.hosts.push(1));
    region.other.config = config;
    const another = new Region<any>({ config });
    expect(another.config).toBe(config);
    const moved = move(region);
    expect([config.hosts.length, hosts.length, moved.config === config]).toEqual([1, 1, true]);
    regionError("ERR_USE_AFTER_MOVE", () => other.x);
    checkInvariant(moved, another);
  });

  it("freezes the whole region when the object reaches the bridge", () => {
    const region = new Region<any>({ node: {}, rest: {} });
    region.node.up = region;
    const { rest } = region;
    freeze(region.node);
    expect([isRegion(region), isFrozen(rest)]).toEqual([false, true]);
  });

  it("frees it from its parent, which keeps the frozen value", () => {
    const child = new Region<any>({ a: 1 });
    const parent = new Region<any>({ child });
    freeze(parent.child);
    expect(regionInfo(parent)).toMatchObject({ state: "closed", openSubregions: 0 });
    expect(parent.child.a).toBe(1);
    parent.child2 = parent.child;
    checkInvariant(parent);
  });

  it("ends handles of objects that the bridge no longer reached", () => {
    const region = new Region<any>({ a: {} });
    const { a } = region;
    delete region.a;
    freeze(region);
    regionError("ERR_INVALIDATED", () => a.x);
    regionError("ERR_INVALIDATED", () => (a.x = 1));
  });

  it("refuses as a whole when something in it cannot be frozen", () => {
    const region = new Region<any>({ list: [new (class Point {})()], fine: {} });
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze({ region })).path).toBe("$.region.list[0]");
    expect([isRegion(region), isFrozen(region.fine), isFreezable(region)]).toEqual([true, false, false]);
    region.fine.x = 1;
  });

  it("does not bring dead handles back", () => {
    const region = new Region<any>({ a: {} });
    const { a } = region;
    const borrowed = borrow(region.a) as any;
    close(region);
    freeze(region.a);
    regionError("ERR_INVALIDATED", () => a.x);
    regionError("ERR_INVALIDATED", () => borrowed.x);
    expect(region.a.x).toBeUndefined();
  });

  it("says where it was frozen", () => {
    configure({ sites: true });
    const region = new Region<any>({});
    freeze(region);
    expect(regionError("ERR_FROZEN_MUTATION", () => (region.x = 1)).sites[0]).toMatch(/regions\.test\.ts/);
  });
});

describe("questions", () => {
  it("regionOf tells the owner of handles and of raw references", () => {
    const raw = {};
    const region = new Region<any>({ raw });
    expect([regionOf(region), regionOf(region.raw), regionOf(raw)]).toEqual([region, region, region]);
    for (const value of [{}, [], () => 1, freeze({}), new Proxy({}, {})]) expect(regionOf(value)).toBeUndefined();
  });

  it("isRegion is true for live bridge handles only", () => {
    const region = new Region<any>({ a: {} });
    expect([region, region.a, {}, 1, undefined, null, () => 1].map(isRegion)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const wrong: [string, unknown][] = [
    ["undefined", undefined],
    ["null", null],
    ["a number", 1],
    ["a plain object", {}],
    ["a function", () => 1],
    ["a proxy", new Proxy({}, { get: () => expect.fail("a trap ran") })],
    ["a revoked proxy", revoked],
    ["a contained object", new Region<any>({ a: {} }).a],
  ];
  describe.each([
    ["borrowCount", borrowCount],
    ["isClosed", isClosed],
    ["close", close],
    ["regionInfo", regionInfo],
    ["parentOf", parentOf],
  ] as [string, (value: any) => unknown][])("%s", (name, operation) => {
    it.each(wrong)("refuses %s and says so", (_, value) => {
      const error = regionError("ERR_NOT_A_REGION", () => operation(value));
      expect(error.message).toContain(`${name}() was given`);
    });

    it("refuses a dead handle", () => {
      const region = new Region();
      move(region);
      regionError("ERR_USE_AFTER_MOVE", () => operation(region));
    });
  });

  it("borrow, regionOf, checkInvariant and configure refuse what they cannot use", () => {
    for (const value of [undefined, null, 1, "a"]) {
      expect(() => borrow(value as never)).toThrow(RegionError);
      expect(() => regionOf(value as never)).toThrow(/regionOf\(\) was given/);
      expect(() => checkInvariant(value as never)).toThrow(/checkInvariant\(\) was given/);
      expect(() => configure(value as never)).toThrow(TypeError);
    }
    expect(() => configure({ check: "full" } as never)).toThrow(/no option "check"/);
    expect(() => configure({ checks: "some" } as never)).toThrow(TypeError);
    expect(() => configure({ sites: 1 } as never)).toThrow(TypeError);
  });
});

describe('configure({ checks: "full" })', () => {
  it("mends at the next boundary what a raw reference did, or says why it cannot", () => {
    configure({ checks: "full" });
    const raw: unknown[] = [];
    const region = new Region<any>({ raw });
    raw.push({ n: 1 });
    const next = move(region);
    expect([regionOf(next.raw[0]) === next, regionInfo(next).size]).toEqual([true, 3]);
    const part = {};
    const other = new Region({ part });
    raw.push(part);
    expect(regionError("ERR_CROSS_REGION", () => move(next)).path).toBe("$.raw[1]");
    regionError("ERR_CROSS_REGION", () => close(next));
    expect([isRegion(next), isRegion(other)]).toEqual([true, true]);
  });

  it('leaves raw references alone with checks: "fast"', () => {
    const raw: unknown[] = [];
    const region = new Region<any>({ raw });
    raw.push({ n: 1 });
    expect(regionOf(move(region).raw[0])).toBeUndefined();
  });
});

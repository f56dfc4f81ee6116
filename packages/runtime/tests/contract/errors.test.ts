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
} from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ sites: false, checks: "fast" }));

function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const hostile = new Proxy(
  {},
  new Proxy({}, { get: (_, trap) => () => expect.fail(`the trap ${String(trap)} was called`) }),
);

class Point {
  x = 1;
}

/** What an operation on regions may be given by mistake. None of it is a live handle. */
const wrong: [name: string, value: unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 1],
  ["NaN", NaN],
  ["a string", "region"],
  ["an empty string", ""],
  ["a boolean", true],
  ["a bigint", 10n],
  ["a symbol", Symbol("s")],
  ["a plain object", {}],
  ["an object without prototype", Object.create(null)],
  ["an array", []],
  ["a function", () => 1],
  ["a class", Point],
  ["the class Region itself", Region],
  ["Region.prototype", Region.prototype],
  ["an instance of a class", new Point()],
  ["an object that is shaped like a region", { [Symbol.dispose]() {}, name: "region" }],
  ["a Map", new Map()],
  ["a Date", new Date(0)],
  ["a WeakMap", new WeakMap()],
  ["a promise", Promise.resolve()],
  ["a frozen object", Object.freeze({})],
  ["a proxy", hostile],
  ["a revoked proxy", revoked()],
  ["a revoked proxy of an array", revoked([])],
  ["a revoked proxy of a function", revoked(() => 1)],
];

/** Handles that were valid once, or are valid and of another kind. */
function handles(): [name: string, handle: any, code: string | undefined][] {
  const region = new Region<any>({ part: {}, list: [] });
  const moved = new Region<any>({ part: {} });
  const movedPart = moved.part;
  move(moved);
  const dropped = new Region<any>({ part: {} });
  const droppedPart = dropped.part;
  dropped[Symbol.dispose]();
  const ended = borrow<any>(region.part);
  ended[Symbol.dispose]();
  const endedBridge = borrow<any>(region);
  endedBridge[Symbol.dispose]();
  const closed = new Region<any>({ part: {} });
  const closedPart = closed.part;
  close(closed);
  return [
    ["a moved region", moved, "ERR_USE_AFTER_MOVE"],
    ["an object of a moved region", movedPart, "ERR_USE_AFTER_MOVE"],
    ["a dropped region", dropped, "ERR_INVALIDATED"],
    ["an object of a dropped region", droppedPart, "ERR_INVALIDATED"],
    ["an ended borrow", ended, "ERR_INVALIDATED"],
    ["an ended borrow of a bridge", endedBridge, "ERR_INVALIDATED"],
    ["what was read before close", closedPart, "ERR_INVALIDATED"],
    ["a contained object", region.part, "ERR_NOT_A_REGION"],
    ["a contained array", region.list, "ERR_NOT_A_REGION"],
  ];
}

const operations: [name: string, run: (value: any) => unknown][] = [
  ["borrowCount", borrowCount],
  ["close", close],
  ["isClosed", isClosed],
  ["regionInfo", regionInfo],
  ["parentOf", parentOf],
];

describe.each(operations)("%s", (name, run) => {
  it.each(wrong)("refuses %s: ERR_NOT_A_REGION", (_, value) => {
    const error = regionError("ERR_NOT_A_REGION", () => run(value));
    expect(error.message).toContain(name);
  });

  it("refuses a call without arguments", () => {
    regionError("ERR_NOT_A_REGION", () => (run as () => unknown)());
  });

  it.each(handles())("refuses %s", (_, handle, code) => {
    regionError(code as never, () => run(handle));
  });
});

describe("move", () => {
  const local = wrong.filter(
    ([name, value]) =>
      ((typeof value === "object" && value !== null) || typeof value === "function") &&
      !/frozen|function|class|Region/.test(name),
  );
  it.each(local)("refuses %s: ERR_NOT_A_REGION", (_, value) => {
    regionError("ERR_NOT_A_REGION", () => move(value as never));
  });

  it.each(handles())("refuses %s", (_, handle, code) => {
    regionError(code as never, () => move(handle));
  });
});

describe("borrow", () => {
  it.each(wrong)("refuses %s: ERR_NOT_A_REGION, and does not call the function", (_, value) => {
    regionError("ERR_NOT_A_REGION", () => borrow(value as never));
    regionError("ERR_NOT_A_REGION", () => borrow(value as never, () => expect.fail("was called")));
  });

  it.each(handles().filter(([, , code]) => code !== "ERR_NOT_A_REGION"))("refuses %s", (_, handle, code) => {
    regionError(code as never, () => borrow(handle));
    regionError(code as never, () => borrow(handle, () => expect.fail("was called")));
  });

  it("refuses a second argument that is no function, and counts nothing", () => {
    const region = new Region<any>();
    for (const [, value] of wrong)
      if (typeof value !== "function" && value !== undefined)
        expect(() => borrow(region, value as never)).toThrow(/borrow/);
    expect(borrowCount(region)).toBe(1);
  });
});

describe("isRegion", () => {
  it.each(wrong)("is false for %s", (_, value) => {
    expect(isRegion(value)).toBe(false);
  });

  it.each(handles())("is false for %s", (_, handle) => {
    expect(isRegion(handle)).toBe(false);
  });

  it("is true for free, owned and borrowed regions", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ child, list: [] });
    expect([isRegion(child), isRegion(parent.child), isRegion(parent), isRegion(new Region([]))]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("isFrozen and isFreezable", () => {
  it.each(wrong)("answer for %s without throwing", (_, value) => {
    expect(typeof isFrozen(value)).toBe("boolean");
    expect(typeof isFreezable(value)).toBe("boolean");
    expect(typeof isFrozen({ deep: [value] })).toBe("boolean");
    expect(typeof isFreezable({ deep: [value] })).toBe("boolean");
  });
});

describe("regionOf", () => {
  it.each(wrong.filter(([, value]) => typeof value === "object" && value !== null))(
    "is undefined for %s",
    (_, value) => {
      expect(regionOf(value as object)).toBeUndefined();
    },
  );

  it.each([undefined, null, 1, "a", true, 10n])("refuses %s with an error that names it", (value) => {
    expect(() => regionOf(value as never)).toThrow(/regionOf/);
  });

  it("gives the bridge for the region, what it contains, borrows, and nothing once frozen", () => {
    const child = new Region<any>({ part: {} });
    const region = new Region<any>({ part: { deep: [{}] }, child });
    using held = borrow(region.part);
    expect([region, region.part, region.part.deep[0], held].map((h) => regionOf(h) === region)).toEqual(
      Array(4).fill(true),
    );
    expect([child, child.part].map((h) => regionOf(h) === child)).toEqual([true, true]);
  });
});

describe("checkInvariant", () => {
  it("accepts nothing, local graphs, regions and frozen values, cyclic or not", () => {
    checkInvariant();
    const cyclic: any = { a: [] };
    cyclic.a.push(cyclic, new Region<any>({ n: {} }), freeze({ x: {} }));
    checkInvariant(cyclic, [], () => 1, new Region());
  });

  it("calls no getter and no trap", () => {
    checkInvariant({
      get a(): never {
        return expect.fail("a getter was called");
      },
      hostile,
      revoked: revoked(),
    });
  });
});

describe("configure", () => {
  it.each([
    undefined,
    null,
    1,
    "fast",
    [],
    () => 1,
    { checks: "some" },
    { sites: 1 },
    { sites: "yes" },
    { check: "full" },
  ])("refuses %j, and changes nothing", (options) => {
    if (Array.isArray(options) || typeof options === "function") return;
    expect(() => configure(options as never)).toThrow(TypeError);
    const region = new Region<any>();
    move(region);
    expect(regionError("ERR_USE_AFTER_MOVE", () => region.x).sites).toEqual([]);
  });

  it("changes only what it is given", () => {
    configure({ sites: true });
    configure({ checks: "full" });
    configure({});
    const region = new Region<any>();
    move(region);
    expect(regionError("ERR_USE_AFTER_MOVE", () => region.x).sites).toHaveLength(1);
  });
});

describe("new Region()", () => {
  const unusable = wrong.filter(([, value]) => value !== undefined && (typeof value !== "object" || value === null));
  it.each(unusable)("refuses %s with an error that says what to give", (_, value) => {
    expect(() => new Region(value as never)).toThrow(/Region/);
  });

  it.each([
    ["a WeakMap", new WeakMap()],
    ["a promise", Promise.resolve()],
    ["a proxy", hostile],
    ["a revoked proxy", revoked()],
    ["a revoked proxy of an array", revoked([])],
  ])("refuses %s: ERR_NOT_MOVABLE", (_, value) => {
    regionError("ERR_NOT_MOVABLE", () => new Region(value));
    regionError("ERR_NOT_MOVABLE", () => new Region({ value }));
  });

  it.each(handles().slice(0, 7))("refuses %s", (_, handle, code) => {
    regionError(code as never, () => new Region(handle));
    regionError(code as never, () => new Region({ handle }));
  });

  it("refuses to be called without new", () => {
    expect(() => (Region as unknown as () => void)()).toThrow(TypeError);
  });

  it("refuses options and names of the wrong type, and leaves the object local", () => {
    const local = {};
    for (const options of [1, "name", true, { name: 1 }, { name: {} }, { name: null }])
      expect(() => new Region(local, options as never)).toThrow(TypeError);
    expect(regionOf(local)).toBeUndefined();
    expect(regionInfo(new Region({}, { name: "" })).name).toBe("");
    expect(regionInfo(new Region(undefined, { name: "a" })).name).toBe("a");
  });
});

describe("a RegionError", () => {
  it("is an Error with a name, a stack and the documented fields", () => {
    const a = new Region<any>({ part: {} }, { name: "a" });
    const b = new Region<any>({}, { name: "b" });
    const error = regionError("ERR_CROSS_REGION", () => (b.x = { deep: [0, a.part] }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(RegionError);
    expect(error.name).toBe("RegionError");
    expect(error.path).toBe("$.deep[1]");
    expect(error.sites).toEqual([]);
    expect(typeof error.stack).toBe("string");
    expect(String(error)).toContain("RegionError");
    expect(error.message).toContain("a");
    expect(Object.prototype.toString.call(error)).toBe("[object Error]");
  });

  it("gives as source and target handles that can be used, never what is behind them", () => {
    const rawPart = { n: 1 };
    const a = new Region<any>({ part: rawPart });
    const b = new Region<any>({ inner: {} });
    const owned = new Region<any>({ n: 1 });
    const owner = new Region<any>({ owned });
    const check = (error: RegionError): void => {
      for (const object of [error.source, error.target]) {
        if (object === undefined) continue;
        const owner = regionOf(object);
        if (owner === undefined) continue;
        expect([a, b, owned, owner].includes(owner)).toBe(true);
        expect(object).not.toBe(rawPart);
      }
    };
    const cross = regionError("ERR_CROSS_REGION", () => (b.inner.x = a.part));
    check(cross);
    if (cross.target !== undefined) expect(cross.target).toBe(a.part);
    if (cross.source !== undefined) expect([b, b.inner]).toContain(cross.source);
    const second = regionError("ERR_ALREADY_OWNED", () => (b.x = owned));
    if (second.target !== undefined) expect(second.target).toBe(owned);
    const cycle = regionError("ERR_REGION_CYCLE", () => (owned.x = owner));
    if (cycle.target !== undefined) expect(cycle.target).toBe(owner);
    using held = borrow(a);
    const borrowed = regionError("ERR_BORROWED", () => move(a));
    for (const object of [borrowed.source, borrowed.target]) if (object !== undefined) expect(object).toBe(a);
  });

  it("does not keep a moved region writable", () => {
    const a = new Region<any>({ part: { n: 1 } });
    const b = new Region<any>();
    const errors = [
      regionError("ERR_CROSS_REGION", () => (b.x = a.part)),
      regionError("ERR_CROSS_REGION", () => (b.x = [a.part])),
      regionError("ERR_ALREADY_OWNED", () => (b.x = [a, a])),
      regionError("ERR_REGION_CYCLE", () => {
        using child = new Region<any>();
        a.child = child;
        child.up = a;
      }),
      regionError("ERR_NOT_MOVABLE", () => (a.x = new WeakMap())),
      regionError("ERR_NOT_MOVABLE", () => (a.part.x = [new WeakMap()])),
      regionError("ERR_NOT_A_REGION", () => move(a.part)),
      borrow(a, () => regionError("ERR_BORROWED", () => move(a))),
    ];
    const before = JSON.stringify(a);
    const moved = move(a);
    for (const { source, target } of errors)
      for (const object of [source, target] as any[]) {
        try {
          object.written = 1;
        } catch {
          // dead, or absent
        }
      }
    expect(JSON.stringify(moved)).toBe(before);
    expect(JSON.stringify(moved)).not.toContain("written");
  });

  const teaching: [string, () => unknown, RegExp[]][] = [
    [
      "ERR_USE_AFTER_MOVE",
      () => {
        const jobs = new Region<any>({}, { name: "jobs" });
        move(jobs);
        return jobs.items;
      },
      [/jobs/, /moved/, /items/, /move\(\)/],
    ],
    [
      "ERR_INVALIDATED",
      () => {
        const jobs = new Region<any>({ items: {} }, { name: "jobs" });
        const { items } = jobs;
        close(jobs);
        return items.first;
      },
      [/jobs/, /closed/, /first/],
    ],
    [
      "ERR_BORROWED",
      () => {
        const jobs = new Region<any>({}, { name: "jobs" });
        borrow(jobs);
        return move(jobs);
      },
      [/jobs/, /borrow/, /using|close/],
    ],
    [
      "ERR_CROSS_REGION",
      () => {
        const a = new Region<any>({ part: {} }, { name: "alpha" });
        return new Region<any>({ x: [a.part] }, { name: "beta" });
      },
      [/alpha/, /\$\.x\[0\]/],
    ],
    [
      "ERR_ALREADY_OWNED",
      () => {
        const child = new Region<any>({}, { name: "child" });
        const parent = new Region<any>({ child }, { name: "parent" });
        return (parent.again = child);
      },
      [/child/, /parent/, /own/, /move\(\)|delete/],
    ],
    [
      "ERR_REGION_CYCLE",
      () => {
        const child = new Region<any>({}, { name: "child" });
        const parent = new Region<any>({ child }, { name: "parent" });
        return (child.up = parent);
      },
      [/child/, /parent/],
    ],
    ["ERR_NOT_MOVABLE", () => (new Region<any>().x = { a: new WeakMap() }), [/WeakMap/, /\$\.a/]],
    ["ERR_NOT_FREEZABLE", () => freeze({ a: [new WeakMap()] }), [/WeakMap/, /\$\.a\[0\]/, /[Nn]othing/]],
    ["ERR_NOT_A_REGION", () => close({}), [/close/, /new Region/]],
    [
      "ERR_FROZEN_MUTATION",
      () => {
        const jobs: any = freeze(new Region<any>({ n: 1 }, { name: "jobs" }));
        return (jobs.count = 2);
      },
      [/jobs/, /frozen/, /count/],
    ],
  ];
  it.each(teaching)("%s says what happened, to what, and what to do", (code, run, patterns) => {
    const error = regionError(code as never, run);
    for (const pattern of patterns) expect(error.message).toMatch(pattern);
    expect(error.message).not.toMatch(/undefined|\[object/);
    expect(error.message.length).toBeGreaterThan(40);
    expect(error.message.length).toBeLessThan(600);
  });

  it("names the path of a dead handle in a graph", () => {
    const dead = new Region<any>();
    move(dead);
    const region = new Region<any>();
    for (const run of [() => (region.x = { a: [dead] }), () => new Region({ a: [dead] }), () => freeze({ a: [dead] })])
      expect(regionError("ERR_USE_AFTER_MOVE", run).path).toBe("$.a[0]");
  });

  it("survives strange names and keys", () => {
    const region = new Region<any>({}, { name: 'a "b"\n\u0000c' });
    const key = Symbol("deep");
    const error = regionError("ERR_NOT_MOVABLE", () => (region["x y"] = { [key]: { "a-b": { 0: new WeakMap() } } }));
    expect(error.path).toMatch(/^\$/);
    expect(error.path).toContain("a-b");
    move(region);
    regionError("ERR_USE_AFTER_MOVE", () => region[Symbol("s")]);
    regionError("ERR_USE_AFTER_MOVE", () => region[Symbol()]);
  });

  it("cannot be reached by changing it: sites are a copy", () => {
    configure({ sites: true });
    const region = new Region<any>();
    const held = borrow<any>(region);
    const info = regionInfo(region);
    (info as any).borrowCount = 9;
    (info.borrows as any[]).length = 0;
    expect(regionInfo(region)).toMatchObject({ borrowCount: 2 });
    expect(regionInfo(region).borrows).toHaveLength(1);
    held[Symbol.dispose]();
  });
});

describe("regionInfo", () => {
  it("has exactly the documented fields", () => {
    expect(Object.keys(regionInfo(new Region())).sort()).toEqual(
      ["name", "state", "borrowCount", "openSubregions", "size", "parent", "dirty", "borrows"].sort(),
    );
  });

  it("counts the bridge in size, not frozen values, constants nor subregions", () => {
    const region = new Region<any>({ f: () => 1, c: Point, frozen: freeze({ a: {} }), child: new Region({ p: {} }) });
    expect(regionInfo(region).size).toBe(1);
    region.part = { deep: [{}] };
    expect(regionInfo(region).size).toBe(4);
    expect(regionInfo(region.child).size).toBe(2);
  });

  it("describes a child of a region", () => {
    const child = new Region<any>({}, { name: "child" });
    const parent = new Region<any>({ child });
    expect(regionInfo(child)).toEqual({
      name: "child",
      state: "closed",
      borrowCount: 1,
      openSubregions: 0,
      size: 1,
      parent: "region",
      dirty: false,
      borrows: [],
    });
    expect(regionInfo(parent).parent).toBe("none");
    expect(parentOf(parent)).toBeUndefined();
  });
});

describe("a region by `new Region(init)`", () => {
  it("of a frozen value starts from a copy, and shares what is below", () => {
    const frozen = freeze({ list: [{ n: 1 }], n: 1 });
    const region = new Region<any>(frozen);
    region.n = 2;
    region.list = [...region.list, 1];
    expect([frozen.n, frozen.list.length]).toEqual([1, 1]);
    expect(region.list[0]).toBe(frozen.list[0]);
    const array = new Region<any>(freeze([1, { n: 1 }]));
    array.push(3);
    expect(Array.isArray(array)).toBe(true);
    expect(array).toHaveLength(3);
    checkInvariant(region, array);
  });

  it("of a frozen region starts from a copy", () => {
    const frozen = freeze(new Region<any>({ part: { n: 1 } }));
    const region = new Region<any>(frozen);
    expect(region === frozen).toBe(false);
    expect(isRegion(region)).toBe(true);
    expect(region.part.n).toBe(1);
    region.x = 1;
    expect("x" in frozen).toBe(false);
    checkInvariant(region);
  });

  it("of a frozen value keeps symbols, hidden fields, accessors, holes and no prototype", () => {
    const key = Symbol("key");
    const source = Object.create(null, {
      [key]: { value: 1, enumerable: true },
      hidden: { value: 2 },
      computed: { get: () => 3, enumerable: true },
    });
    const region = new Region<any>(freeze(source));
    expect([region[key], region.hidden, region.computed]).toEqual([1, 2, 3]);
    expect(Object.getPrototypeOf(region)).toBe(null);
    expect(Object.keys(region)).toEqual(["computed"]);

    const list = new Region<any>(freeze([, 1, ,]));
    expect([list.length, 0 in list, 1 in list]).toEqual([3, false, true]);
  });

  it("of a local object with children owns them", () => {
    const child = new Region<any>();
    const region = new Region<any>({ deep: [child] });
    expect(parentOf(child)).toBe(region);
    const again = new Region<any>();
    regionError("ERR_ALREADY_OWNED", () => new Region({ a: again, b: again }));
    expect(parentOf(again)).toBeUndefined();
  });

  it("of an object that another region owns is refused", () => {
    const raw = { part: {} };
    const region = new Region<any>(raw);
    regionError("ERR_ALREADY_OWNED", () => new Region(region));
    expect(() => new Region(raw)).toThrow(RegionError);
    regionError("ERR_CROSS_REGION", () => new Region(region.part));
    regionError("ERR_CROSS_REGION", () => new Region(raw.part));
    expect(regionInfo(region).size).toBe(2);
    checkInvariant(region);
  });

  it("is an instance of Region, and nothing else is", () => {
    const region = new Region<any>({ part: {} });
    expect(region instanceof Region).toBe(true);
    for (const value of [{}, [], region.part, 1, null, undefined, () => 1]) expect(value instanceof Region).toBe(false);
    expect(Object.getPrototypeOf(region)).toBe(Object.prototype);
  });
});

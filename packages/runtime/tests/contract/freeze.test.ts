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
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

class Point {
  x = 1;
}

afterEach(() => configure({ sites: false }));

describe("freeze", () => {
  it("returns its first argument, whatever it is", () => {
    const object = {};
    const region = new Region();
    const part = new Region<any>({ p: {} }).p;
    for (const value of [object, [], () => 1, region, part, 1, "a", null, undefined, Symbol("s"), 10n])
      expect(freeze(value)).toBe(value);
    expect(freeze(1, object, {})).toBe(1);
  });

  it("of several roots is all or nothing", () => {
    const region = new Region<any>({ part: {} });
    const good = { deep: [{}] };
    for (const bad of [new WeakMap(), [new WeakMap()], { x: Promise.resolve() }, new Proxy({}, {})]) {
      regionError("ERR_NOT_FREEZABLE", () => freeze(good, region, bad));
      regionError("ERR_NOT_FREEZABLE", () => freeze(bad, good, region));
      for (const object of [good, good.deep, good.deep[0]!])
        expect([isFrozen(object), Object.isFrozen(object), Object.isExtensible(object)]).toEqual([false, false, true]);
      expect([isRegion(region), isFrozen(region)]).toEqual([true, false]);
      region.part.x = 1;
    }
    const dead = new Region();
    move(dead);
    regionError("ERR_USE_AFTER_MOVE", () => freeze(good, dead));
    expect(isFrozen(good)).toBe(false);
    freeze(good, region);
    expect([isFrozen(good), isFrozen(region)]).toEqual([true, true]);
  });

  it("names the path to what cannot be frozen", () => {
    const paths: [unknown, string][] = [
      [{ users: [0, 1, 2, { socket: new WeakMap() }] }, "$.users[3].socket"],
      [[[new WeakMap()]], "$[0][0]"],
      [new WeakMap(), "$"],
      [{ region: new Region<any>({ part: [new WeakSet()].length && {} }), b: new WeakSet() }, "$.b"],
    ];
    for (const [value, path] of paths) {
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
      expect(error.path).toBe(path);
      expect(error.message).toContain(path);
    }
  });

  it.each([
    ["a Promise", () => Promise.resolve()],
    ["a WeakMap", () => new WeakMap()],
    ["a WeakSet", () => new WeakSet()],
    ["a WeakRef", () => new WeakRef({})],
    ["a generator", () => (function* () {})()],
    ["a typed array with elements", () => new Uint8Array(1)],
    ["an instance of a class", () => new Point()],
    [
      "an instance of an anonymous class",
      () =>
        new (class {
          x = 1;
        })(),
    ],
    ["a proxy", () => new Proxy({}, {})],
    ["a proxy of a function", () => new Proxy(() => 1, {})],
  ])("refuses %s alone, deep and in a region, and says what it is", (_, make) => {
    for (const value of [make(), { deep: [make()] }]) {
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
      expect(error.message.length).toBeGreaterThan(20);
      expect(isFrozen(value)).toBe(false);
      expect(isFreezable(value)).toBe(false);
    }
  });

  it("freezes what is already frozen natively but not deeply", () => {
    const shell = Object.freeze({ part: { n: 1 } });
    expect(isFrozen(shell)).toBe(false);
    freeze(shell);
    expect([isFrozen(shell), Object.isFrozen(shell.part)]).toEqual([true, true]);
  });

  it("freezes sealed, non-extensible, null-prototype and sparse things", () => {
    const value = [Object.seal({ a: {} }), Object.preventExtensions([{}]), Object.create(null), [, {}, ,]] as any[];
    freeze(value);
    for (const object of [...value, value[0].a, value[1][0], value[3][1]]) expect(Object.isFrozen(object)).toBe(true);
    expect(0 in value[3]).toBe(false);
  });

  it("does not touch what everybody shares", () => {
    const value = { f: Math.max, c: Map, p: Array.prototype, list: [1], re: Object.prototype };
    freeze(value);
    for (const shared of [Map, Map.prototype, Array.prototype, Object.prototype, Object, Function.prototype])
      expect(Object.isFrozen(shared)).toBe(false);
  });

  it("freezes functions reached, not what they capture", () => {
    const captured = { n: 1 };
    const f = Object.assign(() => captured, { part: {} });
    freeze({ f });
    expect([Object.isFrozen(f), Object.isFrozen(f.part), Object.isFrozen(captured)]).toEqual([true, true, false]);
    expect(isFrozen(f)).toBe(true);
    expect(f().n).toBe(1);
  });

  it("leaves plain frozen objects to the engine's own TypeError", () => {
    const value: any = freeze({ list: [2, 1], part: { n: 1 } });
    for (const run of [
      () => (value.x = 1),
      () => delete value.part,
      () => (value.part.n = 2),
      () => value.list.push(1),
      () => value.list.sort(),
      () => (value.list.length = 0),
      () => Object.defineProperty(value, "x", { value: 1 }),
      () => Object.setPrototypeOf(value, null),
    ])
      expect(run).toThrow(TypeError);
    expect(JSON.stringify(value)).toBe('{"list":[2,1],"part":{"n":1}}');
  });

  it("freezes the value behind a field called __proto__, and symbol and hidden fields", () => {
    const key = Symbol("key");
    const value = JSON.parse('{"__proto__": {"a": {}}}');
    value[key] = {};
    Object.defineProperty(value, "hidden", { value: {} });
    freeze(value);
    const own = Object.getOwnPropertyDescriptor(value, "__proto__")!.value;
    for (const object of [own, own.a, value[key], value.hidden]) expect(Object.isFrozen(object)).toBe(true);
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });
});

describe("isFrozen and isFreezable", () => {
  it("isFrozen is deep, true for primitives, and false for what only looks so", () => {
    for (const value of [1, "a", null, undefined, true, 1n, Symbol("s"), Object.freeze({}), Object.freeze([])])
      expect(isFrozen(value)).toBe(true);
    for (const value of [{}, [], Object.freeze({ a: {} }), Object.seal({ a: 1 }), new Region(), new WeakMap()])
      expect(isFrozen(value)).toBe(false);
  });

  it("isFreezable tells whether freeze would succeed, and changes nothing", () => {
    const region = new Region<any>({ part: {} });
    const bad = new Region<any>({ part: {}, x: new Point() });
    const cases: [unknown, boolean][] = [
      [{}, true],
      [[], true],
      [() => 1, true],
      [Point, true],
      [1, true],
      [null, true],
      [{ a: [{}] }, true],
      [{ a: new WeakMap() }, false],
      [region, true],
      [region.part, true],
      [{ region }, true],
      [bad, false],
      [bad.part, true],
      [{ bad }, false],
      [freeze({ a: {} }), true],
    ];
    for (const [value, expected] of cases) {
      expect(isFreezable(value)).toBe(expected);
      if (expected && (typeof value !== "object" || value === null || isFrozen(value))) continue;
      expect(isFrozen(value)).toBe(false);
    }
    expect([isRegion(region), isRegion(bad)]).toEqual([true, true]);
  });
});

describe("freezing a region", () => {
  it("freezes it whole, with its subregions, and it is no region any more", () => {
    const deep = new Region<any>({ n: 3 });
    const sub = new Region<any>({ leaf: { n: 2 }, deep });
    const region = new Region<any>({ part: { n: 1 }, list: [{}, sub] });
    const { part, list } = region;
    const { leaf } = sub;
    const held = borrow<any>(region.part);
    const heldSub = borrow<any>(sub);
    expect(freeze(region)).toBe(region);
    for (const handle of [region, part, list, sub, leaf, deep, held, heldSub]) {
      expect([isFrozen(handle), isRegion(handle)]).toEqual([true, false]);
      expect(regionOf(handle)).toBeUndefined();
      regionError("ERR_FROZEN_MUTATION", () => (handle.x = 1));
      regionError("ERR_FROZEN_MUTATION", () => (handle.n = 1));
      regionError("ERR_FROZEN_MUTATION", () => delete handle.n);
      regionError("ERR_FROZEN_MUTATION", () => Object.defineProperty(handle, "x", { value: 1 }));
      regionError("ERR_FROZEN_MUTATION", () => Object.assign(handle, { n: 1 }));
    }
    for (const run of [
      () => list.push(1),
      () => list.pop(),
      () => list.sort(),
      () => list.reverse(),
      () => list.splice(0, 1),
      () => list.fill(0),
      () => list.shift(),
      () => list.unshift(1),
      () => list.copyWithin(0, 1),
      () => (list.length = 0),
      () => (list[0] = 1),
    ])
      regionError("ERR_FROZEN_MUTATION", run);
    expect([region.part.n, part.n, held.n, sub.leaf.n, heldSub.deep.n, list[1] === sub]).toEqual([1, 1, 1, 2, 3, true]);
    expect(region.part).toBe(part);
    expect(JSON.stringify(region)).toBe('{"part":{"n":1},"list":[{},{"leaf":{"n":2},"deep":{"n":3}}]}');
    checkInvariant(region);
  });

  it("makes operations on regions refuse it, silent disposal aside", () => {
    const region = new Region<any>({ part: {} });
    const held = borrow<any>(region.part);
    freeze(region);
    for (const operation of [borrowCount, close, isClosed, regionInfo, parentOf])
      regionError("ERR_NOT_A_REGION", () => operation(region));
    region[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(region.part).toBeDefined();
    expect(move(region)).toBe(region);
    expect(freeze(region)).toBe(region);
  });

  it("lets it be shared by other regions", () => {
    const region = new Region<any>({ part: { n: 1 } });
    freeze(region);
    const a = new Region<any>({ region });
    const b = new Region<any>({ list: [region, region.part] });
    expect([a.region.part.n, b.list[0].part.n, b.list[1].n]).toEqual([1, 1, 1]);
    expect(a.region.part).toBe(b.list[1]);
    expect([regionInfo(a).size, regionInfo(b).size]).toEqual([1, 2]);
    const moved = move(a);
    expect(region.part.n).toBe(1);
    expect(moved.region.part.n).toBe(1);
    checkInvariant(moved, b);
  });

  it("lets its parent keep it as a frozen value, closed", () => {
    const child = new Region<any>({ n: 1 });
    const parent = new Region<any>({ child });
    const held = borrow<any>(child);
    expect(isClosed(parent)).toBe(false);
    freeze(child);
    expect([isClosed(parent), regionInfo(parent).openSubregions]).toEqual([true, 0]);
    expect(parent.child.n).toBe(1);
    expect(held.n).toBe(1);
    parent.second = child;
    const moved = move(parent);
    expect([moved.child.n, child.n]).toEqual([1, 1]);
    checkInvariant(moved);
  });

  it("happens by a local object that references it", () => {
    const region = new Region<any>({ part: {} });
    freeze({ deep: [region] });
    expect([isRegion(region), isFrozen(region.part)]).toEqual([false, true]);
  });

  it("happens by a raw alias of the bridge", () => {
    const raw = { part: {} };
    const region = new Region<any>(raw);
    freeze(raw);
    expect([isRegion(region), isFrozen(region)]).toEqual([false, true]);
    regionError("ERR_FROZEN_MUTATION", () => (region.part.x = 1));
  });

  it("does not freeze its parent", () => {
    const child = new Region<any>({});
    const parent = new Region<any>({ child, part: {} });
    freeze(child);
    parent.part.x = 1;
    expect([isRegion(parent), isFrozen(parent)]).toEqual([true, false]);
  });

  it("borrowed or not is allowed", () => {
    const region = new Region<any>({ part: { n: 1 } });
    borrow(region.part, (held: any) => {
      freeze(region);
      expect(held.n).toBe(1);
      regionError("ERR_FROZEN_MUTATION", () => (held.n = 2));
    });
    expect(region.part.n).toBe(1);
  });

  it("is refused as a whole when a subregion holds something unfreezable", () => {
    const sub = new Region<any>({ bad: new Point(), part: {} });
    const region = new Region<any>({ sub, part: {} });
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(region));
    expect(error.path).toBe("$.sub.bad");
    expect([isRegion(region), isRegion(sub), isFrozen(region.part), isFrozen(sub.part)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    sub.part.x = 1;
    region.part.x = 1;
    checkInvariant(region);
  });

  it("through frozen handles reads with every reflection", () => {
    const region = new Region<any>({ list: [1, { n: 1 }], f: () => 1 });
    const { list } = region;
    freeze(region);
    expect(Object.keys(region)).toEqual(["list", "f"]);
    expect("list" in region).toBe(true);
    expect(Object.getOwnPropertyDescriptor(region, "list")).toMatchObject({ enumerable: true });
    expect(Object.getOwnPropertyDescriptor(list, "length")).toMatchObject({ value: 2 });
    expect([Object.isFrozen(region), Object.isFrozen(list), Object.isExtensible(list)]).toEqual([true, true, false]);
    expect([...list]).toEqual([1, { n: 1 }]);
    expect({ ...region }.list).toBe(list);
    expect(list.map((x: any) => x)[1]).toBe(list[1]);
    expect(list.concat([3])).toHaveLength(3);
    expect(list.slice(0, 1)).toEqual([1]);
    expect(Array.isArray(list)).toBe(true);
    expect(list.indexOf(region.list[1])).toBe(1);
    expect(Reflect.ownKeys(list)).toEqual(["0", "1", "length"]);
    expect(Object.entries(Object.getOwnPropertyDescriptors(list))).toHaveLength(3);
    expect(Object.getPrototypeOf(list)).toBe(Array.prototype);
  });

  it("names the site when sites are recorded", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: {} }, { name: "jobs" });
    freeze(region);
    const error = regionError("ERR_FROZEN_MUTATION", () => (region.part = 1));
    expect(error.sites[0]).toMatch(/freeze\.test\.ts:\d+/);
    expect(error.message).toContain("jobs");
  });
});

describe("freezing a contained object", () => {
  it("takes its closure out of the region and leaves the rest", () => {
    const region = new Region<any>({ config: { hosts: [{ n: 1 }] }, rest: { n: 1 } });
    const { config, rest } = region;
    const host = borrow<any>(config.hosts[0]);
    expect(freeze(config)).toBe(config);
    expect(regionInfo(region)).toMatchObject({ size: 2, borrowCount: 1, state: "closed" });
    for (const handle of [config, config.hosts, host]) {
      expect([isFrozen(handle), regionOf(handle)]).toEqual([true, undefined]);
      regionError("ERR_FROZEN_MUTATION", () => (handle.x = 1));
    }
    rest.n = 2;
    region.x = {};
    expect([isRegion(region), region.config === config, host.n]).toEqual([true, true, 1]);
    const moved = move(region);
    expect([config.hosts[0].n, host.n, moved.config === config]).toEqual([1, 1, true]);
    new Region<any>({ config });
    freeze({ config });
    close(moved);
    expect(config.hosts).toHaveLength(1);
    checkInvariant(moved);
  });

  it("freezes the whole region when the closure reaches the bridge", () => {
    const region = new Region<any>({ node: { deep: [{}] }, rest: {} });
    region.node.deep[0].up = region;
    const { rest } = region;
    freeze(region.node);
    expect([isRegion(region), isFrozen(region), isFrozen(rest)]).toEqual([false, true, true]);
    regionError("ERR_FROZEN_MUTATION", () => (rest.x = 1));
  });

  it("freezes the subregions that its closure holds, and no others", () => {
    const inside = new Region<any>({ n: 1 });
    const outside = new Region<any>({ n: 2 });
    const region = new Region<any>({ part: { inside }, outside });
    freeze(region.part);
    expect([isRegion(inside), isRegion(outside), isRegion(region)]).toEqual([false, true, true]);
    expect(parentOf(outside)).toBe(region);
    expect(region.part.inside.n).toBe(1);
    checkInvariant(region);
  });

  it("freezes the parent's part only, not the parent, when a subregion's object is frozen", () => {
    const sub = new Region<any>({ part: {} });
    const region = new Region<any>({ sub });
    freeze(sub.part);
    expect([isRegion(sub), isRegion(region), parentOf(sub)]).toEqual([true, true, region]);
    checkInvariant(region);
  });

  it("works by a borrow, which stays readable", () => {
    const region = new Region<any>({ part: { n: 1 } });
    const held = borrow<any>(region.part);
    freeze(held);
    expect([isFrozen(region.part), borrowCount(region), held.n]).toEqual([true, 1, 1]);
    held[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
  });

  it("works by a local object that references it, and by a raw alias", () => {
    const raw = { n: 1 };
    const region = new Region<any>({ part: {}, raw });
    freeze({ deep: [region.part] });
    freeze(raw);
    expect([isFrozen(region.part), isFrozen(region.raw), isRegion(region)]).toEqual([true, true, true]);
    expect(regionInfo(region).size).toBe(1);
    expect(region.raw.n).toBe(1);
    checkInvariant(region);
  });

  it("is refused as a whole when its closure cannot be frozen", () => {
    const region = new Region<any>({ part: { good: {}, bad: new Point() } });
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(region.part));
    expect(error.path).toBe("$.bad");
    expect(regionInfo(region).size).toBe(4);
    region.part.good.x = 1;
    checkInvariant(region);
  });

  it("of an array element keeps the array writable", () => {
    const region = new Region<any>({ list: [{ n: 2 }, { n: 1 }] });
    const [first] = region.list;
    freeze(first);
    region.list.sort((a: any, b: any) => a.n - b.n);
    expect(region.list[1]).toBe(first);
    region.list.push(first, region.list[0]);
    region.list.length = 1;
    expect(regionInfo(region).size).toBe(3);
    checkInvariant(region);
  });
});

import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  freeze,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

describe("plan, then commit", () => {
  const owners: object[] = [];
  function illegalGraphs(): [string, string, (deep: object) => unknown][] {
    const other = new Region<any>({ part: {} });
    const owned = new Region<any>();
    owners.push(new Region<any>({ owned }));
    const dead = new Region<any>();
    move(dead);
    return [
      ["a contained object of another region", "ERR_CROSS_REGION", (deep) => ({ deep, last: [other.part] })],
      ["an owned region", "ERR_ALREADY_OWNED", (deep) => ({ deep, last: [owned] })],
      ["a promise", "ERR_NOT_MOVABLE", (deep) => ({ deep, last: [Promise.resolve()] })],
      ["a WeakSet", "ERR_NOT_MOVABLE", (deep) => ({ deep, last: { x: new WeakSet() } })],
      ["a WeakRef", "ERR_NOT_MOVABLE", (deep) => ({ deep, last: { x: new WeakRef({}) } })],
      ["a moved region", "ERR_USE_AFTER_MOVE", (deep) => ({ deep, last: dead })],
    ];
  }

  it.each(illegalGraphs())("%s at the end of a deep graph leaves everything as it was", (_, code, make) => {
    const region = new Region<any>({ slot: "before", list: ["before"] });
    const child = new Region<any>();
    const inner = { child };
    const deep: any = { inner, array: [inner, {}] };
    deep.self = deep;
    const value = make(deep) as any;
    for (const store of [
      () => (region.slot = value),
      () => (region.list[0] = value),
      () => region.list.push({}, value),
      () => region.list.splice(0, 1, value),
      () => region.list.fill(value),
      () => Object.defineProperty(region, "slot", { value }),
      () => Object.assign(region, { slot: value }),
      () => new Region(value),
    ]) {
      const error = regionError(code as never, store);
      expect(error.path).toContain("last");
      expect(region.slot).toBe("before");
      expect([...region.list]).toEqual(["before"]);
      expect(regionInfo(region).size).toBe(2);
      for (const object of [value, deep, inner, deep.array, deep.array[1], value.last])
        if (value.last !== object || code !== "ERR_USE_AFTER_MOVE") expect(regionOf(object)).toBeUndefined();
      expect(parentOf(child)).toBeUndefined();
      expect(deep.inner).toBe(inner);
      expect(inner.child).toBe(child);
    }
    checkInvariant(region, child);
  });

  it("a failed write does not free what the field holds", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ child, list: [] });
    regionError("ERR_NOT_MOVABLE", () => (parent.child = new WeakMap()));
    regionError("ERR_NOT_MOVABLE", () => (parent.child = { x: [new WeakMap()] }));
    expect(parentOf(child)).toBe(parent);
    expect(parent.child).toBe(child);
    checkInvariant(parent);
  });

  it("a failed write does not turn a handle in the local graph into anything else", () => {
    const region = new Region<any>({ part: {} });
    const local = { part: region.part, bad: new WeakMap() };
    const { part } = region;
    regionError("ERR_NOT_MOVABLE", () => (region.x = local));
    expect(local.part).toBe(part);
    expect(regionOf(local)).toBeUndefined();
  });

  it("never calls a getter or a setter", () => {
    let calls = 0;
    const local = {
      get a(): number {
        return ++calls;
      },
      set a(_: number) {
        calls++;
      },
      list: [1],
    };
    Object.defineProperty(local.list, 0, { get: () => ++calls, enumerable: true, configurable: true });
    const region = new Region<any>();
    region.local = local;
    expect(calls).toBe(0);
    regionError(
      "ERR_NOT_MOVABLE",
      () => (region.bad = { get: Object.create(null, { x: { get: () => ++calls } }), b: new WeakMap() }),
    );
    expect(calls).toBe(0);
    expect(region.local.a).toBe(1);
  });

  it("never calls a trap of somebody else's proxy", () => {
    const traps = new Proxy({}, { get: (_, trap) => () => expect.fail(`the trap ${String(trap)} was called`) });
    const region = new Region<any>({ list: [] });
    for (const target of [{}, [], () => 1]) {
      const foreign = new Proxy<any>(target, traps);
      const wrapped = { foreign };
      if (typeof target === "function") continue;
      regionError("ERR_NOT_MOVABLE", () => (region.x = foreign));
      regionError("ERR_NOT_MOVABLE", () => (region.x = wrapped));
      regionError("ERR_NOT_MOVABLE", () => region.list.push(foreign));
      regionError("ERR_NOT_MOVABLE", () => new Region(foreign));
      regionError("ERR_NOT_MOVABLE", () => new Region({ wrapped }));
      regionError("ERR_NOT_FREEZABLE", () => freeze(foreign));
      regionError("ERR_NOT_FREEZABLE", () => freeze({ wrapped }));
      expect(regionOf(foreign)).toBeUndefined();
      expect(isRegion(foreign)).toBe(false);
    }
    expect("x" in region).toBe(false);
  });

  it("never calls a trap of a proxy that is the prototype of a local object", () => {
    const traps = new Proxy({}, { get: (_, trap) => () => expect.fail(`the trap ${String(trap)} was called`) });
    const local = Object.create(new Proxy({}, traps)) as object;
    const region = new Region<any>();
    try {
      region.x = local;
    } catch (error) {
      expect((error as { name: string }).name).toBe("RegionError");
    }
  });

  it("never calls toString, toJSON, valueOf or Symbol.toPrimitive of what it refuses", () => {
    const call = (): never => expect.fail("user code ran");
    const bad = {
      toString: call,
      toJSON: call,
      valueOf: call,
      [Symbol.toPrimitive]: call,
      [Symbol.for("nodejs.util.inspect.custom")]: call,
      get [Symbol.toStringTag](): string {
        return call();
      },
      get constructor(): never {
        return call();
      },
      weak: new WeakMap(),
    };
    const region = new Region<any>();
    regionError("ERR_NOT_MOVABLE", () => (region.x = bad));
    regionError("ERR_NOT_FREEZABLE", () => freeze(bad));
    regionError("ERR_NOT_A_REGION", () => borrow(bad));
    regionError("ERR_NOT_A_REGION", () => move(bad as any));
    delete (bad as any).weak;
    region.x = bad;
    const other = new Region<any>();
    regionError("ERR_CROSS_REGION", () => (other.x = region.x));
  });
});

describe("what a local object may look like", () => {
  it("null prototypes are kept", () => {
    const local = Object.assign(Object.create(null), { a: { b: 1 } });
    const region = new Region<any>({ local });
    expect(Object.getPrototypeOf(region.local)).toBe(null);
    expect(region.local.a.b).toBe(1);
    region.local.c = {};
    expect("toString" in region.local).toBe(false);
    expect(regionInfo(region).size).toBe(4);
    checkInvariant(region);
  });

  it("an own key __proto__ is data, and pollutes nothing", () => {
    const local = JSON.parse('{"__proto__": {"polluted": {"n": 1}}, "constructor": {"prototype": {"polluted": 1}}}');
    const raw = Object.getOwnPropertyDescriptor(local, "__proto__")!.value as object;
    const region = new Region<any>({ local });
    expect(regionOf(raw)).toBe(region);
    expect(Object.keys(region.local)).toEqual(["__proto__", "constructor"]);
    expect(Object.getOwnPropertyDescriptor(region.local, "__proto__")!.value.polluted.n).toBe(1);
    expect(region.local.constructor.prototype.polluted).toBe(1);
    expect(({} as any).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(region.local)).toBe(Object.prototype);
    Object.defineProperty(region, "__proto__", {
      value: { x: 1 },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    expect(Object.keys(region)).toEqual(["local", "__proto__"]);
    expect(regionInfo(region).size).toBe(7);
    checkInvariant(region);
    const moved = move(region);
    expect(Object.getOwnPropertyDescriptor(moved, "__proto__")!.value.x).toBe(1);
  });

  it("symbol keys and non-enumerable keys are adopted and stay what they are", () => {
    const key = Symbol("key");
    const local = { [key]: { n: 1 } };
    Object.defineProperty(local, "hidden", { value: { n: 2 }, writable: true, configurable: true });
    const region = new Region<any>(local);
    expect(regionInfo(region).size).toBe(3);
    expect(regionOf(region[key])).toBe(region);
    expect(regionOf(region.hidden)).toBe(region);
    expect(Object.keys(region)).toEqual([]);
    expect(Reflect.ownKeys(region)).toEqual(["hidden", key]);
    region.hidden = { n: 3 };
    expect(Object.getOwnPropertyDescriptor(region, "hidden")).toMatchObject({ enumerable: false, writable: true });
  });

  it("sealed, frozen and non-extensible objects keep their restrictions, and their mutable parts work", () => {
    const region = new Region<any>({
      sealed: Object.seal({ part: { n: 1 } }),
      fixed: Object.preventExtensions({ part: { n: 1 } }),
      shell: Object.freeze({ part: { n: 1 }, list: Object.freeze([{ n: 1 }]) }),
    });
    const { sealed, fixed, shell } = region;
    for (const object of [sealed, fixed, shell]) {
      expect(() => (object.added = 1)).toThrow(TypeError);
      expect(object.part).toBe(object.part);
      expect(regionOf(object.part)).toBe(region);
      object.part.n++;
      expect(object.part.n).toBe(2);
      object.part.more = {};
      expect(regionOf(object.part.more)).toBe(region);
      expect(Object.entries(object)[0]).toEqual(["part", object.part]);
      expect(Object.getOwnPropertyDescriptor(object, "part")!.value).toBe(object.part);
      expect({ ...object }.part).toBe(object.part);
      expect(Reflect.ownKeys(object)).toEqual(object === shell ? ["part", "list"] : ["part"]);
    }
    sealed.part = { n: 5 };
    fixed.part = { n: 5 };
    expect(() => (shell.part = 1)).toThrow(TypeError);
    expect(() => delete sealed.part).toThrow(TypeError);
    expect(() => delete shell.part).toThrow(TypeError);
    delete fixed.part;
    shell.list[0].n = 7;
    expect(JSON.stringify(shell)).toBe('{"part":{"n":2,"more":{}},"list":[{"n":7}]}');
    expect([...shell.list]).toEqual([{ n: 7 }]);
    expect(Array.isArray(shell.list)).toBe(true);
    checkInvariant(region);
  });

  it("a non-extensible object can be the bridge", () => {
    const region = new Region<any>(Object.preventExtensions({ part: { n: 1 } }));
    expect(() => (region.x = 1)).toThrow(TypeError);
    expect(region.part.n).toBe(1);
    const moved = move(region);
    expect(moved.part.n).toBe(1);
    expect(() => (moved.x = 1)).toThrow(TypeError);
    expect(Reflect.ownKeys(moved)).toEqual(["part"]);
    expect(isRegion(moved)).toBe(true);
    using parent = new Region<any>({ moved });
    expect(parent.moved.part.n).toBe(1);
  });

  it("non-configurable and read-only fields of mutable parts can be read through a handle", () => {
    const part = { n: 1 };
    const local = Object.defineProperties({} as any, {
      fixed: { value: part, enumerable: true },
      hidden: { value: [part] },
      accessor: {
        get(this: any) {
          return this.fixed;
        },
      },
    });
    const region = new Region<any>({ local });
    expect(region.local.fixed).toBe(region.local.fixed);
    expect(region.local.fixed).not.toBe(part);
    expect(region.local.hidden[0]).toBe(region.local.fixed);
    expect(region.local.accessor).toBe(region.local.fixed);
    const descriptor = Object.getOwnPropertyDescriptor(region.local, "fixed")!;
    expect(descriptor).toMatchObject({ enumerable: true, writable: false });
    expect(descriptor.value).toBe(region.local.fixed);
    expect(Object.getOwnPropertyDescriptors(region.local).hidden!.value[0]).toBe(region.local.fixed);
    expect(() => (region.local.fixed = 1)).toThrow(TypeError);
    expect(Reflect.set(region.local, "fixed", 1)).toBe(false);
    expect(Reflect.deleteProperty(region.local, "fixed")).toBe(false);
    region.local.fixed.n = 2;
    expect(part.n).toBe(2);
    checkInvariant(region);
  });

  it("a non-configurable getter answers with handles", () => {
    const part = { n: 1 };
    const local = Object.defineProperty({ part } as any, "again", {
      get(this: any) {
        return this.part;
      },
    });
    const region = new Region<any>(local);
    expect(region.again).toBe(region.part);
    expect(region.again).not.toBe(part);
  });

  it("sharing and cycles survive", () => {
    const shared = { n: 1 };
    const local: any = { a: shared, b: [shared, shared] };
    local.self = local;
    local.b.push(local.b);
    const region = new Region<any>();
    region.local = local;
    expect(region.local.a).toBe(region.local.b[1]);
    expect(region.local.self).toBe(region.local);
    expect(region.local.b[2]).toBe(region.local.b);
    expect(regionInfo(region).size).toBe(4);
    checkInvariant(region);
  });

  it("an adopted graph may hold frozen parts, free regions and handles of the same region", () => {
    const frozen = freeze({ f: {} });
    const child = new Region<any>({ c: 1 });
    const region = new Region<any>({ part: {} });
    const { part } = region;
    const local = { frozen, child, part, self: region, list: [part, frozen] };
    region.local = local;
    expect(region.local.frozen).toBe(frozen);
    expect(region.local.child).toBe(child);
    expect(region.local.part).toBe(part);
    expect(region.local.self).toBe(region);
    expect(parentOf(child)).toBe(region);
    expect(regionInfo(region)).toMatchObject({ size: 4, parent: "none" });
    checkInvariant(region);
  });

  it("an array with holes, extra fields and no elements keeps them", () => {
    const list: any = [, { n: 1 }, ,];
    list.extra = { n: 2 };
    const region = new Region<any>({ list, empty: [] });
    expect(region.list.length).toBe(3);
    expect([0 in region.list, 1 in region.list, 2 in region.list]).toEqual([false, true, false]);
    expect(regionOf(region.list.extra)).toBe(region);
    expect(Object.keys(region.list)).toEqual(["1", "extra"]);
    expect(region.empty.length).toBe(0);
  });

  it("a huge sparse array costs nothing", () => {
    const list: any[] = [];
    list[4_000_000_000] = { n: 1 };
    const region = new Region<any>({ list });
    expect(region.list.length).toBe(4_000_000_001);
    expect(region.list[4_000_000_000].n).toBe(1);
    expect(regionInfo(region).size).toBe(3);
    region.list.length = 0;
    freeze(region);
  });
});

describe("large graphs", () => {
  it("a chain of 1,000,000 local objects is adopted, moved and frozen", () => {
    let chain: any = { end: true };
    for (let i = 0; i < 1_000_000; i++) chain = { next: chain };
    const region = new Region<any>();
    region.chain = chain;
    expect(regionInfo(region).size).toBe(1_000_002);
    const moved = move(region);
    expect(moved.chain.next.next).toBeDefined();
    freeze(moved);
  }, 60_000);

  it("a refused chain of 1,000,000 local objects stays local", () => {
    const end: any = { bad: new WeakMap() };
    let chain: any = end;
    for (let i = 0; i < 1_000_000; i++) chain = { next: chain };
    const region = new Region<any>();
    const error = regionError("ERR_NOT_MOVABLE", () => (region.chain = chain));
    expect(error.message.length).toBeLessThan(5000);
    expect(regionOf(end)).toBeUndefined();
    expect(regionInfo(region).size).toBe(1);
  }, 60_000);

  it("100,000 objects in one array are adopted, and 20,000 subregions owned and freed", () => {
    const region = new Region<any>({ list: Array.from({ length: 100_000 }, (_, n) => ({ n })) });
    expect(regionInfo(region).size).toBe(100_002);
    const children = Array.from({ length: 20_000 }, (_, n) => new Region<any>({ n }));
    region.children = [...children];
    expect(parentOf(children[19_999])).toBe(region);
    region.children.length = 1;
    expect(parentOf(children[19_999])).toBeUndefined();
    expect(parentOf(children[0])).toBe(region);
  }, 60_000);

  it("a chain of 10,000 nested regions is closed, moved, frozen and dropped", () => {
    const build = (): any => {
      let region = new Region<any>({ n: 0 });
      for (let n = 1; n <= 10_000; n++) region = new Region<any>({ n, child: region });
      return region;
    };
    const region = move(build());
    expect(region.child.child.n).toBe(9_998);
    let deepest = region;
    while (deepest.child !== undefined) deepest = deepest.child;
    regionError("ERR_REGION_CYCLE", () => (deepest.child = region));
    const held = borrow<any>(deepest);
    regionError("ERR_BORROWED", () => move(region));
    held[Symbol.dispose]();
    freeze(region);
    expect(deepest.n).toBe(0);
    build()[Symbol.dispose]();
  }, 60_000);
});

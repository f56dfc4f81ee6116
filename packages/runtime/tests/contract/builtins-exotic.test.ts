import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  freeze,
  isFrozen,
  isRegion,
  move,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";
import { content, outcome, twins, type World } from "./builtins-twins.js";

const nobody = { v: Symbol("nobody"), o: [] };

describe("a builtin as the bridge of a region", () => {
  it.each<[string, () => any, (v: any) => unknown]>([
    ["a Map", () => new Map<any, any>([["k", { n: 1 }]]), (v) => v.set("l", {}).size],
    ["a Set", () => new Set<any>([{ n: 1 }]), (v) => v.add({}).size],
    ["a Date", () => new Date(5), (v) => v.setTime(9)],
    ["a RegExp", () => /a/g, (v) => v.test("ba")],
    ["an Error", () => new TypeError("e", { cause: {} }), (v) => (v.message = "f")],
    ["an array", () => [{ n: 1 }], (v) => v.push({})],
    ["a typed array", () => Int16Array.of(3, 1), (v) => v.sort()[0]],
    ["a Buffer", () => Buffer.alloc(2, "ab"), (v) => v.write("z")],
    ["a DataView", () => new DataView(new ArrayBuffer(2)), (v) => v.setInt8(0, 7)],
    ["an ArrayBuffer", () => new ArrayBuffer(2), (v) => v.slice(1).byteLength],
    ["a boxed number", () => new Number(1), (v) => v * 2],
  ])("%s works, can be moved, borrowed and closed", (_, make, use) => {
    const plain = make();
    const region = new Region<any>(make(), { name: "bridge" });
    const [expected, actual] = [use(plain), use(region)];
    expect(actual).toEqual(expected);
    expect(content(region, nobody)).toEqual(content(plain, nobody));
    expect([isRegion(region), region instanceof plain.constructor, region instanceof Region]).toEqual([
      true,
      true,
      true,
    ]);
    borrow(region, (held: any) => expect(content(held, nobody)).toEqual(content(plain, nobody)));
    close(region);
    expect(content(region, nobody)).toEqual(content(plain, nobody));
    const moved = move(region);
    expect(content(moved, nobody)).toEqual(content(plain, nobody));
    regionError("ERR_USE_AFTER_MOVE", () => use(region));
    expect(use(moved)).toEqual(use(plain));
    const parent = new Region<any>({ moved });
    expect(content(parent.moved, nobody)).toEqual(content(plain, nobody));
    checkInvariant(parent);
    parent[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => use(moved));
  });

  const state = (v: any): unknown => (v instanceof Date ? +v : v instanceof Error ? v.message : [...v]);
  it.each<[string, () => any, (v: any) => unknown]>([
    ["a Map", () => new Map<any, any>([["k", { n: 1 }]]), (v) => v.set("l", 2)],
    ["a Set", () => new Set<any>([{ n: 1 }, "k"]), (v) => v.delete("k")],
    ["a Date", () => new Date(5), (v) => v.setTime(9)],
    ["an array", () => [{ n: 1 }, 2], (v) => v.push(3)],
    ["an Error", () => new RangeError("e"), (v) => (v.message = "f")],
  ])("of a frozen %s starts from a copy that can be changed", (_, make, change) => {
    const frozen = freeze(make());
    const region = new Region<any>(frozen);
    expect([region === frozen, isRegion(region), region instanceof frozen.constructor]).toEqual([false, true, true]);
    expect(content(region, nobody)).toEqual(content(make(), nobody));
    change(region);
    const plain = make();
    change(plain);
    expect(content(region, nobody)).toEqual(content(plain, nobody));
    expect(state(frozen)).toEqual(state(make()));
    expect(isFrozen(frozen)).toBe(true);
    checkInvariant(region);
  });
});

describe("what only looks like a builtin", () => {
  it.each<[string, () => any]>([
    ["an object with Map.prototype", () => Object.create(Map.prototype)],
    ["an object with Set.prototype", () => Object.create(Set.prototype)],
    ["an object with Date.prototype", () => Object.create(Date.prototype)],
    ["an object with RegExp.prototype", () => Object.create(RegExp.prototype)],
    ["an object with Uint8Array.prototype", () => Object.create(Uint8Array.prototype)],
    ["an object with Error.prototype", () => Object.create(Error.prototype)],
    ["an object with Array.prototype", () => Object.create(Array.prototype)],
    ["an object tagged as Map", () => ({ [Symbol.toStringTag]: "Map", size: 3, get: (k: string) => k })],
    ["an object with a constructor field", () => ({ constructor: Map, entries: [] })],
    ["an object with a length", () => ({ length: 2, 0: "a", 1: { n: 1 } })],
  ])("is what it is: %s", (_, make) => {
    const answer = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return (error as Error).name;
      }
    };
    const answers = ({ v, o }: World): unknown => [
      answer(() => v.size),
      answer(() => v.get("a")),
      answer(() => v.set("a", 1)),
      answer(() => v.has("a")),
      answer(() => v.add("a")),
      answer(() => v.getTime()),
      answer(() => v.setTime(1)),
      answer(() => v.exec("a")),
      answer(() => v.source),
      answer(() => v.byteLength),
      answer(() => v.fill(0)),
      answer(() => v.then()),
      answer(() => typeof v.message),
      answer(() => [...v]),
      answer(() => `${v}`),
      answer(() => JSON.stringify(v)),
      answer(() => Array.isArray(v)),
      answer(() => Array.from(v).length),
      (v.extra = o[0]),
      Object.keys(v),
      v[1],
    ];
    const { plain, owned, region } = twins(make);
    expect(outcome(answers, owned)).toEqual(outcome(answers, plain));
    checkInvariant(region);
  });

  it("own fields named like methods do not hide what a Map or a Set holds", () => {
    const stop = (): never => expect.fail("user code ran");
    const inner = { n: 1 };
    const hide = {
      get: stop,
      has: stop,
      entries: stop,
      forEach: stop,
      values: stop,
      keys: stop,
      [Symbol.iterator]: stop,
    };
    const map = Object.defineProperty(Object.assign(new Map([["k", inner]]), hide), "size", { get: stop });
    const set = Object.defineProperty(Object.assign(new Set([inner]), hide), "size", { get: stop });
    const region = new Region<any>({ map, set });
    expect([regionOf(inner), regionInfo(region).size]).toEqual([region, 4]);
    checkInvariant(region);
    regionError("ERR_NOT_MOVABLE", () => (region.x = Object.assign(new Map([["k", new WeakMap()]]), hide)));
    regionError("ERR_NOT_MOVABLE", () => (region.x = Object.assign(new Set([new WeakMap()]), hide)));
    const moved = move(region);
    expect(regionOf(inner)).toBe(moved);
    expect(regionInfo(moved).size).toBe(4);
  });
});

describe("the stack of an error in a region", () => {
  it("can be read, assigned and copied by the handle", () => {
    const region = new Region<any>({ error: new RangeError("text"), other: new Error("other") });
    expect(region.error.stack).toMatch(/^RangeError: text\n\s+at .*builtins-exotic/);
    region.error.stack = "mine";
    region.other.stack = region.error.stack;
    expect([region.error.stack, region.other.stack]).toEqual(["mine", "mine"]);
    checkInvariant(region);
  });
});

describe("builtins of another realm", () => {
  const foreign = (code: string): any => runInNewContext(code);

  it.each<[string, string, (v: any) => unknown]>([
    ["a Map", "new Map([['k', { n: 1 }]])", (v) => [v.get("k").n, v.set("l", 2).size, [...v.keys()]]],
    ["a Set", "new Set(['k', 2])", (v) => [v.has("k"), v.add(3).size, [...v]]],
    ["a Date", "new Date(5)", (v) => [v.getTime(), v.setTime(6), +v, JSON.stringify(v)]],
    ["a RegExp", "/a(b)/g", (v) => [v.test("ab"), v.lastIndex, v.source]],
    ["an array", "[1, { n: 1 }]", (v) => [v.length, v.push(3), v[1].n, Array.isArray(v)]],
    ["an error", "new TypeError('text')", (v) => [v.message, String(v), v.name]],
    ["a typed array", "Uint8Array.of(1, 2)", (v) => [v.length, v.fill(7)[1], [...v]]],
    ["a DataView", "new DataView(new ArrayBuffer(2))", (v) => [v.setUint8(0, 5), v.getUint8(0), v.byteLength]],
    ["an object", "({ n: { m: 1 } })", (v) => [v.n.m, Object.keys(v)]],
    ["an instance", "new (class P { x = 1; get y() { return this.x + 1 } })()", (v) => [v.x, v.y, (v.x = 4), v.y]],
  ])("behave alike: %s", (_, code, use) => {
    const region = new Region<any>({ v: foreign(code) });
    expect(JSON.stringify(use(region.v))).toBe(JSON.stringify(use(foreign(code))));
    checkInvariant(region);
    const moved = move(region);
    expect(JSON.stringify(moved)).toBe(
      JSON.stringify({ v: (use(foreign(code)), ((v) => (use(v), v))(foreign(code))) }),
    );
  });

  it("hold what they hold: adopted, or refused", () => {
    const region = new Region<any>();
    const fill = foreign("(value) => new Map([[value, new Set([value])]])");
    const inner = { n: 1 };
    region.x = fill(inner);
    expect([regionOf(inner), regionInfo(region).size]).toEqual([region, 4]);
    const other = new Region<any>({ part: {} });
    regionError("ERR_CROSS_REGION", () => (region.y = fill(other.part)));
    for (const code of [
      "Promise.resolve()",
      "new WeakMap()",
      "new WeakRef({})",
      "new FinalizationRegistry(() => 1)",
      "(function* () {})()",
      "[][Symbol.iterator]()",
      "new Map().values()",
      "(async function* () {})()",
    ])
      regionError("ERR_NOT_MOVABLE", () => (region.y = [foreign(code)]));
    expect("y" in region).toBe(false);
    checkInvariant(region, other);
  });
});

describe("atomic and exact", () => {
  it("Map.set with a fine key and an illegal value, or the other way round, leaves both local", () => {
    const region = new Region<any>({ map: new Map() });
    const fine = { deep: [{}] };
    const child = new Region<any>();
    for (const bad of [new WeakMap(), { x: new WeakMap() }]) {
      regionError("ERR_NOT_MOVABLE", () => region.map.set(fine, bad));
      regionError("ERR_NOT_MOVABLE", () => region.map.set(bad, fine));
      regionError("ERR_NOT_MOVABLE", () => region.map.set(child, bad));
      regionError("ERR_NOT_MOVABLE", () => region.map.set(bad, child));
    }
    regionError("ERR_ALREADY_OWNED", () => region.map.set(child, child));
    regionError("ERR_ALREADY_OWNED", () => region.map.set({ child }, [child]));
    expect([region.map.size, regionOf(fine), regionOf(fine.deep), regionInfo(child).parent]).toEqual([
      0,
      undefined,
      undefined,
      "none",
    ]);
    region.map.set(fine, fine.deep);
    expect(region.map.get(fine)).toBe([...region.map.keys()][0].deep);
    checkInvariant(region, child);
  });

  it("a borrow as key, value or member is the plain object it is a borrow of", () => {
    const region = new Region<any>({ part: {}, map: new Map(), set: new Set() });
    borrow(region.part, (held: any) => {
      region.map.set(held, held);
      region.set.add(held);
      expect([region.map.has(held), region.set.has(held), region.map.has(region.part)]).toEqual([true, true, true]);
    });
    expect(region.map.get(region.part)).toBe(region.part);
    expect([...region.set][0]).toBe(region.part);
    region.set.add(region.part);
    expect(region.set.size).toBe(1);
    checkInvariant(region);
    expect(isRegion(move(region))).toBe(true);
  });

  it("foreign proxies in Maps and Sets are refused without calling a trap", () => {
    const traps = new Proxy({}, { get: (_, trap) => () => expect.fail(`the trap ${String(trap)} was called`) });
    const region = new Region<any>({ map: new Map(), set: new Set(), bytes: new Uint8Array(1) });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const proxy of [
      new Proxy({}, traps),
      new Proxy(new Map(), traps),
      new Proxy(new Date(), traps),
      revoked.proxy,
    ])
      for (const store of [
        () => region.map.set("k", proxy),
        () => region.map.set(proxy, 1),
        () => region.set.add(proxy),
        () => (region.map.extra = proxy),
        () => (region.x = new Map([[proxy, 1]])),
        () => (region.x = new Set([[proxy]])),
        () => (region.x = new Error("e", { cause: proxy })),
      ]) {
        regionError("ERR_NOT_MOVABLE", store);
        expect([region.map.has(proxy), region.set.has(proxy), region.map.get(proxy)]).toEqual([
          false,
          false,
          undefined,
        ]);
      }
    expect([region.map.size, region.set.size, "x" in region]).toEqual([0, 0, false]);
  });
});

import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { configure, freeze, isFreezable, isFrozen, Region } from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ sites: false }));

const arrayTypes = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
] as const; // prettier-ignore

describe("what can be frozen", () => {
  const kinds: [string, () => object][] = [
    ["an object", () => ({ a: 1 })],
    ["an object without prototype", () => Object.assign(Object.create(null), { a: {} })],
    ["an array", () => [1, {}]],
    ["a sparse array with an extra field", () => Object.assign([, 1, ,], { extra: {} })],
    ["a function", () => () => 1],
    ["a Map", () => new Map([[{}, {}]])],
    ["a Set", () => new Set([{}])],
    ["a Date", () => new Date(0)],
    ["an invalid Date", () => new Date(NaN)],
    ["a RegExp", () => /a/g],
    ["a boxed number", () => new Number(1)],
    ["a boxed string", () => new String("abc")],
    ["a boxed boolean", () => new Boolean(false)],
    ["a boxed bigint", () => Object(1n) as object],
    ["a boxed symbol", () => Object(Symbol("s")) as object],
    ["an Error", () => new Error("message", { cause: { deep: {} } })],
    ["a TypeError", () => new TypeError("message")],
    ["a RangeError", () => new RangeError("message")],
    ["an AggregateError", () => new AggregateError([new Error("one")], "message")],
    ["an object with accessors", () => Object.defineProperty({}, "a", { get: () => expect.fail("was called") })],
    ...arrayTypes.map((Type): [string, () => object] => [`an empty ${Type.name}`, () => new Type(0)]),
  ];

  it.each(kinds)("%s, alone, deep, in a Map, in a Set and in a region", (_, make) => {
    const values = [make(), make(), make(), make(), make(), make()] as const;
    const roots = [
      values[0],
      { deep: [values[1]] },
      new Map([["key", values[2]]]),
      new Map([[values[3], "value"]]),
      new Set([values[4]]),
      new Region<any>({ value: values[5] }),
    ];
    for (const root of roots) {
      expect(isFreezable(root)).toBe(true);
      expect(freeze(root)).toBe(root);
      expect(isFrozen(root)).toBe(true);
    }
    for (const value of values) expect([isFrozen(value), Object.isFrozen(value)]).toEqual([true, true]);
  });

  it("a boxed primitive, which keeps its value", () => {
    expect((freeze(new Number(5)) as number) + 1).toBe(6);
    expect(String(freeze(new String("abc")))).toBe("abc");
    expect(new Boolean(freeze(new Boolean(false)).valueOf()).valueOf()).toBe(false);
  });

  it("an Error with its cause and its errors, which keeps message and stack", () => {
    const cause = { deep: { n: 1 } };
    const inner = new Error("inner", { cause });
    const error = new AggregateError([inner], "outer");
    const { stack } = error;
    freeze(error);
    for (const value of [error, error.errors, inner, cause, cause.deep]) expect(Object.isFrozen(value)).toBe(true);
    expect([error.message, error.stack, error.errors[0] === inner]).toEqual(["outer", stack, true]);
    expect(() => (error.message = "other")).toThrow(TypeError);
  });

  it("accessors, which are never invoked and work afterwards", () => {
    let calls = 0;
    const object = {
      part: { n: 1 },
      get computed(): number {
        calls++;
        return this.part.n;
      },
      set computed(_value: number) {
        calls++;
      },
    };
    expect(isFreezable(object)).toBe(true);
    freeze({ object });
    expect([calls, isFrozen(object)]).toEqual([0, true]);
    expect([object.computed, calls]).toEqual([1, 1]);
  });

  it("functions reached and what hangs on them, but not what they capture", () => {
    const captured = { n: 1 };
    const hung = { deep: {} };
    const f = Object.assign(() => captured, { hung });
    freeze(new Map([["f", f]]));
    expect([f, hung, hung.deep, captured].map((value) => Object.isFrozen(value))).toEqual([true, true, true, false]);
  });
});

describe("what cannot be frozen", () => {
  class Point {
    x = 1;
  }
  class Secret {
    #value = 1;
    read(): number {
      return this.#value;
    }
  }
  const kinds: [string, () => object][] = [
    ["a WeakMap", () => new WeakMap()],
    ["a WeakSet", () => new WeakSet()],
    ["a WeakRef", () => new WeakRef({})],
    ["a FinalizationRegistry", () => new FinalizationRegistry(() => undefined)],
    ["a Promise", () => Promise.resolve()],
    ["a generator", () => (function* () {})()],
    ["an async generator", () => (async function* () {})()],
    ["an iterator of an array", () => [1].values()],
    ["an iterator of a Map", () => new Map().entries()],
    ["an ArrayBuffer", () => new ArrayBuffer(8)],
    ["a SharedArrayBuffer", () => new SharedArrayBuffer(8)],
    ["a DataView", () => new DataView(new ArrayBuffer(8))],
    ["a Buffer", () => Buffer.from("abc")],
    ["a URL", () => new URL("https://example.org")],
    ["a stream", () => new Readable()],
    ["an AbortController", () => new AbortController()],
    ["an instance of an unregistered class", () => new Point()],
    ["an instance of a class with private fields", () => new Secret()],
    ["a proxy", () => new Proxy({}, {})],
    ["a proxy of a Map", () => new Proxy(new Map(), {})],
    ...arrayTypes.map((Type): [string, () => object] => [`a ${Type.name} with elements`, () => new Type(2)]),
  ];

  it.each(kinds)("%s: ERR_NOT_FREEZABLE with its path, and nothing is frozen", (_, make) => {
    const value = make();
    const first = { deep: {} };
    const roots: [unknown, string | RegExp][] = [
      [value, "$"],
      [{ first, a: { b: [0, 1, 2, value] } }, "$.a.b[3]"],
      [[first, [value]], "$[1][0]"],
      [Object.create(null, { hidden: { value } }), "$.hidden"],
      [Object.assign(() => 1, { hung: value }), "$.hung"],
      [{ first, "two words": { "0": value } }, /two words/],
      [{ [Symbol("key")]: { value } }, /key/],
      [{ first, map: new Map([["k", value]]) }, /^\$\.map/],
      [{ first, set: new Set([first, value]) }, /^\$\.set/],
    ];
    for (const [root, path] of roots) {
      expect(isFreezable(root)).toBe(false);
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze(root));
      if (typeof path === "string") expect(error.path).toBe(path);
      else expect(error.path).toMatch(path);
      expect(error.message).toContain(error.path);
      expect([isFrozen(root), Object.isFrozen(first), Object.isFrozen(first.deep)]).toEqual([false, false, false]);
      expect(Object.isExtensible(root)).toBe(true);
    }
  });

  it("names the kind and the class", () => {
    const cases: [object, RegExp][] = [
      [new WeakMap(), /WeakMap/],
      [Promise.resolve(), /Promise/],
      [new Uint8Array(1), /Uint8Array/],
      [new Point(), /Point/],
      [new Secret(), /Secret/],
    ];
    for (const [value, name] of cases)
      expect(regionError("ERR_NOT_FREEZABLE", () => freeze({ a: value })).message).toMatch(name);
  });

  it("says of an instance of a class how to make it freezable", () => {
    const { message } = regionError("ERR_NOT_FREEZABLE", () => freeze({ a: new Point() }));
    expect(message).toMatch(/registerType|setFreezable/);
  });

  it("is a field deep in a subregion, named by the path through the regions", () => {
    const sub = new Region<any>({ list: [0, { point: new Point() }] });
    const region = new Region<any>({ deep: { sub } });
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(region)).path).toBe("$.deep.sub.list[1].point");
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(sub.list)).path).toBe("$[1].point");
  });
});

describe("a refused mutation, when sites are recorded,", () => {
  it("says where the region was frozen, in its message too", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: { list: [1] } }, { name: "jobs" });
    freeze(region);
    for (const mutate of [
      () => (region.x = 1),
      () => delete region.part,
      () => region.part.list.push(2),
      () => Object.defineProperty(region.part, "x", { value: 1 }),
    ]) {
      const error = regionError("ERR_FROZEN_MUTATION", mutate);
      expect(error.sites).toHaveLength(1);
      expect(error.sites[0]).toMatch(/freeze-kinds\.test\.ts:\d+/);
      expect(error.message).toContain(error.sites[0]);
    }
  });

  it("names the freeze that did it, not a later one", () => {
    configure({ sites: true });
    const map = new Map();
    freeze({ map });
    const { sites } = regionError("ERR_FROZEN_MUTATION", () => map.clear());
    freeze([map]);
    freeze(map);
    expect(regionError("ERR_FROZEN_MUTATION", () => map.clear()).sites).toEqual(sites);
  });

  it("has none for what was frozen before they were recorded", () => {
    const map = freeze(new Map()) as Map<unknown, unknown>;
    const region = freeze(new Region<any>({ part: {} })) as any;
    configure({ sites: true });
    expect(regionError("ERR_FROZEN_MUTATION", () => map.clear()).sites).toEqual([]);
    expect(regionError("ERR_FROZEN_MUTATION", () => (region.part.x = 1)).sites).toEqual([]);
  });
});

import { describe, expect, it, vi } from "vitest";
import { freeze, isFreezable, isFrozen, move, Region } from "../src/index.js";
import { regionError } from "./errors.js";

vi.setConfig({ testTimeout: 60_000 });

describe("freeze", () => {
  it("returns its argument, frozen all the way down", () => {
    const value = { a: { b: [{ c: 1 }] } };
    expect(freeze(value)).toBe(value);
    for (const object of [value, value.a, value.a.b, value.a.b[0]]) expect(Object.isFrozen(object)).toBe(true);
  });

  it("lets the engine refuse mutation", () => {
    const value: { list: number[] } = { list: [1] };
    freeze(value);
    expect(() => value.list.push(2)).toThrow(TypeError);
    expect(value.list).toEqual([1]);
  });

  it.each([1, "a", true, null, undefined, 1n, Symbol("s")])("returns primitives as they are: %s", (value) => {
    expect(freeze(value)).toBe(value);
  });

  it("takes several values in one step", () => {
    const a = {};
    const b = [{}];
    freeze(a, b);
    expect([a, b, b[0]].every((object) => Object.isFrozen(object))).toBe(true);
  });

  it("freezes cycles", () => {
    const a: Record<string, unknown> = {};
    a["self"] = { back: a };
    freeze(a);
    expect(isFrozen(a)).toBe(true);
  });

  it("reaches what is stored under symbols and under non-enumerable keys", () => {
    const key = Symbol("key");
    const hidden = {};
    const value = Object.defineProperty({ [key]: {} as object }, "hidden", { value: hidden });
    freeze(value);
    expect(Object.isFrozen(value[key])).toBe(true);
    expect(Object.isFrozen(hidden)).toBe(true);
  });

  it("never calls an accessor, but freezes its functions", () => {
    let calls = 0;
    const get = (): object => ({ calls: ++calls });
    const set = (): void => void ++calls;
    const value = Object.defineProperty({}, "x", { get, set, enumerable: true });
    freeze(value);
    expect(calls).toBe(0);
    expect([value, get, set].every((object) => Object.isFrozen(object))).toBe(true);
  });

  it("never calls an accessor among the elements of an array", () => {
    let calls = 0;
    const list: object[] = [{}, {}, {}];
    Object.defineProperty(list, 1, { get: () => ++calls, enumerable: true });
    freeze(list);
    expect(calls).toBe(0);
    expect(Object.isFrozen(list[2])).toBe(true);
  });

  it("freezes objects without a prototype", () => {
    const value = Object.assign(Object.create(null) as object, { child: {} });
    freeze(value);
    expect(Object.isFrozen(value.child)).toBe(true);
  });

  it("goes through objects that were frozen before", () => {
    const child = { list: [] as number[] };
    freeze(Object.freeze({ child: Object.freeze(child) }));
    expect(Object.isFrozen(child.list)).toBe(true);
  });

  it("reaches named extras of arrays and the elements of sparse ones", () => {
    const far = {};
    const sparse: object[] = [];
    sparse[1000] = far;
    const extra = {};
    const hidden = {};
    const list = Object.assign([{}], { extra });
    Object.defineProperty(list, "hidden", { value: hidden });
    freeze([sparse, list]);
    expect([far, extra, hidden, list[0]].every((object) => Object.isFrozen(object))).toBe(true);
    expect(5 in sparse).toBe(false);
  });

  it("sees extras in an array that also has as many holes", () => {
    const extra = {};

    const list = Object.assign([{}, , {}], { extra });
    freeze(list);
    expect(Object.isFrozen(extra)).toBe(true);
  });

  it("freezes a chain of 1,000,000 objects", () => {
    let head: { next: unknown } = { next: null };
    const last = head;
    for (let i = 0; i < 1_000_000; i++) head = { next: head };
    freeze(head);
    expect(Object.isFrozen(last)).toBe(true);
  });

  it("freezes what more paths lead to than could ever be walked", () => {
    interface Rung {
      left?: { next: Rung };
      right?: { next: Rung };
    }
    const end: Rung = {};
    let ladder = end;
    for (let i = 0; i < 1000; i++) ladder = { left: { next: ladder }, right: { next: ladder } };
    expect(isFrozen(freeze(ladder))).toBe(true);
    expect(Object.isFrozen(end)).toBe(true);
  });

  it("freezes rings at the end of lists of any length", () => {
    interface Link {
      next: Link | undefined;
    }
    for (let length = 0; length < 100; length++) {
      const last: Link = { next: undefined };
      last.next = { next: last };
      let list = last;
      for (let i = 0; i < length; i++) list = { next: list };
      freeze(list);
      expect([Object.isFrozen(last), Object.isFrozen(last.next)], `${length} links`).toEqual([true, true]);
    }
  });

  it("freezes functions with their properties, and the prototypes of classes", () => {
    class Point {
      static origin = { x: 0 };
    }
    const value = { make: Object.assign(() => 1, { cache: {} }), Point };
    freeze(value);
    for (const object of [value.make, value.make.cache, Point, Point.prototype, Point.origin]) {
      expect(Object.isFrozen(object)).toBe(true);
    }
  });

  it("freezes subclasses and generator functions", () => {
    class Base {}
    class Derived extends Base {}
    const generate = function* (): Generator<number> {
      yield 1;
    };
    freeze({ Derived, generate });
    expect(Object.isFrozen(Derived.prototype)).toBe(true);
    expect(Object.isFrozen(generate)).toBe(true);
  });

  it("leaves what everybody shares alone", () => {
    freeze({ Map, proto: Date.prototype, Math, JSON, Array, global: globalThis, object: Object.prototype });
    for (const shared of [Map, Map.prototype, Date.prototype, Math, Array.prototype, globalThis, Object.prototype]) {
      expect(Object.isFrozen(shared)).toBe(false);
    }
    expect(isFrozen(Map)).toBe(true);
  });

  it("keeps the identity of shared parts", () => {
    const shared = {};
    const value = freeze({ a: shared, b: [shared] });
    expect(value.a).toBe(value.b[0]);
  });
});

describe("what cannot be frozen", () => {
  class Point {
    x = 1;
  }
  class Secret {
    #value = 1;
    get value(): number {
      return this.#value;
    }
  }
  class Stack extends Array {}
  const generator = (function* () {
    yield 1;
  })();
  const cases: [string, object, RegExp][] = [
    ["a WeakMap", new WeakMap(), /WeakMap/],
    ["a WeakSet", new WeakSet(), /WeakSet/],
    ["a WeakRef", new WeakRef({}), /WeakRef/],
    ["a Promise", Promise.resolve(), /Promise/],
    ["a generator", generator, /Generator/],
    ["an iterator", [1][Symbol.iterator](), /Iterator/],
    ["a typed array", new Uint8Array(4), /Uint8Array/],
    ["a big typed array", new Float64Array(1_000_000), /Float64Array/],
    ["an ArrayBuffer", new ArrayBuffer(8), /ArrayBuffer/],
    ["a SharedArrayBuffer", new SharedArrayBuffer(8), /SharedArrayBuffer/],
    ["a DataView", new DataView(new ArrayBuffer(8)), /DataView/],
    ["an instance of a class", new Point(), /instance of Point/],
    ["an instance with private fields", new Secret(), /instance of Secret/],
    ["a subclass of Map", new (class Dictionary extends Map {})(), /Map/],
    ["an error of a class of its own", new (class Failure extends TypeError {})("x"), /instance of Failure/],
    ["a subclass of Array", new Stack(), /instance of Stack/],
    ["an object with a prototype of its own", Object.create({ a: 1 }) as object, /instance of/],
  ];

  it.each(cases)("%s: refused with its path and kind, and nothing is frozen", (_, thing, kind) => {
    const value = { users: [{}, { socket: thing }], after: {} };
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
    expect(error.path).toBe("$.users[1].socket");
    expect(error.target).toBe(thing);
    expect(error.message).toMatch(kind);
    expect(error.message).toContain("$.users[1].socket");
    for (const object of [value, value.users, value.users[0], value.users[1], value.after]) {
      expect(Object.isFrozen(object)).toBe(false);
    }
    expect(isFreezable(value)).toBe(false);
  });

  it("a module namespace", async () => {
    const namespace = (await import("../src/objects/path.js")) as object;
    regionError("ERR_NOT_FREEZABLE", () => freeze({ namespace }));
  });

  it("a proxy of somebody else, none of whose traps runs", () => {
    const calls: string[] = [];
    const traps = new Proxy({}, { get: (_, trap) => (calls.push(String(trap)), undefined) });
    const proxy = new Proxy({}, traps);
    calls.length = 0;
    const value = { a: {}, list: [proxy] };
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
    expect(error.path).toBe("$.list[0]");
    expect(error.message).toMatch(/proxy/);
    expect(calls).toEqual([]);
    expect(Object.isFrozen(value.a)).toBe(false);
    expect(isFreezable(proxy)).toBe(false);
    expect(isFrozen(proxy)).toBe(false);
    expect(calls).toEqual([]);
  });

  it("a revoked proxy", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    regionError("ERR_NOT_FREEZABLE", () => freeze([proxy]));
  });

  it("says in which argument it was found by its path", () => {
    const bad = { deep: { promise: Promise.resolve() } };
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze({ fine: 1 }, bad)).path).toBe("$.deep.promise");
  });

  it("writes unusual keys in a path so that they can be read", () => {
    const value = { "a-b": { [Symbol("s")]: [new WeakMap()] } };
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(value)).path).toBe('$["a-b"][Symbol(s)][0]');
  });

  it("a dead handle", () => {
    const region = new Region({ list: [] });
    const { list } = region;
    move(region);
    regionError("ERR_USE_AFTER_MOVE", () => freeze({ list }));
    expect(isFreezable({ list })).toBe(false);
  });
});

describe("isFrozen", () => {
  it.each([
    ["a primitive", 1, true],
    ["an object", {}, false],
    ["a frozen object", Object.freeze({}), true],
    ["a frozen object with a mutable part", Object.freeze({ list: [] }), false],
    ["a frozen object with a mutable part behind a symbol", Object.freeze({ [Symbol()]: {} }), false],
    ["a function", () => 1, false],
    ["a built-in class", Map, true],
    ["a Map under Object.freeze", Object.freeze(new Map()), false],
    ["an instance under Object.freeze", Object.freeze(new (class Point {})()), false],
  ])("%s", (_, value, expected) => {
    expect(isFrozen(value)).toBe(expected);
  });

  it("goes through cycles of frozen objects", () => {
    const a: { b?: object } = {};
    a.b = Object.freeze([a]);
    expect(isFrozen(Object.freeze(a))).toBe(true);
  });
});

describe("isFreezable", () => {
  it("asks without changing anything", () => {
    const value = { list: [{}] };
    expect(isFreezable(value)).toBe(true);
    expect(Object.isFrozen(value)).toBe(false);
    expect(isFreezable("text")).toBe(true);
    expect(isFreezable(new WeakMap())).toBe(false);
  });
});

describe("a refusal at the end of a long chain", () => {
  it("is found and described without running out of anything", () => {
    let head: object = { last: new WeakMap() };
    for (let i = 0; i < 100_000; i++) head = { n: head };
    const { path } = regionError("ERR_NOT_FREEZABLE", () => freeze(head));
    expect(path!.length).toBe("$".length + 100_000 * ".n".length + ".last".length);
    expect(regionError("ERR_NOT_MOVABLE", () => new Region(head)).path).toBe(path);
  });
});

import { types } from "node:util";
import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  dissolve,
  freeze,
  isFreezable,
  isFrozen,
  merge,
  move,
  Region,
  registerType,
  regionOf,
  thaw,
} from "../src/index.js";
import { regionError } from "./errors.js";

declare const gc: () => void;

/** Ways past the handles that were found by looking for them. */
describe("nothing gives away an object itself", () => {
  it("a method of a subclass of a typed array", () => {
    let leak: any;
    class Pixels extends Uint8Array {
      self(): void {
        leak = this as never;
      }
    }
    const region = new Region<any>({ pixels: new Pixels(4) });
    region.pixels.self();
    const next = move(region);
    regionError("ERR_USE_AFTER_MOVE", () => (leak[0] = 9));
    expect(next.pixels[0]).toBe(0);
  });

  it("a setter that a Map or a Date was given", () => {
    for (const object of [new Map(), new Date(0)] as any[]) {
      let leak: unknown;
      Object.defineProperty(object, "x", {
        set(_) {
          leak = this as never;
        },
      });
      const region = new Region<any>({ object });
      region.object.x = 1;
      expect(leak).toBe(region.object);
    }
  });

  it("a prototype that the region owns, too", () => {
    const base = { x: {} };
    const region = new Region<any>({ base, object: Object.create(base) });
    expect(Object.getPrototypeOf(region.object)).toBe(region.base);
    freeze(region.base);
    expect(Object.isFrozen(region.base)).toBe(true);
  });

  it("the species of an array", () => {
    const calls: unknown[] = [];
    const maker: any = function () {};
    maker[Symbol.species] = (...all: unknown[]) => (calls.push(all), []);
    const region = new Region<any>({ list: [{ n: 1 }, { n: 2 }] });
    region.list.constructor = maker;
    region.list.reverse();
    expect([calls, region.list[0].n]).toEqual([[], 2]);
  });

  it("the conversion of what is defined as an element of a typed array", () => {
    let leak: unknown;
    const number = {
      valueOf() {
        leak = this as never;
        return 7;
      },
    };
    const region = new Region<any>({ bytes: new Uint8Array(1), number });
    Object.defineProperty(region.bytes, "0", { value: region.number });
    expect([leak === region.number, region.bytes[0]]).toEqual([true, 7]);
  });

  it("an async generator of an opaque class", async () => {
    class Store {
      #items = [{ n: 1 }];
      items = this.#items;
      async *all(): AsyncGenerator<object> {
        yield* this.#items;
      }
    }
    registerType(Store, { movable: "opaque" });
    const region = new Region<any>({ store: new Store() });
    for await (const item of region.store.all()) expect(types.isProxy(item)).toBe(true);
  });
});

describe("an array with a read-only element", () => {
  it.each(["unshift", "splice", "shift"])("is as it was after %s was refused", (method) => {
    const list: any[] = [new Region(), { n: 2 }, { n: 3 }];
    Object.defineProperty(list, 1, { writable: false, configurable: false });
    const region = new Region<any>({ list });
    const before = [...region.list];
    const fresh = {};
    expect(() => region.list[method](...(method === "splice" ? [0, 0, fresh] : [fresh]))).toThrow();
    expect([[...region.list].every((x, i) => x === before[i]), region.list.length]).toEqual([true, 3]);
    expect(regionOf(fresh)).toBeUndefined();
    checkInvariant(region);
  });
});

describe("frozen is frozen", () => {
  it("a part of a thawed region is not, whatever it was made of", () => {
    const draft = thaw<any>(freeze(new Region<any>({ a: { b: 1 } })));
    expect(isFrozen(draft.a)).toBe(false);
    draft.a.b = 2;
    expect(isFrozen(Object.freeze({ part: draft.a }))).toBe(false);
  });

  it("views of memory that exists or may grow cannot be", () => {
    const growable = new (SharedArrayBuffer as any)(0, { maxByteLength: 8 }) as ArrayBuffer;
    const resizable = new (ArrayBuffer as any)(0, { maxByteLength: 8 }) as ArrayBuffer;
    for (const buffer of [new ArrayBuffer(8), growable, resizable]) {
      const view = new Uint8Array(buffer, 0, 0);
      const other = {};
      expect(isFreezable({ view })).toBe(false);
      regionError("ERR_NOT_FREEZABLE", () => freeze({ other, view }));
      expect([Object.isFrozen(other), isFrozen(view)]).toEqual([false, false]);
    }
    expect(isFreezable(new Uint8Array(0))).toBe(true);
  });

  it("the stack of an error is, and in a region it is a field like any other", () => {
    const error = freeze(new Error("x"));
    const { stack } = error;
    expect(() => ((error as { stack?: string }).stack = "changed")).toThrow();
    expect(error.stack).toBe(stack);
    const region = new Region<any>({ error: new Error("x") });
    const local = {};
    region.error.stack = local;
    expect(regionOf(local)).toBe(region);
  });

  it("handles say so without breaking a rule of proxies", () => {
    const region = new Region<any>({ part: { [Symbol.dispose]() {} } });
    const borrowed = borrow<any>(region.part);
    freeze(region);
    expect([Object.isFrozen(borrowed), typeof borrowed[Symbol.dispose]]).toEqual([true, "function"]);
    expect(Reflect.ownKeys({ ...borrowed })).toEqual([Symbol.dispose]);
  });
});

describe("size does not matter", () => {
  it("many elements beside a handle, and many borrows", () => {
    const list: unknown[] = Array.from({ length: 200_000 }, () => ({}));
    list.push(new Region());
    const region = new Region<any>({ list, part: {} });
    const borrows = Array.from({ length: 200_000 }, () => borrow<any>(region.part));
    regionError("ERR_BORROWED", () => move(region));
    expect(borrows).toHaveLength(200_000);
  });

  it("a long chain of versions is not walked again for each", () => {
    let state = freeze<any>({ previous: null });
    for (let i = 0; i < 20_000; i++) state = freeze<any>({ previous: state });
    expect(isFrozen(state)).toBe(true);
  });
});

describe("versions do not keep the ones before alive", () => {
  const versions: [string, (state: any, n: number) => any][] = [
    ["the short way", (s, n) => ((s.n = n), freeze(s))],
    ["a region inside", (s, n) => ((s.child = new Region({ n })), freeze(s))],
    ["several values at once", (s, n) => ((s.n = n), freeze(s, {}))],
    ["dissolving", (s, n) => ((s.n = n), freeze(dissolve(s)))],
  ];

  it.each(versions)("by %s", async (_, next) => {
    let state = freeze<any>({ shared: { kept: {} }, n: 0 });
    const seen: WeakRef<object>[] = [];
    for (let i = 1; i <= 20; i++) {
      seen.push(new WeakRef(state));
      state = next(thaw<any>(state), i);
    }
    for (let i = 0; i < 20 && seen.some((each) => each.deref() !== undefined); i++) {
      await new Promise((resolve) => setImmediate(resolve));
      gc();
    }
    expect(seen.filter((each) => each.deref() !== undefined).length).toBeLessThanOrEqual(1);
  });

  it("nor does a region keep what was merged into it and removed", async () => {
    const region = new Region<any>({});
    const seen: WeakRef<object>[] = [];
    for (let i = 0; i < 20; i++) {
      const bridge = { i };
      seen.push(new WeakRef(bridge));
      region.job = new Region(bridge);
      merge(region.job, region);
      delete region.job;
    }
    for (let i = 0; i < 20 && seen.some((each) => each.deref() !== undefined); i++) {
      await new Promise((resolve) => setImmediate(resolve));
      gc();
    }
    expect(seen.filter((each) => each.deref() !== undefined).length).toBeLessThanOrEqual(1);
  });
});

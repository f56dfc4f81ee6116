import { types } from "node:util";
import { describe, expect, it } from "vitest";
import { checkInvariant, isRegion, Region, regionOf } from "../../src/index.js";

/** Runs something on a region, and gives every object that user code got as `this` or as argument. */
function grab(run: (region: any, spy: (answer: unknown) => (this: any, ...all: any[]) => any) => unknown): unknown[] {
  const seen: unknown[] = [];
  const spy = (answer: unknown) =>
    function (this: any, ...all: any[]): any {
      seen.push(this, ...all);
      return answer;
    };
  const region = new Region<any>({
    part: { n: 1 },
    list: [{ n: 2 }],
    map: new Map<any, any>([["k", { n: 3 }]]),
    set: new Set<any>([{ n: 4 }]),
    date: new Date(0),
    re: /a/g,
    error: new Error("e"),
    bytes: Uint8Array.of(1, 2, 3),
    data: new DataView(new ArrayBuffer(4)),
    node: Buffer.alloc(4),
    text: new String("abc"),
    number: new Number(5),
  });
  run(region, spy);
  checkInvariant(region);
  expect(seen.length).toBeGreaterThan(0);
  return seen.filter((value) => typeof value === "object" && value !== null);
}

const attempts: [name: string, run: (r: any, spy: (answer: unknown) => any) => unknown][] = [
  ["an object of the region as number: Date", (r, spy) => ((r.part.valueOf = spy(5)), r.date.setTime(r.part))],
  ["an object of the region as number: fill", (r, spy) => ((r.part.valueOf = spy(5)), r.bytes.fill(r.part))],
  ["an object of the region as number: element", (r, spy) => ((r.part.valueOf = spy(5)), (r.bytes[0] = r.part))],
  ["an object of the region as index: subarray", (r, spy) => ((r.part.valueOf = spy(1)), r.bytes.subarray(r.part))],
  ["an object of the region as index: at", (r, spy) => ((r.part.valueOf = spy(1)), r.bytes.at(r.part))],
  ["an array of the region as source of set", (r, spy) => ((r.list[0].valueOf = spy(7)), r.bytes.set(r.list))],
  ["an object of the region as array-like", (r, spy) => (accessor(r.part, "length", spy(0)), r.bytes.set(r.part))],
  ["an object of the region as text: exec", (r, spy) => ((r.part.toString = spy("a")), r.re.exec(r.part))],
  ["an object of the region as text: test", (r, spy) => ((r.part.toString = spy("a")), r.re.test(r.part))],
  ["an object of the region as separator", (r, spy) => ((r.part.toString = spy("-")), r.bytes.join(r.part))],
  ["an object of the region in DataView", (r, spy) => ((r.part.valueOf = spy(1)), r.data.setUint8(0, r.part))],
  ["an object of the region as offset", (r, spy) => ((r.part.valueOf = spy(1)), r.data.getUint8(r.part))],
  ["an object of the region as digits", (r, spy) => ((r.part.valueOf = spy(1)), r.number.toFixed(r.part))],
  ["an object of the region for concat", (r, spy) => ((r.part.toString = spy("d")), r.text.concat(r.part))],
  ["an object of the region as lastIndex", (r, spy) => ((r.re.lastIndex = { valueOf: spy(0) }), r.re.exec("a"))],
  ["an own exec, used by test", (r, spy) => ((r.re.exec = spy(null)), r.re.test("a"))],
  ["an own exec, used by replace", (r, spy) => ((r.re.exec = spy(null)), "a".replace(r.re, "b"))],
  ["an own exec, used by match", (r, spy) => ((r.re.exec = spy(null)), "a".match(r.re))],
  ["an own exec, used by search", (r, spy) => ((r.re.exec = spy(null)), "a".search(r.re))],
  ["an own flags", (r, spy) => (accessor(r.re, "flags", spy("g")), [..."a".matchAll(r.re)])],
  ["an own constructor of a RegExp", (r, spy) => (accessor(r.re, "constructor", spy(undefined)), "a".split(r.re))],
  ["an own toISOString, used by toJSON", (r, spy) => ((r.date.toISOString = spy("x")), JSON.stringify(r.date))],
  ["an own toString of a Date", (r, spy) => ((r.date.toString = spy("x")), `${r.date}`)],
  ["an own valueOf of a Date", (r, spy) => ((r.date.valueOf = spy(1)), +r.date)],
  ["an own valueOf of a Date, used by toJSON", (r, spy) => ((r.date.valueOf = spy(1)), r.date.toJSON())],
  ["an own join, used by toString", (r, spy) => ((r.bytes.join = spy("x")), String(r.bytes))],
  ["an own name of an error", (r, spy) => (accessor(r.error, "name", spy("x")), String(r.error))],
  ["an own message of an error", (r, spy) => (accessor(r.error, "message", spy("x")), r.error.toString())],
  ["an own toString of a boxed string", (r, spy) => ((r.text.toString = spy("x")), r.text.trim())],
  ["an own toString of a boxed string, used by at", (r, spy) => ((r.text.toString = spy("x")), r.text.at(0))],
  [
    "an own constructor of a typed array",
    (r, spy) => (accessor(r.bytes, "constructor", spy(undefined)), r.bytes.slice()),
  ],
  ["a callback of a typed array", (r, spy) => r.bytes.map(spy(1), r.part)],
  ["a comparison of a typed array", (r, spy) => r.bytes.sort(spy(0))],
  ["a callback of a Map", (r, spy) => r.map.forEach(spy(1), r.part)],
  ["a callback of a Set", (r, spy) => r.set.forEach(spy(1), r.part)],
  ["a replacer", (r, spy) => JSON.stringify(r.map, spy(1))],
  ["a mapping function of from", (r, spy) => Array.from(r.map, spy(1), r.part)],
  ["has of a set-like", (r, spy) => setLike(r, { size: 1, has: spy(true), keys: () => [][Symbol.iterator]() }, spy)],
  ["keys of a Set of the region", (r, spy) => ((r.set.keys = spy([][Symbol.iterator]())), setLike(r, r.set, spy))],
];

function accessor(target: object, key: string, get: any): void {
  Object.defineProperty(target, key, { get, configurable: true });
}
function setLike(r: any, other: any, spy: (answer: unknown) => any): unknown {
  if (r.set.union === undefined) return spy(0).call(r.set);
  const local: any = new Set([1, 2, 3]);
  local.isDisjointFrom(other);
  r.set.isSubsetOf(other);
  return r.set.union(other);
}

describe("user code that a builtin calls gets handles, never what is behind them", () => {
  it.each(attempts)("%s", (_, run) => {
    for (const value of grab(run)) {
      const local = !types.isProxy(value);
      expect([local, regionOf(value as object) !== undefined]).not.toEqual([true, true]);
    }
  });

  it("the constructor of a subclass does not get the buffer of the region", () => {
    const seen: unknown[] = [];
    class Spy extends Uint8Array {
      constructor(...all: any[]) {
        super(...(all as [ArrayBuffer]));
        seen.push(...all);
      }
    }
    const region = new Region<any>({ bytes: new Spy(4) });
    const part = region.bytes.subarray(1);
    expect([part.length, part instanceof Spy]).toEqual([3, true]);
    for (const value of seen)
      if (typeof value === "object") expect(types.isProxy(value) || regionOf(value!) === undefined).toBe(true);
  });

  it("an overridden method of a subclass gets the handle as this when a builtin calls it", () => {
    const seen: unknown[] = [];
    class Day extends Date {
      override valueOf(): number {
        seen.push(this);
        return 7;
      }
      override toString(): string {
        seen.push(this);
        return "today";
      }
      override toISOString(): string {
        seen.push(this);
        return "iso";
      }
    }
    class Pattern extends RegExp {
      override exec(): null {
        seen.push(this);
        return null;
      }
      override get global(): boolean {
        seen.push(this);
        return false;
      }
    }
    class Failure extends Error {
      override get message(): string {
        seen.push(this);
        return "failure";
      }
      override set message(_: string) {}
    }
    const region = new Region<any>({ day: new Day(0), pattern: new Pattern("a"), failure: new Failure() });
    const { day, pattern, failure } = region;
    seen.length = 0; // the engine reads the message when it makes an error
    expect([`${day}`, +day, JSON.stringify(day), `${failure}`]).toEqual(["today", 7, '"iso"', "Error: failure"]);
    expect([pattern.test("a"), "a".replace(pattern, "b"), pattern.flags]).toEqual([false, "a", ""]);
    expect(seen.length).toBeGreaterThan(6);
    for (const self of seen) expect([day, pattern, failure].includes(self)).toBe(true);
  });
});

describe("what a builtin gives back is local, a handle or a primitive", () => {
  const results: [name: string, get: (r: any) => unknown][] = [
    ["an entry of a Map", (r) => r.map.entries().next().value],
    ["a result of an iterator", (r) => r.map.values().next()],
    ["an iterator", (r) => r.set.values()],
    ["a match", (r) => r.re.exec("a")],
    ["a slice", (r) => r.bytes.slice()],
    ["an array", (r) => [...r.set]],
    ["JSON of a Buffer", (r) => r.node.toJSON()],
    ["a part of a Buffer", (r) => r.node.subarray(1)],
    ["a buffer", (r) => r.bytes.buffer],
    ["the buffer of a subarray", (r) => r.bytes.subarray(1).buffer],
    ["the buffer of a DataView", (r) => r.data.buffer],
    ["the parent of a Buffer", (r) => r.node.parent],
    ["valueOf of a Map", (r) => r.map.valueOf()],
    ["valueOf of a typed array", (r) => r.bytes.valueOf()],
    ["valueOf of an error", (r) => r.error.valueOf()],
    ["Object() of a Map", (r) => Object(r.map)],
    ["add of a Set", (r) => r.set.add(1)],
    ["set of a Map", (r) => r.map.set(1, 1)],
    ["fill of a typed array", (r) => r.bytes.fill(1)],
    ["sort of a typed array", (r) => r.bytes.sort()],
    ["swap16 of a Buffer", (r) => r.node.swap16()],
    ["fill of a Buffer", (r) => r.node.fill("a")],
    ["an element found in a Map", (r) => [...r.map.values()].find((x: any) => x.n === 3)],
    ["groups", (r) => ((Map as any).groupBy ? (Map as any).groupBy(r.set, () => 1).get(1)[0] : [...r.set][0])],
    ["a union", (r) => [...(r.set.union?.(new Set()) ?? r.set)][0]],
    ["a descriptor of a Map", (r) => ((r.map.x = {}), Object.getOwnPropertyDescriptor(r.map, "x")!.value)],
    ["a descriptor of a typed array", (r) => ((r.bytes.x = {}), Object.getOwnPropertyDescriptors(r.bytes)["x"]!.value)],
  ];

  it.each(results)("%s", (_, get) => {
    const region = new Region<any>({
      map: new Map<any, any>([["k", { n: 3 }]]),
      set: new Set<any>([{ n: 4 }]),
      error: new Error("e"),
      re: /a/g,
      bytes: Uint8Array.of(1, 2, 3),
      data: new DataView(new ArrayBuffer(4)),
      node: Buffer.alloc(4),
    });
    const value = get(region) as object;
    expect([types.isProxy(value), regionOf(value) === region]).not.toEqual([false, true]);
    if (types.isAnyArrayBuffer(value)) expect(types.isProxy(value)).toBe(true);
    if (ArrayBuffer.isView(value)) {
      (value as Uint8Array).fill(77);
      expect([...region.bytes, ...region.node]).not.toContain(77);
    }
    for (const inner of Object.values(value) as unknown[])
      if (typeof inner === "object" && inner !== null)
        expect([types.isProxy(inner), regionOf(inner) === region]).not.toEqual([false, true]);
    expect(isRegion(region)).toBe(true);
    checkInvariant(region);
  });
});

/* eslint-disable @typescript-eslint/restrict-plus-operands -- what + does with a handle is tested */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { isRegion, Region, regionOf } from "../../src/index.js";
import { compareTwins, plainStep, sameAnswer, step } from "./builtins-twins.js";

vi.setConfig({ testTimeout: 60_000 });

const dateMethods = Object.getOwnPropertyNames(Date.prototype);
const getters = dateMethods.filter((name) => name.startsWith("get"));
const setters = dateMethods.filter((name) => name.startsWith("set"));
const texts = ["toISOString", "toJSON", "toString", "toUTCString", "toDateString", "toTimeString", "valueOf"];
const amount = fc.oneof(
  fc.integer({ min: -100, max: 4000 }),
  fc.constantFrom<any>(0, 1.7, NaN, undefined, null, "5", "x", 1n, 8.64e15),
);
const dateStep = fc.oneof(
  step("get", fc.constantFrom(...getters), (v, name) => v[name]()),
  step("set", fc.tuple(fc.constantFrom(...setters), fc.array(amount, { maxLength: 4 })), (v, [name, list]) =>
    v[name](...list),
  ),
  step("text", fc.constantFrom(...texts), (v, name) => v[name]()),
  plainStep("locale", (v) => [v.toLocaleDateString("en-US", { timeZone: "UTC" }), v.toLocaleString("de-DE")]),
  plainStep("Intl", (v) => new Intl.DateTimeFormat("en", { timeZone: "UTC" }).format(v)),
  plainStep("numbers", (v) => [+v, v - 1, v < 5, v >= new Date(0), Number(v), Number.isNaN(+v), Math.max(v, 0)]),
  plainStep("strings", (v) => [`${v}`, v + "", String(v), [v, v].join()]),
  step("toPrimitive", fc.constantFrom("number", "string", "default", "bad"), (v, hint) => v[Symbol.toPrimitive](hint)),
  plainStep("JSON", (v) => JSON.stringify({ v, list: [v] })),
  plainStep("instanceof", (v) => [v instanceof Date, v.constructor === Date, typeof v]),
  plainStep("an own field", (v, { o }) => [(v.extra = o[1]), v.extra, Object.keys(v), { ...v }]),
  plainStep("copy", (v) => [new Date(+v), new v.constructor(v.getTime())]),
  plainStep("extracted", ({ getTime }) => getTime.call(new Date(5))),
  plainStep("on something else", (v) => v.getTime.call({})),
);

describe("a Date in a region and a plain Date", () => {
  it("do the same, step by step", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1.5e12, 951_782_400_000, NaN, -1),
        fc.array(dateStep, { minLength: 1, maxLength: 10 }),
        (start, steps) => compareTwins(() => new Date(start), steps),
      ),
      { numRuns: 150, seed: 21 },
    );
  });

  it("do the same for subclasses with accessors", () => {
    class Day extends Date {
      get iso(): string {
        return this.toISOString().slice(0, 10);
      }
      next(): this {
        this.setUTCDate(this.getUTCDate() + 1);
        return this;
      }
    }
    sameAnswer(
      () => new Day("2024-02-28"),
      (v) => [v.next() === v, v.iso, v.next().iso, v instanceof Day, v instanceof Date, v.constructor.name],
    );
  });

  it("can be sorted, and compared by arithmetic", () => {
    const region = new Region<any>({ days: [new Date(3), new Date(1), new Date(2)] });
    region.days.sort((a: any, b: any) => a - b);
    expect(region.days.map(Number)).toEqual([1, 2, 3]);
    expect(region.days[0] < region.days[1]).toBe(true);
  });
});

const patterns: (() => RegExp)[] = [
  () => /a(b)?/g,
  () => /(?<year>\d+)-(?<month>\d+)/,
  () => /(?<x>\d)/dy,
  () => /x*/gi,
  () => /^.$/msu,
];
const subject = fc.constantFrom("abaab", "2024-02 and 2025-03", "12a", "XxaxX", "a\nb", "", "💙");
const regexpStep = fc.oneof(
  step("exec", subject, (v, text) => v.exec(text)),
  step("test", subject, (v, text) => v.test(text)),
  step("lastIndex", fc.constantFrom<any>(0, 1, 3, 99, "2", -1), (v, at) => [(v.lastIndex = at), v.lastIndex]),
  step("replace", subject, (v, text) => text.replace(v, "[$&|$1]")),
  step("replace by function", subject, (v, text) => text.replace(v, (...all: unknown[]) => JSON.stringify(all))),
  step("replaceAll", subject, (v, text) => text.replaceAll(v, "-")),
  step("match", subject, (v, text) => text.match(v)),
  step("matchAll", subject, (v, text) => [...text.matchAll(v)]),
  step("split", subject, (v, text) => [text.split(v), text.split(v, 2)]),
  step("search", subject, (v, text) => text.search(v)),
  step("includes", subject, (v, text) => text.includes(v)),
  plainStep("flags", (v) => [v.source, v.flags, v.global, v.ignoreCase, v.multiline, v.sticky, v.hasIndices]),
  plainStep("more flags", (v) => [v.dotAll, v.unicode, v.unicodeSets]),
  plainStep("assign a flag", (v) => (v.global = true)),
  plainStep("strings", (v) => [`${v}`, String(v), v.toString(), JSON.stringify({ v })]),
  plainStep("copies", (v) => [new RegExp(v), new RegExp(v, "g"), new RegExp(v.source, v.flags)]),
  plainStep("reflection", (v) => [
    Object.keys(v),
    Reflect.ownKeys(v),
    Object.getOwnPropertyDescriptor(v, "lastIndex")?.writable,
  ]),
  plainStep("instanceof", (v) => [v instanceof RegExp, v.constructor === RegExp, typeof v]),
  plainStep("an own field", (v, { o }) => [(v.extra = o[1]), v.extra, Object.keys(v)]),
);

describe("a RegExp in a region and a plain RegExp", () => {
  it("do the same, step by step", () => {
    fc.assert(
      fc.property(fc.constantFrom(...patterns), fc.array(regexpStep, { minLength: 1, maxLength: 10 }), (make, steps) =>
        compareTwins(make, steps),
      ),
      { numRuns: 150, seed: 22 },
    );
  });

  it("gives matches that are local", () => {
    const region = new Region<any>({ re: /(?<n>\d)/ });
    const match = region.re.exec("1");
    expect(regionOf(match)).toBeUndefined();
    expect(match.groups.n).toBe("1");
    match.push("mine");
    expect([...match]).toEqual(["1", "1", "mine"]);
  });
});

class HttpError extends Error {
  override readonly name = "HttpError";
  readonly detail: { status: number };
  constructor(
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.detail = { status };
  }
  get isClient(): boolean {
    return this.status < 500;
  }
  override toString(): string {
    return `${super.toString()} (${this.status})`;
  }
}

describe("an Error in a region and a plain Error", () => {
  it.each<[string, (o: any[]) => Error]>([
    ["Error", (o) => new Error("text", { cause: o[0] })],
    ["TypeError", () => new TypeError("text")],
    [
      "RangeError with a cause that is an error",
      (o) => new RangeError("text", { cause: new Error("deep", { cause: o[1] }) }),
    ],
    ["AggregateError", (o) => new AggregateError([o[0], new Error("one")], "several")],
    ["a subclass", (o) => new HttpError("not found", 404, { cause: o[0] })],
  ])("are alike: %s", (_, make) => {
    sameAnswer(make, (v, { o }) => [
      v.name,
      v.message,
      v.cause,
      v.errors,
      String(v),
      `${v}`,
      Error.prototype.toString.call(v),
      typeof v.stack,
      v.stack.split("\n")[0],
      v instanceof Error,
      v instanceof TypeError,
      v instanceof HttpError,
      v.constructor.name,
      v.isClient,
      v.detail,
      Object.keys(v),
      Object.getOwnPropertyDescriptor(v, "message"),
      "cause" in v,
      JSON.stringify(v),
      (v.message = "changed"),
      v.message,
      String(v),
      (v.extra = o[2]),
      v.extra,
    ]);
  });

  it("can be thrown and caught as what they are", () => {
    const region = new Region<any>({ error: new HttpError("gone", 410) });
    const caught = ((): any => {
      try {
        throw region.error;
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBe(region.error);
    expect(caught).toBeInstanceOf(HttpError);
    expect(() => {
      throw caught;
    }).toThrow("gone");
    region.last = caught;
    expect(region.last).toBe(region.error);
  });

  it("own their cause: it belongs to the region, and a free region may be one", () => {
    const cause = { code: 7 };
    const child = new Region<any>({ n: 1 });
    const region = new Region<any>({});
    region.error = new Error("a", { cause });
    region.other = new AggregateError([child], "b");
    expect(regionOf(cause)).toBe(region);
    expect(region.error.cause.code).toBe(7);
    expect(region.other.errors[0]).toBe(child);
    expect([isRegion(child), regionOf(region.error)]).toEqual([true, region]);
  });
});

describe("a boxed primitive in a region and a plain one", () => {
  it.each<[string, () => unknown, (v: any) => unknown]>([
    ["Number", () => new Number(5), (v) => [v + 1, v * 2, v.toFixed(2), v.valueOf(), `${v}`, v == 5, v > 4]],
    [
      "String",
      () => new String("abc"),
      (v) => [
        v.length,
        v[1],
        v + "d",
        v.toUpperCase(),
        [...v],
        Object.keys(v),
        v.at(-1),
        "x" in v,
        1 in v,
        v.valueOf(),
      ],
    ],
    ["Boolean", () => new Boolean(false), (v) => [v.valueOf(), String(v), v.toString(), Boolean(v)]],
    ["BigInt", () => Object(10n), (v) => [v + 1n, v.toString(2), v.valueOf()]],
    ["Symbol", () => Object(Symbol.iterator), (v) => [v.valueOf(), v.description, v.toString()]],
  ])("are alike: %s", (_, make, ask) => {
    sameAnswer(make, (v, { o }) => [
      ask(v),
      typeof v,
      v.constructor.name,
      v instanceof v.constructor,
      Reflect.ownKeys(v),
      (v.extra = o[0]),
      v.extra,
      Object.entries(v),
    ]);
  });
});

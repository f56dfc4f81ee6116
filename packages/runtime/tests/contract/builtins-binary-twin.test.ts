/* eslint-disable @typescript-eslint/restrict-plus-operands -- what + does with a handle is tested */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Region } from "../../src/index.js";
import { compareTwins, plainStep, sameAnswer, step } from "./builtins-twins.js";

vi.setConfig({ testTimeout: 60_000 });

const kinds = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  (globalThis as any).Float16Array ?? [],
].flat() as any[];
const isBig = (kind: any): boolean => /Big/.test(kind.name);

const index = fc.oneof(fc.integer({ min: -7, max: 9 }), fc.constantFrom<any>(undefined, NaN, Infinity, 1.5, "1", null));
const key = fc.constantFrom<any>(0, 1, "2", 4, 9, "-0", "1.5", "-1", "01", "length", "extra", "NaN");
const anyNumber = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom<any>(1.5, NaN, -0, undefined, "7", 2 ** 40, Infinity, null, "x"),
);

function steps(big: boolean): ReturnType<typeof plainStep> {
  const toBig = (x: any): any => (typeof x === "number" && Number.isInteger(x) ? BigInt(x) : x);
  const n = big ? anyNumber.map(toBig) : anyNumber;
  const exact = (x: any): any => (big ? BigInt(x) : x);
  const ns = fc.array(n, { maxLength: 4 });
  const order = (a: any, b: any): number => (a < b ? 1 : a > b ? -1 : 0);
  return fc.oneof(
    step("get", key, (v, k) => v[k]),
    step("assign", fc.tuple(key, n), (v, [k, x]) => (v[k] = x)),
    step("Reflect.set", fc.tuple(key, n), (v, [k, x]) => Reflect.set(v, k, x)),
    step("in", key, (v, k) => [k in v, Object.hasOwn(v, k), Object.getOwnPropertyDescriptor(v, k)]),
    step("delete", key, (v, k) => Reflect.deleteProperty(v, k)),
    step("define", fc.tuple(key, n), (v, [k, value]) =>
      Reflect.defineProperty(v, k, { value, writable: true, enumerable: true, configurable: true }),
    ),
    step("define read-only", key, (v, k) => Reflect.defineProperty(v, k, { value: exact(1), writable: false })),
    step("at", index, (v, i) => v.at(i)),
    step("set", fc.tuple(ns, index), (v, [list, at]) => v.set(list, at)),
    step("set from a view of itself", fc.tuple(index, index), (v, [a, b]) => v.set(v.subarray(a), b)),
    step("set from a local one", fc.tuple(fc.array(fc.nat(200), { maxLength: 3 }), index), (v, [list, at]) =>
      v.set(v.constructor.from(list.map(exact)), at),
    ),
    step("fill", fc.tuple(n, index, index), (v, [x, a, b]) => v.fill(x, a, b)),
    step("copyWithin", fc.tuple(index, index, index), (v, [a, b, c]) => v.copyWithin(a, b, c)),
    plainStep("reverse", (v) => v.reverse()),
    plainStep("sort", (v) => v.sort()),
    plainStep("sort by function", (v) => v.sort(order)),
    plainStep("sort by nonsense", (v) => v.sort("bad")),
    step("slice", fc.tuple(index, index), (v, [a, b]) => v.slice(a, b)),
    step("subarray", fc.tuple(index, index), (v, [a, b]) => {
      const { length, byteOffset, buffer } = v.subarray(a, b);
      return [v.subarray(a, b), length, byteOffset, buffer === v.buffer];
    }),
    step("write through a subarray", fc.tuple(index, n), (v, [a, x]) => {
      const part = v.subarray(a);
      part[0] = x;
      return [part[0], part.fill(x).length, [...v]];
    }),
    step("indexOf", n, (v, x) => [v.indexOf(x), v.lastIndexOf(x), v.includes(x)]),
    plainStep("map", (v) => v.map((x: any, i: number, all: any) => x + exact(i) + all[i])),
    plainStep("filter", (v) => v.filter((x: any) => x > 0)),
    plainStep("find", (v) => [
      v.find((x: any) => x > 2),
      v.findLastIndex((x: any) => x < 2),
      v.some((x: any) => x > 9),
    ]),
    plainStep("reduce", (v) => [
      v.reduce((a: any, x: any) => a + x, exact(0)),
      v.reduceRight((a: any, x: any) => a + x, ""),
    ]),
    plainStep("forEach", (v) => {
      const seen: unknown[] = [];
      const self = {};
      v.forEach(function (this: unknown, x: any, i: number, all: any) {
        seen.push(x, i, all, this === self);
        if (i === 0) v[1] = exact(3);
      }, self);
      return seen;
    }),
    plainStep("iterate while writing", (v) => {
      const seen: unknown[] = [];
      for (const [i, x] of v.entries()) {
        seen.push(x);
        v[i + 1] = exact(i);
      }
      return seen;
    }),
    plainStep("resume after break", (v) => {
      const iterator = v.values();
      for (const x of iterator) if (x >= 0) break;
      return [[...iterator], [...v.keys()], iterator.next(), iterator[Symbol.toStringTag]];
    }),
    plainStep("strings", (v) => [v.join("-"), String(v), JSON.stringify({ v }), v.toLocaleString("en")]),
    plainStep("copies", (v) => [[...v], Array.from(v), v.constructor.from(v), new v.constructor(v), { ...v }]),
    plainStep("copies by method", (v) => [v.toReversed?.(), v.toSorted?.(order), v.with?.(-1, exact(1))]),
    plainStep("sizes", (v) => [v.length, v.byteLength, v.byteOffset, v.BYTES_PER_ELEMENT]),
    plainStep("assign length", (v) => (v.length = 0)),
    plainStep("reflection", (v) => [Object.keys(v), Object.entries(v), Reflect.ownKeys(v), Object.isExtensible(v)]),
    plainStep("for in", (v) => {
      const keys = [];
      for (const k in v) keys.push(k);
      return keys;
    }),
    plainStep("tags", (v) => [v[Symbol.toStringTag], Object.prototype.toString.call(v), v.constructor.name]),
    plainStep("instanceof", (v) => [v instanceof v.constructor, v instanceof Object, Array.isArray(v)]),
    plainStep("buffer", (v) => [v.buffer, v.buffer === v.buffer, v.buffer.byteLength, v.buffer instanceof ArrayBuffer]),
    plainStep("an own field", (v, { o }) => [(v.extra = o[0]), v.extra, "extra" in v]),
    plainStep("generic array methods", (v) => [
      Array.prototype.slice.call(v, 1),
      Array.prototype.map.call(v, String),
      Array.prototype.includes.call(v, exact(1)),
    ]),
    plainStep("extracted", ({ indexOf, values }) => [
      indexOf.call(Uint8Array.of(5, 6), 6),
      [...values.call(Uint8Array.of(7))],
    ]),
    plainStep("on something else", ({ fill }) => fill.call([], 1)),
  );
}

describe.each(kinds.map((kind) => [kind.name, kind]))("a %s in a region and a plain one", (_, Kind) => {
  it("do the same, step by step", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }),
        fc.nat(1),
        fc.array(steps(isBig(Kind)), { minLength: 1, maxLength: 8 }),
        (start, skip, list) =>
          compareTwins(() => {
            const all = Kind.from(start.map((x) => (isBig(Kind) ? BigInt(x) : x)));
            return all.subarray(skip);
          }, list),
      ),
      { numRuns: 80, seed: 31 },
    );
  });
});

const offset = fc.oneof(fc.integer({ min: 0, max: 13 }), fc.constantFrom<any>(-1, undefined, "2", 1.5));
const bufferStep = fc.oneof(
  step(
    "read",
    fc.tuple(fc.constantFrom("UInt8", "Int16LE", "UInt16BE", "Int32LE", "DoubleBE", "BigInt64LE"), offset),
    (v, [kind, at]) => v[`read${kind}`](at),
  ),
  step(
    "write number",
    fc.tuple(fc.constantFrom("UInt8", "Int16LE", "UInt16BE", "FloatLE"), fc.nat(200), offset),
    (v, [kind, n, at]) => v[`write${kind}`](n, at),
  ),
  step("write", fc.tuple(fc.constantFrom("héllo", "", "abc"), offset), (v, [text, at]) => v.write(text, at)),
  step("toString", fc.constantFrom("utf8", "hex", "base64", "latin1", undefined), (v, how) => v.toString(how)),
  step("fill", fc.constantFrom<any>("ab", 7, "", 300), (v, what) => v.fill(what)),
  step("index access", fc.tuple(fc.nat(12), fc.nat(300)), (v, [i, n]) => [(v[i] = n), v[i], v.at(-1)]),
  step("indexOf", fc.constantFrom<any>("a", 0, "bc", 97), (v, what) => [v.indexOf(what), v.includes(what)]),
  plainStep("indexOf of a buffer", (v) => [
    v.indexOf(Buffer.from([0, 0])),
    v.equals(Buffer.alloc(11)),
    v.compare(Buffer.alloc(3)),
  ]),
  step("slice and subarray share memory", fc.nat(5), (v, at) => {
    const part = v.subarray(at, at + 2);
    part[0] = 255;
    return [part, part.toString("hex"), v[at], v.slice(1, 3)];
  }),
  step("copy", fc.nat(5), (v, at) => {
    const target = Buffer.alloc(4);
    return [v.copy(target, 1, at), target, v.toString("hex", at)];
  }),
  plainStep("JSON", (v) => [JSON.stringify(v), v.toJSON()]),
  plainStep("copies", (v) => [[...Buffer.from(v)], Uint8Array.from(v), [...v], [...v.entries()].length]),
  plainStep("swap16", (v) => v.swap16()),
  plainStep("tags", (v) => [
    Object.prototype.toString.call(v),
    v.constructor.name,
    v instanceof Buffer,
    v instanceof Uint8Array,
  ]),
  plainStep("sizes", (v) => [v.length, v.byteLength, v.buffer.byteLength, v.byteOffset]),
  plainStep("map", (v) => v.map((x: number) => x + 1)),
);

describe("a Buffer in a region and a plain one", () => {
  it.each([10, 11])("do the same, step by step: %d bytes", (size) => {
    fc.assert(
      fc.property(fc.array(bufferStep, { minLength: 1, maxLength: 8 }), (list) =>
        compareTwins(() => Buffer.alloc(size, "abc"), list),
      ),
      { numRuns: 100, seed: 32 },
    );
  });
});

const viewKinds = [
  "Int8",
  "Uint8",
  "Int16",
  "Uint16",
  "Int32",
  "Uint32",
  "Float32",
  "Float64",
  "BigInt64",
  "BigUint64",
];
const viewStep = fc.oneof(
  step("get", fc.tuple(fc.constantFrom(...viewKinds), offset, fc.boolean()), (v, [kind, at, little]) =>
    v[`get${kind}`](at, little),
  ),
  step("set", fc.tuple(fc.constantFrom(...viewKinds), offset, anyNumber, fc.boolean()), (v, [kind, at, n, little]) =>
    v[`set${kind}`](at, kind.startsWith("Big") && Number.isInteger(n) ? BigInt(n) : n, little),
  ),
  plainStep("sizes", (v) => [v.byteLength, v.byteOffset, v.buffer, v.buffer === v.buffer]),
  plainStep("tags", (v) => [v[Symbol.toStringTag], Object.prototype.toString.call(v), v instanceof DataView]),
  plainStep("reflection", (v) => [Object.keys(v), JSON.stringify(v)]),
  plainStep("an own field", (v, { o }) => [(v.extra = o[0]), v.extra]),
  plainStep("extracted", ({ getUint8 }) => getUint8.call(new DataView(new ArrayBuffer(1)), 0)),
);

describe("a DataView in a region and a plain one", () => {
  it("do the same, step by step", () => {
    fc.assert(
      fc.property(fc.nat(4), fc.array(viewStep, { minLength: 1, maxLength: 10 }), (start, list) =>
        compareTwins(() => new DataView(new ArrayBuffer(16), start), list),
      ),
      { numRuns: 120, seed: 33 },
    );
  });
});

describe("an ArrayBuffer in a region and a plain one", () => {
  it("are alike", () => {
    sameAnswer(
      () => Uint8Array.of(1, 2, 3, 4).buffer,
      (v, { o }) => [
        v.byteLength,
        new Uint8Array(v.slice(1, 3)),
        v.slice(-1).byteLength,
        v[Symbol.toStringTag],
        Object.prototype.toString.call(v),
        v instanceof ArrayBuffer,
        Object.keys(v),
        JSON.stringify(v),
        (v.extra = o[0]),
        v.extra,
      ],
    );
  });

  it("can be resized alike, and their views follow", () => {
    sameAnswer(
      () => {
        const buffer = new (ArrayBuffer as any)(4, { maxByteLength: 8 });
        return { buffer, view: new Uint8Array(buffer) };
      },
      ({ buffer, view }) => {
        view[3] = 9;
        buffer.resize(6);
        view[5] = 7;
        return [
          [...view],
          view.length,
          buffer.byteLength,
          buffer.maxByteLength,
          buffer.resizable,
          view.buffer === buffer,
        ];
      },
    );
  });

  it("show the same bytes to all their views", () => {
    sameAnswer(
      () => {
        const buffer = new ArrayBuffer(8);
        return {
          bytes: new Uint8Array(buffer),
          words: new Uint16Array(buffer, 2, 2),
          data: new DataView(buffer),
          buffer,
        };
      },
      (v) => {
        v.bytes.fill(1);
        v.data.setUint8(3, 5);
        v.words[1] = 0x0203;
        return [
          [...v.bytes],
          [...v.words],
          v.data.getUint32(0),
          v.words.buffer === v.data.buffer,
          v.bytes.buffer === v.buffer,
        ];
      },
    );
  });

  it("hold what was written before and after a typed array became the bridge", () => {
    const raw = Float64Array.of(1, 2, 3);
    const region = new Region<any>(raw);
    region[1] = 20;
    region.set([30], 2);
    expect([...region]).toEqual([1, 20, 30]);
    expect([...raw]).toEqual([1, 20, 30]);
    expect(region.length).toBe(3);
  });
});

import { describe, expect, it } from "vitest";
import { Region } from "../../src/index.js";
import { regionError } from "../errors.js";
import { ends, Tree } from "./builtins-ends.js";

const entry = (): any => ({ n: 1 });
/** Each kind of object, how it is made, and what a program may do with it or with what it got from it. */
const kinds: [name: string, make: () => any, uses: ((v: any) => () => unknown)[]][] = [
  [
    "a Map",
    () =>
      new Map<any, any>([
        ["a", entry()],
        ["b", entry()],
        [entry(), 3],
      ]),
    [
      (v) => () => v.size,
      (v) => () => v.get("a"),
      (v) => () => v.has("none"),
      (v) => () => v.set("a", 1),
      (v) => () => v.delete("none"),
      (v) => () => v.clear(),
      (v) => () => v.forEach(() => {}),
      (v) => () => v.entries(),
      (v) => () => [...v],
      (v) => () => new Map(v),
      (v) =>
        (
          ({ get }) =>
          () =>
            get.call(v, "a")
        )(v),
      (v) =>
        (
          ({ set }) =>
          () =>
            set.call(v, "a", 1)
        )(v),
      (v) => v.has.bind(v, "a"),
      (v) => v.clear.bind(v),
      (v) =>
        (
          ({ forEach }) =>
          () =>
            forEach.call(v, () => {})
        )(v),
      ...(["entries", "keys", "values", Symbol.iterator] as const).flatMap((how) => [
        (v: any) =>
          (
            ({ [how]: make }) =>
            () =>
              make.call(v)
          )(v),
        (v: any) =>
          (
            (iterator) => () =>
              iterator.next()
          )(v[how]()),
        (v: any) =>
          (
            (iterator) => () =>
              iterator.next()
          )(started(v[how]())),
        (v: any) => ((iterator) => () => [...iterator])(started(v[how]())),
        (v: any) =>
          (
            ({ next }, iterator) =>
            () =>
              next.call(iterator)
          )(v[how](), v[how]()),
      ]),
    ],
  ],
  [
    "a Set",
    () => new Set<any>(["a", entry(), entry()]),
    [
      (v) => () => v.size,
      (v) => () => v.has("a"),
      (v) => () => v.add("a"),
      (v) => () => v.delete("none"),
      (v) => () => v.clear(),
      (v) => () => v.forEach(() => {}),
      (v) => () => [...v],
      (v) =>
        (
          ({ add }) =>
          () =>
            add.call(v, "a")
        )(v),
      (v) => v.delete.bind(v, "a"),
      ...(["entries", "keys", "values", Symbol.iterator] as const).flatMap((how) => [
        (v: any) =>
          (
            (iterator) => () =>
              iterator.next()
          )(v[how]()),
        (v: any) => ((iterator) => () => [...iterator])(started(v[how]())),
        (v: any) =>
          (
            ({ [how]: make }) =>
            () =>
              make.call(v)
          )(v),
      ]),
    ],
  ],
  [
    "an array",
    () => [entry(), entry(), 3],
    [
      (v) => () => v.length,
      (v) => () => v[0],
      (v) => () => v.at(0),
      (v) => () => v.push(1),
      (v) => () => [...v],
      (v) => () => Array.from(v),
      (v) => v.slice.bind(v),
      (v) =>
        (
          ({ map }) =>
          () =>
            map.call(v, String)
        )(v),
      ...(["entries", "keys", "values", Symbol.iterator] as const).flatMap((how) => [
        (v: any) =>
          (
            (iterator) => () =>
              iterator.next()
          )(v[how]()),
        (v: any) => ((iterator) => () => [...iterator])(started(v[how]())),
      ]),
    ],
  ],
  [
    "a typed array",
    () => Uint8Array.of(1, 2, 3),
    [
      (v) => () => v.length,
      (v) => () => v[0],
      (v) => () => (v[0] = 9),
      (v) => () => v.at(0),
      (v) => () => v.fill(9),
      (v) => () => v.set([9]),
      (v) => () => v.subarray(1),
      (v) => () => v.buffer,
      (v) => () => v.sort(),
      (v) => () => [...v],
      (v) => () => Buffer.from(v),
      (v) =>
        (
          ({ fill }) =>
          () =>
            fill.call(v, 9)
        )(v),
      (v) => v.reverse.bind(v),
      (v) =>
        (
          (part) => () =>
            part[0]
        )(v.subarray(1)),
      (v) =>
        (
          (part) => () =>
            (part[0] = 9)
        )(v.subarray(1)),
      (v) =>
        (
          (buffer) => () =>
            buffer.byteLength
        )(v.buffer),
      (v) =>
        (
          (buffer) => () =>
            buffer.slice(0)
        )(v.buffer),
      ...(["entries", "keys", "values", Symbol.iterator] as const).flatMap((how) => [
        (v: any) =>
          (
            (iterator) => () =>
              iterator.next()
          )(v[how]()),
        (v: any) => ((iterator) => () => [...iterator])(started(v[how]())),
      ]),
    ],
  ],
  [
    "a Buffer",
    () => Buffer.alloc(4, "abcd"),
    [
      (v) => () => v.toString(),
      (v) => () => v.readUInt8(0),
      (v) => () => v.writeUInt8(9, 0),
      (v) => () => v.write("zz"),
      (v) =>
        (
          ({ fill }) =>
          () =>
            fill.call(v, 0)
        )(v),
      (v) => v.swap16.bind(v),
      (v) =>
        (
          (part) => () =>
            part.toString()
        )(v.subarray(1)),
    ],
  ],
  [
    "a DataView",
    () => new DataView(new ArrayBuffer(4)),
    [
      (v) => () => v.byteLength,
      (v) => () => v.getUint8(0),
      (v) => () => v.setUint8(0, 9),
      (v) =>
        (
          ({ setInt16 }) =>
          () =>
            setInt16.call(v, 0, 9)
        )(v),
      (v) =>
        (
          (buffer) => () =>
            buffer.byteLength
        )(v.buffer),
    ],
  ],
  [
    "an ArrayBuffer",
    () => new ArrayBuffer(4),
    [(v) => () => v.byteLength, (v) => () => v.slice(0), (v) => v.slice.bind(v)],
  ],
  [
    "a Date",
    () => new Date(0),
    [
      (v) => () => v.getTime(),
      (v) => () => v.setTime(9),
      (v) => () => +v,
      (v) => () => `${v}`,
      (v) => () => JSON.stringify(v),
      (v) => () => v < 1,
      (v) =>
        (
          ({ setFullYear }) =>
          () =>
            setFullYear.call(v, 9)
        )(v),
      (v) => v.toISOString.bind(v),
    ],
  ],
  [
    "a RegExp",
    () => /a/g,
    [
      (v) => () => v.test("a"),
      (v) => () => v.exec("a"),
      (v) => () => v.source,
      (v) => () => (v.lastIndex = 1),
      (v) => () => "a".replace(v, "b"),
      (v) => () => "a".match(v),
      (v) => v.exec.bind(v, "a"),
    ],
  ],
  [
    "an Error",
    () => new Error("e", { cause: entry() }),
    [
      (v) => () => v.message,
      (v) => () => v.stack,
      (v) => () => String(v),
      (v) => () => (v.message = "x"),
      (v) =>
        (
          ({ cause }) =>
          () =>
            cause.n
        )(v),
      (v) => v.toString.bind(v),
    ],
  ],
  [
    "a boxed string",
    () => new String("ab"),
    [(v) => () => v.length, (v) => () => v[0], (v) => () => `${v}`, (v) => v.at.bind(v, 0)],
  ],
  [
    "an instance of a class",
    () => new Tree(),
    [
      (v) => () => v.first,
      (v) => () => v.size(),
      (v) => () => [...v],
      (v) => v.size.bind(v),
      (v) => () => Tree.prototype.size.call(v),
      (v) => () => Reflect.get(Tree.prototype, "first", v),
      (v) =>
        (
          (iterator) => () =>
            iterator.next()
        )(v[Symbol.iterator]()),
      (v) =>
        (
          (iterator) => () =>
            iterator.next()
        )(started(v[Symbol.iterator]())),
      (v) =>
        (
          ({ first }) =>
          () =>
            first.n
        )(v),
    ],
  ],
];

function started<T>(iterator: Iterator<T> & Iterable<T>): Iterator<T> & Iterable<T> {
  iterator.next();
  return iterator;
}

describe.each(ends)("after %s", (_, code, end) => {
  it.each(kinds)("%s is dead, with its methods, iterators and parts got before", (_, make, uses) => {
    const raw = make();
    const region = new Region<any>({ v: raw });
    const { v } = region;
    const parts = raw instanceof Map || raw instanceof Set || Array.isArray(raw) ? [...v].flat() : [];
    const before = bytes(raw);
    const prepared = uses.map((use) => [use, use(v)] as const);
    end(region);
    const wrong: Record<string, string> = {};
    for (const [use, run] of prepared)
      try {
        regionError(code, run);
      } catch (error) {
        wrong[String(use)] = (error as Error).message;
      }
    expect(wrong).toEqual({});
    for (const part of parts) if (typeof part === "object") regionError(code, () => part.n);
    expect(bytes(raw)).toEqual(before);
  });
});

/** The state of an object that stays readable though its region was given up. */
function bytes(raw: any): unknown {
  if (raw instanceof DataView) return [...new Uint8Array(raw.buffer)];
  if (ArrayBuffer.isView(raw)) return Array.from(raw as Uint8Array);
  if (raw instanceof RegExp) return raw.lastIndex;
  if (raw instanceof Date) return raw.getTime();
  return raw instanceof Map || raw instanceof Set ? raw.size : Reflect.ownKeys(raw);
}

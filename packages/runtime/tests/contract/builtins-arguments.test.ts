import { describe, expect, it } from "vitest";
import { borrow, checkInvariant, close, move, Region, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";

const make = (): any =>
  new Region<any>({
    bytes: Uint8Array.of(1, 2, 3, 4),
    words: Uint16Array.of(5, 6),
    node: Buffer.alloc(4, "abcd"),
    same: Buffer.alloc(4, "abcd"),
    set: new Set<any>(["a", "b"]),
    map: new Map<any, any>([["a", 1]]),
    date: new Date(5),
    re: /b/g,
    text: new String("abc"),
    number: new Number(1),
    list: ["a", { n: 1 }],
  });

/** Builtins that are given another builtin, and what comes of it. */
const uses: [name: string, use: (a: any, b: any) => unknown, expected: unknown][] = [
  ["set of a typed array, same kind", (a, b) => (a.bytes.set(b.bytes.subarray(2)), [...a.bytes]), [3, 4, 3, 4]],
  ["set of a typed array, other kind", (a, b) => (a.bytes.set(b.words, 1), [...a.bytes]), [1, 5, 6, 4]],
  ["set of a typed array from a Buffer", (a, b) => (a.bytes.set(b.node), [...a.bytes]), [97, 98, 99, 100]],
  ["new Uint8Array", (a, b) => [a, b].flatMap((r) => [...new Uint8Array(r.bytes)]), [1, 2, 3, 4, 1, 2, 3, 4]],
  ["equals of Buffers", (a, b) => [a.node.equals(b.same), a.node.equals(b.bytes)], [true, false]],
  ["compare of Buffers", (a, b) => [a.node.compare(b.same), a.bytes.length, a.node.compare(b.bytes)], [0, 4, 1]],
  ["indexOf of Buffers", (a, b) => [a.node.indexOf(b.same), a.node.includes(b.bytes)], [0, false]],
  ["copy of Buffers", (a, b) => (a.node.copy(b.same, 0, 2), b.same.toString()), "cdcd"],
  ["copy of a Buffer to a typed array", (a, b) => (a.node.copy(b.bytes, 1), [...b.bytes]), [1, 97, 98, 99]],
  ["fill of a Buffer", (a, b) => a.node.fill(b.bytes.subarray(0, 2)).toString("hex"), "01020102"],
  ["new Set and new Map", (a, b) => [new Set(a.set).size, new Map(b.map).get("a")], [2, 1]],
  ["a date as number", (a, b) => (a.date.setTime(b.date), +a.date - b.date), 0],
  ["a boxed string as text", (a, b) => [a.re.test(b.text), a.re.lastIndex], [true, 2]],
  ["a boxed string as separator", (a, b) => a.bytes.join(b.text), "1abc2abc3abc4"],
  ["a boxed number as index", (a, b) => [a.bytes.at(b.number), [...a.bytes.subarray(b.number)]], [2, [2, 3, 4]]],
  ["a boxed number as value", (a, b) => [...a.bytes.fill(b.number, 2)], [1, 2, 1, 1]],
  [
    "an expression as argument of a string",
    (a, b) => ["abcb".replace(a.re, b.text), "abcb".split(b.re)],
    ["aabccabc", ["a", "c", ""]],
  ],
  ["concat of arrays", (a, b) => a.list.concat(b.list, b.set.size).length, 5],
  ["has of a key from another place", (a, b) => [a.set.has(b.list[0]), a.map.get(b.list[0])], [true, 1]],
];

describe("a builtin of a region may be given a builtin", () => {
  it.each(uses)("of the same region: %s", (_, use, expected) => {
    const region = make();
    expect(use(region, region)).toEqual(expected);
    checkInvariant(region);
  });

  it.each(uses)("of another region: %s", (_, use, expected) => {
    const [a, b] = [make(), make()];
    expect(use(a, b)).toEqual(expected);
    checkInvariant(a, b);
  });

  it.each(uses)("through borrows: %s", (_, use, expected) => {
    const [a, b] = [make(), make()];
    expect(borrow(a, (x: any) => borrow(b, (y: any) => use(x, y)))).toEqual(expected);
    checkInvariant(a, b);
  });

  it.each(uses)("that is local: %s", (_, use, expected) => {
    const plain = {
      bytes: Uint8Array.of(1, 2, 3, 4),
      words: Uint16Array.of(5, 6),
      node: Buffer.alloc(4, "abcd"),
      same: Buffer.alloc(4, "abcd"),
      set: new Set<any>(["a", "b"]),
      map: new Map<any, any>([["a", 1]]),
      date: new Date(5),
      re: /b/g,
      text: new String("abc"),
      number: new Number(1),
      list: ["a", { n: 1 }],
    };
    const region = make();
    expect(use(region, plain)).toEqual(expected);
    expect(regionOf(plain.bytes)).toBeUndefined();
    checkInvariant(region);
  });
});

describe("a builtin is not given a dead handle", () => {
  const kinds = ["bytes", "words", "node", "same", "set", "map", "date", "re", "text", "number", "list"];
  const deaths: [string, "ERR_USE_AFTER_MOVE" | "ERR_INVALIDATED", (r: any) => unknown][] = [
    ["that was moved", "ERR_USE_AFTER_MOVE", (r) => move(r)],
    ["that was closed", "ERR_INVALIDATED", (r) => close(r)],
    ["that was dropped", "ERR_INVALIDATED", (r) => r[Symbol.dispose]()],
  ];

  it.each(deaths)("%s: the call throws, and neither of the two has changed", (_, code, end) => {
    const wrong: Record<string, string> = {};
    for (const [name, use] of uses) {
      if (name.startsWith("has of a key")) continue; // list[0] is a string
      const [a, b] = [make(), make()];
      const raw = a.bytes;
      const dead = Object.fromEntries(kinds.map((kind) => [kind, b[kind]]));
      const before = JSON.stringify(a);
      end(b);
      try {
        regionError(code, () => use(a, dead));
        expect(JSON.stringify(a)).toBe(before);
        expect(a.bytes).toBe(raw);
      } catch (error) {
        wrong[name] = (error as Error).message;
      }
    }
    expect(wrong).toEqual({});
  });

  it("as target of a copy, and what was behind it is unchanged", () => {
    const target = Buffer.alloc(4);
    const region = make();
    const other = new Region<any>({ target });
    const dead = other.target;
    const moved = move(other);
    regionError("ERR_USE_AFTER_MOVE", () => region.node.copy(dead));
    expect([...target]).toEqual([0, 0, 0, 0]);
    expect(region.node.copy(moved.target)).toBe(4);
    expect(moved.target.toString()).toBe("abcd");
  });

  it("as an operand of the set methods, where there are any", () => {
    const region = make();
    const other = new Region<any>({ set: new Set([1]), map: new Map([[1, 2]]) });
    const { set, map } = other;
    move(other);
    const methods = ["union", "intersection", "difference", "isSubsetOf"].filter((name) => region.set[name]);
    for (const name of methods)
      for (const dead of [set, map]) regionError("ERR_USE_AFTER_MOVE", () => region.set[name](dead));
    regionError("ERR_USE_AFTER_MOVE", () => new Set([...region.set, ...set]));
    expect([...region.set]).toEqual(["a", "b"]);
  });

  it("as a key that is looked for: it is not found, or the call throws, but nothing is revived", () => {
    const region = make();
    const other = new Region<any>({ part: {} });
    region.map.set("other", 1);
    const { part } = other;
    move(other);
    const ask = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    for (const run of [() => region.map.has(part), () => region.set.has(part), () => region.map.delete(part)])
      expect([false, "ERR_USE_AFTER_MOVE"]).toContain(ask(run));
    regionError("ERR_USE_AFTER_MOVE", () => region.map.set(part, 1));
    regionError("ERR_USE_AFTER_MOVE", () => region.set.add(part));
    expect([region.map.size, region.set.size]).toEqual([2, 2]);
    checkInvariant(region);
  });
});

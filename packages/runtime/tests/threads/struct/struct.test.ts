import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { freeze, isFreezable, Region, RegionError } from "../../../src/index.js";
import { StructMemory } from "../../../src/threads/struct/memory.js";
import { shapeOf, structBehind, StructRecord } from "../../../src/threads/struct/record.js";
import { struct } from "../../../src/threads/struct/struct.js";

const all = {
  a: "i8",
  b: "u8",
  c: "i16",
  d: "u16",
  e: "i32",
  f: "u32",
  g: "f32",
  h: "f64",
  i: "i64",
  j: "u64",
  k: "bool",
  l: "string(5)",
} as const;

const released = {
  code: "ERR_INVALIDATED",
  because: "the guard of a cown was disposed",
  remedy: "Acquire the cown again.",
  site: undefined,
} as const;

describe("a struct", () => {
  test("has the values given, and nothing, false or no text in the other fields", () => {
    expect({
      ...struct({ balance: "f64", hits: "i32", live: "bool", name: "string(32)", big: "i64" }, { hits: 3 }),
    }).toEqual({
      balance: 0,
      hits: 3,
      live: false,
      name: "",
      big: 0n,
    });
  });

  test("has the types that the schema says", () => {
    const made = struct({ balance: "f64", big: "u64", live: "bool", name: "string(32)" });
    expectTypeOf(made).toEqualTypeOf<{ balance: number; big: bigint; live: boolean; name: string }>();
    // @ts-expect-error -- no such type
    expect(() => struct({ x: "i31" })).toThrow(TypeError);
    // @ts-expect-error -- a number is no string
    expect(() => struct({ x: "i8" }, { x: "1" })).toThrow(TypeError);
  });

  test("looks like an object with its fields, in the order of the schema", () => {
    const made = struct({ name: "string(8)", hits: "i32" }, { name: "a", hits: 1 });
    expect(Object.keys(made)).toEqual(["name", "hits"]);
    expect(Object.entries(made)).toEqual([["name", "a"], ["hits", 1]]); // prettier-ignore
    expect(JSON.stringify(made)).toBe('{"name":"a","hits":1}');
    expect({ ...made }).toEqual({ name: "a", hits: 1 });
    const { hits, ...rest } = made;
    expect([hits, rest]).toEqual([1, { name: "a" }]);
    expect(["name" in made, "other" in made, Object.hasOwn(made, "hits")]).toEqual([true, false, true]);
    const seen: string[] = [];
    for (const key in made) seen.push(key);
    expect(seen).toEqual(["name", "hits"]);
    expect(inspect(made)).toBe("{ name: 'a', hits: 1 }");
  });

  test("has no other fields, and keeps those that it has", () => {
    const made = struct({ hits: "i32" }) as Record<string, unknown>;
    const message = "Cannot define other of a struct: its fields are fixed. They are hits; another schema has others.";
    expect(() => (made["other"] = 1)).toThrow(new TypeError(message));
    expect(() => delete made["hits"]).toThrow(new TypeError("Cannot delete hits of a struct: its fields are fixed."));
    expect(() => Object.defineProperty(made, "hits", { value: 1 })).toThrow(TypeError);
    expect(() => Object.freeze(made)).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(made, null)).toThrow(TypeError);
    expect([made["other"], delete made["other"], typeof made["toString"]]).toEqual([undefined, true, "function"]);
  });

  test("leaves objects that inherit from it alone", () => {
    const made = struct({ hits: "i32" }, { hits: 1 });
    const heir = Object.create(made) as { hits: number };
    heir.hits = 2;
    expect([made.hits, heir.hits]).toEqual([1, 2]);
  });

  test("gives back every value that fits, each in its own field", () => {
    const integer = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    const values = fc.record({
      a: integer(-128, 127),
      b: integer(0, 255),
      c: integer(-32768, 32767),
      d: integer(0, 65535),
      e: integer(-(2 ** 31), 2 ** 31 - 1),
      f: integer(0, 2 ** 32 - 1),
      g: fc.float(),
      h: fc.double(),
      i: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      j: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      k: fc.boolean(),
      l: fc.string({
        maxLength: 5,
        unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      }),
    });
    fc.assert(
      fc.property(values, values, (first, second) => {
        const made = struct(all, first);
        expect({ ...made }).toEqual(first);
        Object.assign(made, second);
        expect({ ...made }).toEqual(second);
      }),
      { numRuns: 200 },
    );
  });

  test("takes text with lone surrogates as it is, and long text", () => {
    const made = struct({ text: "string(20000)" });
    made.text = `\ud800${"ü".repeat(19_999)}`;
    expect(made.text).toBe(`\ud800${"ü".repeat(19_999)}`);
    made.text = "short";
    expect(made.text).toBe("short");
  });
});

describe("a value that does not fit", () => {
  const cases: [keyof typeof all, unknown, string][] = [
    ["a", 128, 'Cannot set a of a struct to 128: it is declared "i8". Give it a whole number from -128 to 127.'],
    ["b", -1, 'Cannot set b of a struct to -1: it is declared "u8". Give it a whole number from 0 to 255.'],
    ["c", 1.5, 'Cannot set c of a struct to 1.5: it is declared "i16". Give it a whole number from -32768 to 32767.'],
    ["d", NaN, 'Cannot set d of a struct to NaN: it is declared "u16". Give it a whole number from 0 to 65535.'],
    ["e", "1", 'Cannot set e of a struct to the string "1": it is declared "i32". Give it a whole number from -2147483648 to 2147483647.'],
    ["f", 2 ** 32, 'Cannot set f of a struct to 4294967296: it is declared "u32". Give it a whole number from 0 to 4294967295.'],
    ["e", 1n, 'Cannot set e of a struct to the bigint 1: it is declared "i32". Give it a whole number from -2147483648 to 2147483647.'],
    ["g", null, 'Cannot set g of a struct to null: it is declared "f32". Give it a number, at most 3.4e38 or infinite.'],
    ["g", 1e300, 'Cannot set g of a struct to 1e+300: it is declared "f32". Give it a number, at most 3.4e38 or infinite.'],
    ["h", undefined, 'Cannot set h of a struct to undefined: it is declared "f64". Give it a number.'],
    ["i", 1, 'Cannot set i of a struct to the number 1: it is declared "i64". Give it a bigint from -9223372036854775808 to 9223372036854775807.'],
    ["j", -1n, 'Cannot set j of a struct to -1n: it is declared "u64". Give it a bigint from 0 to 18446744073709551615.'],
    ["k", 1, 'Cannot set k of a struct to the number 1: it is declared "bool". Give it true or false.'],
    ["l", "longer", 'Cannot set l of a struct to a string of length 6: it is declared "string(5)". Give it a string whose length is at most 5.'],
    ["l", 5, 'Cannot set l of a struct to the number 5: it is declared "string(5)". Give it a string whose length is at most 5.'],
  ]; // prettier-ignore

  test.each(cases)("is refused: %s = %s", (name, value, message) => {
    const before = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9n, j: 10n, k: true, l: "abc" };
    const made = struct(all, before) as Record<string, unknown>;
    expect(() => (made[name] = value)).toThrow(message);
    expect({ ...made }).toEqual(before);
  });

  test("runs no code of its own", () => {
    const made = struct({ hits: "i32" }) as Record<string, unknown>;
    const value = { valueOf: () => expect.unreachable() };
    expect(() => (made["hits"] = value)).toThrow("Cannot set hits of a struct to a plain object");
  });

  test.each([
    [null, 'struct() was given null as its schema. Give it an object: { balance: "f64" }.'],
    [{}, 'struct() was given no fields. Give it some: { balance: "f64" }.'],
    [{ x: "string(0)" }, 'struct() does not know the type of field "x": the string "string(0)".'],
    [{ x: "string(65536)" }, 'struct() does not know the type of field "x": the string "string(65536)".'],
    [{ x: "toString" }, 'struct() does not know the type of field "x": the string "toString".'],
    [{ x: 5 }, 'struct() does not know the type of field "x": the number 5.'],
  ])("is refused in a schema: %j", (schema, message) => {
    expect(() => struct(schema as never)).toThrow(message);
  });

  test("is refused for a field that there is not", () => {
    expect(() => struct({ hits: "i32" }, { hist: 1 } as never)).toThrow(
      'struct() was given a value for "hist", which is no field of it. Its fields are hits.',
    );
  });
});

describe("a struct in the hands of its owner", () => {
  const give = (view: object): StructRecord => structBehind(view)!;

  test("cannot be read or written through a view that has ended", () => {
    const made = struct({ hits: "i32" });
    give(made).end(released);
    const error = new RegionError(
      "ERR_INVALIDATED",
      "Cannot read hits of a struct: the guard of a cown was disposed. Acquire the cown again.",
    );
    expect(() => made.hits).toThrow(error);
    expect(() => (made.hits = 1)).toThrow("Cannot set hits of a struct: the guard of a cown was disposed.");
    expect(inspect(made)).toBe("struct { ended }");
  });

  test("has a new view each time, and an old one stays dead", () => {
    const first = struct({ hits: "i32" }, { hits: 1 });
    const record = give(first);
    record.end(released);
    const second = record.view() as { hits: number };
    expect(second.hits).toBe(1);
    expect(() => first.hits).toThrow(RegionError);
    expect(record.view()).toBe(second);
  });

  test("is seen by another thread as it was at the last release", () => {
    const schema = { hits: "i32", name: "string(4)" } as const;
    const view = struct(schema, { hits: 1, name: "a" });
    const here = give(view);
    here.end(released);
    const there = (): StructRecord =>
      new StructRecord(shapeOf(schema), StructMemory.open(here.memory.buffer, shapeOf(schema).layout)!);
    // whoever dies before the release has changed nothing
    Object.assign(there().view(), { hits: 7, name: "dead" });
    const after = there();
    expect({ ...after.view() }).toEqual({ hits: 1, name: "a" });
    Object.assign(after.view(), { hits: 2, name: "b" });
    after.end(released);
    expect({ ...there().view() }).toEqual({ hits: 2, name: "b" });
  });

  test("is not opened from memory that is no struct of its schema", () => {
    const { layout } = shapeOf({ hits: "i32" });
    const record = give(struct({ hits: "i64", more: "i64" }));
    expect(StructMemory.open(record.memory.buffer, layout)).toBeUndefined();
    expect(StructMemory.open(new SharedArrayBuffer(8 + 16), layout)).toBeUndefined();
    expect(StructMemory.open({}, layout)).toBeUndefined();
  });

  test("is neither frozen nor owned by a region", () => {
    const made = struct({ hits: "i32" });
    expect(isFreezable(made)).toBe(false);
    expect(() => freeze(made)).toThrow(expect.objectContaining({ code: "ERR_NOT_FREEZABLE" }));
    expect(() => new Region({ made })).toThrow(expect.objectContaining({ code: "ERR_NOT_MOVABLE" }));
  });
});

import { describe, expect, it, vi } from "vitest";
import { Region, registerType } from "../../src/index.js";
import { pack, unpack } from "../../src/threads.js";
import { HEADER } from "../../src/threads/image/format.js";
import { regionError } from "../errors.js";
import { attack, seeds } from "./attack.js";

vi.setConfig({ testTimeout: 110_000 });

/** A message, and the words of its image. */
function packed(value: object): { message: any; words: Int32Array } {
  const { message } = pack(new Region(value)) as { message: any };
  return { message, words: new Int32Array(message.image) };
}

describe("A message that nobody packed is an ERR_BAD_PACKET, and nothing comes of it", () => {
  it("whatever it is", () => {
    const trap = (): never => expect.fail("ran");
    const values = [
      undefined,
      null,
      1,
      "text",
      Symbol("s"),
      () => 1,
      [],
      {},
      { type: "x" },
      new Proxy({}, { get: trap, has: trap, getOwnPropertyDescriptor: trap }),
    ];
    for (const value of values) regionError("ERR_BAD_PACKET", () => unpack(value));
  });

  it("with fields of other types, accessors, or none", () => {
    const { message } = packed({ n: 1 });
    const fields = {
      "regions-runtime": [undefined, 2, "1"],
      image: [undefined, null, {}, new Uint8Array(80), new ArrayBuffer(3), new ArrayBuffer(400)],
      resources: [undefined, {}, [1], [() => 1], [{}], new Array(2 ** 31), new Proxy([], {})],
      claim: [
        null,
        1,
        {},
        { page: new SharedArrayBuffer(4), index: 1 },
        { page: new SharedArrayBuffer(4), index: -1 },
        { page: new SharedArrayBuffer(4), index: 0.5 },
      ],
    };
    for (const [field, values] of Object.entries(fields))
      for (const value of values) regionError("ERR_BAD_PACKET", () => unpack({ ...message, [field]: value }));
    for (const field of Object.keys(fields).filter((name) => name !== "claim")) {
      const broken = { ...message };
      Object.defineProperty(broken, field, { get: () => expect.fail("ran") });
      regionError("ERR_BAD_PACKET", () => unpack(broken));
    }
    expect(unpack(message).n).toBe(1);
  });

  it("when it is cut off anywhere", () => {
    const { message } = packed({ list: [1.5, "text", { a: 1 }] });
    for (let bytes = 0; bytes < message.image.byteLength; bytes += 4)
      regionError("ERR_BAD_PACKET", () => unpack({ ...message, image: message.image.slice(0, bytes) }));
  });

  it("with counts and places that are too large, or negative", () => {
    for (const field of Object.values(HEADER))
      for (const value of [-1, -(2 ** 31), 2 ** 31 - 1, 2 ** 30, 1_000_000]) {
        if (field === HEADER.root) continue;
        const { message, words } = packed({ list: [1.5, "text"] });
        words[field] = value;
        regionError("ERR_BAD_PACKET", () => unpack(message));
      }
  });
});

describe("Keys that mean something to objects are keys like any other", () => {
  it("__proto__, constructor and prototype are fields, and pollute nothing", () => {
    const value = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1}',
    ) as object;
    const got = unpack(pack(new Region({ value })).message).value;
    expect(Object.keys(got)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect(({} as any).polluted).toBe(undefined);
  });

  it("a codec of such a name is looked for like any other, and not found", () => {
    class Odd {}
    registerType(Odd, { codec: { name: "the codec", encode: () => 1, decode: () => new Odd() } });
    for (const name of ["__proto__", "toString_", "construct"]) {
      const { message } = packed({ odd: new Odd() });
      const text = Buffer.from(message.image as ArrayBuffer);
      text.write(name, text.indexOf("the codec"));
      expect(regionError("ERR_UNKNOWN_TYPE", () => unpack(message)).message).toContain(JSON.stringify(name));
    }
  });
});

it("A long array with few elements takes no memory for those that it does not have", () => {
  const lists = Array.from({ length: 1000 }, () => Object.assign([], { 30_000_000: 1 }) as unknown[]);
  const got = unpack(pack(new Region({ lists })).message);
  expect([got.lists.length, got.lists[999].length]).toEqual([1000, 30_000_001]);
});

it("Mutated, truncated and spliced messages are refused, or are values: 10,000 of them", () => {
  const outcome = attack({ runs: 10_000, seed: 1, seeds: seeds() });
  expect(outcome.other).toEqual([]);
  expect(outcome.refused).toBeGreaterThan(1000);
  expect(outcome.accepted).toBeGreaterThan(1000);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

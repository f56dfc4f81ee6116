import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { freeze, isFreezable, isFrozen } from "../../../src/index.js";
import { materialize, unpack } from "../../../src/threads.js";
import { isLazy } from "../../../src/threads/frozen/lazy-stamp.js";
import { graphs } from "../arbitrary.js";
import { difference } from "../same-graph.js";
import { messageOf } from "./elsewhere.js";
import { largeGraph } from "./graph.js";

vi.setConfig({ testTimeout: 60_000 });

const arrived = <T>(value: T): T => unpack(messageOf(value)) as T;

describe("What arrives of a frozen graph is the same graph", () => {
  it("for random graphs of every kind of object, alone and among many", () => {
    fc.assert(
      fc.property(fc.array(graphs, { minLength: 1, maxLength: 12 }), (list) => {
        const able = list.filter((graph) => isFreezable(graph));
        const frozen = freeze({ able, again: able, fill: Array.from({ length: 80 }, (_, i) => [i]) });
        const got = arrived(frozen);
        expect(difference(frozen, got)).toBe(undefined);
        expect(isFrozen(got)).toBe(true);
        expect(difference(frozen, materialize(got))).toBe(undefined);
      }),
      { numRuns: 400 },
    );
  });

  it("for a large one, whatever is read first", () => {
    const graph = freeze(largeGraph());
    expect(difference(graph, arrived(graph))).toBe(undefined);
    for (const key of Reflect.ownKeys(graph)) {
      const fresh = arrived(freeze({ ...graph, fresh: key }));
      expect(difference(graph[key], fresh[key]) ?? "").toBe("");
    }
  });

  it("and nothing of a large one is read before somebody asks", () => {
    const graph = freeze({ list: largeGraph().list });
    const got = arrived(graph);
    expect(isLazy(got.list)).toBe(true);
    expect([got.list[7].name, isLazy(got.list[7])]).toEqual(["name 7", false]);
  });
});

const prototypes = [Object, Array, Map, Date].map(({ prototype }): unknown => prototype);

describe("It reads like the original", () => {
  const graph = freeze(largeGraph());
  const got = arrived(graph);
  const { list, dictionary } = got;

  it.each<[string, (value: any) => unknown]>([
    ["keys", (value) => [Object.keys(value), Reflect.ownKeys(value), Object.getOwnPropertyNames(value)]],
    ["spread", (value) => [{ ...value.dictionary }, [...value.list]]],
    ["destructuring", ({ list: [first, ...others], dictionary: { "key 3": three, ...rest } }) => [first, others, three, rest]], // prettier-ignore
    ["in", (value) => ["0" in value.list, 300 in value.list, "toString" in value, "key 0" in value.dictionary, "__proto__" in value.bare]], // prettier-ignore
    ["for … in", (value) => { const keys = []; for (const key in value.list) keys.push(key); return keys; }], // prettier-ignore
    ["iteration", (value) => [Array.from(value.list), [...value.list.entries()], [...value.map], [...value.set]]],
    ["Array.isArray", (value) => [Array.isArray(value.list), Array.isArray(value.dictionary)]],
    ["array methods", ({ list: array, numbers }) => [array.map((each: any) => each.id), array.slice(1, 3), array.at(-1), numbers.indexOf(3), array.concat([1]).length, numbers.includes(NaN), array.find(({ id }: any) => id === 9), numbers.reduce((a: number, b: number) => a + b), [array].flat().length]], // prettier-ignore
    ["JSON.stringify", ({ list: array, dictionary: fields, chain }) => JSON.stringify([array, fields, chain])],
    ["Object.entries and assign", ({ dictionary: fields }) => [Object.entries(fields), Object.assign({}, fields)]],
    ["own fields called like inherited ones", (value) => [value.constructor, value.__proto__, Object.hasOwn(value, "__proto__"), value.hasOwnProperty("list")]], // prettier-ignore
    ["descriptors", (value) => [Object.getOwnPropertyDescriptors(value.dictionary), Object.getOwnPropertyDescriptor(value.list, "length")]], // prettier-ignore
    [
      "prototypes",
      (value) =>
        [value, value.list, value.bare, value.map, value.date].map((each) =>
          prototypes.indexOf(Object.getPrototypeOf(each)),
        ),
    ],
    ["levels", ({ list: array, dictionary: fields }) => [Object.isFrozen(array), Object.isSealed(fields), Object.isExtensible(fields), Object.freeze(array) === array]], // prettier-ignore
    ["strings", (value) => [String(value.list.slice(0, 2)), `${value.dictionary}`, Object.prototype.toString.call(value.list)]], // prettier-ignore
    [
      "consoles",
      (value) => [inspect(value.list), inspect(value.dictionary), inspect(value.bare), inspect(value.chain)],
    ],
    [
      "Map, Set and Date",
      ({ map, set, date, list: array }) => [map.get(3), map.size, set.has(array[4]), date.getTime()],
    ],
  ])("%s", (_, ask) => {
    // a fresh one each time: what was asked before must not matter
    expect(ask(arrived(freeze(largeGraph())))).toEqual(ask(freeze(largeGraph())));
  });

  it("an array has no element between two others, nor before or behind all of them", () => {
    const list = arrived(freeze(Array.from({ length: 5000 }, (_, i) => ({ i }))));
    for (const name of ["0.5", "-1", "-0", "5000", "4294967295", "1e0"]) {
      expect([name in list, Reflect.get(list, name)]).toEqual([false, undefined]);
    }
    expect(list[4999]).toEqual({ i: 4999 });
  });

  it("instances of registered classes are instances", () => {
    expect([got.points[3].constructor, got.points[3].length]).toEqual([graph.points[3].constructor, graph.points[3].length]); // prettier-ignore
  });

  it("also when so much of it has been read that all of it is made", () => {
    const fresh = arrived(graph);
    for (let i = 0; i < 200; i++) {
      expect(fresh.list[i].id).toBe(i);
      expect(fresh.dictionary[`key ${i}`].id).toBe(i);
    }
    expect(difference(graph, fresh)).toBe(undefined);
    expect([fresh.list.includes(fresh.list[250]), "toString" in fresh.dictionary, inspect(fresh.list)]).toEqual([
      true,
      true,
      inspect(graph.list),
    ]);
    expect(() => (fresh.list[250] = 1)).toThrow(TypeError);
    expect(() => (fresh.dictionary.fresh = 1)).toThrow(TypeError);
  });

  it("and what has been read inherits to others", () => {
    const heir = Object.create(dictionary);
    heir.own = 1;
    expect([heir.own, heir["key 1"].id, Object.keys(heir)]).toEqual([1, 1, ["own"]]);
    expect(() => (heir["key 1"] = 2)).toThrow(TypeError);
  });

  it.each<[string, () => unknown]>([
    ["an element", () => (list[0] = 1)],
    ["a field", () => (dictionary["key 0"] = 1)],
    ["a new field", () => (dictionary.fresh = 1)],
    ["the length", () => (list.length = 0)],
    ["deleting", () => delete dictionary["key 0"]],
    ["defining", () => Object.defineProperty(dictionary, "fresh", { value: 1 })],
    ["the prototype", () => Object.setPrototypeOf(dictionary, {})],
    ["methods that write", () => list.push(1)],
    ["sorting", () => list.sort()],
    ["what is made at once", () => (list[0].name = "other")],
  ])("writing throws a TypeError: %s", (_, write) => {
    expect(write).toThrow(TypeError);
  });

  it("Map and Set refuse as they do where they were frozen", () => {
    expect(() => got.map.set(1, 2)).toThrow(expect.objectContaining({ code: "ERR_FROZEN_MUTATION" }));
    expect(() => got.set.clear()).toThrow(expect.objectContaining({ code: "ERR_FROZEN_MUTATION" }));
  });
});

describe("materialize", () => {
  it("copies out what was read from shared memory, for those who want no proxies", () => {
    const got = arrived(freeze(largeGraph()));
    expect(() => structuredClone({ list: got.list })).toThrow("could not be cloned");
    const copy = materialize(got);
    expect(structuredClone(copy.list)).toEqual(copy.list);
    expect([copy.self === copy, copy.shared[0] === copy.shared[1], isFrozen(copy)]).toEqual([true, true, true]);
    expect(materialize(got.tree.left)).toEqual(got.tree.left);
  });

  it("does nothing to what is an ordinary value", () => {
    const own = freeze(largeGraph());
    const small = arrived(freeze({ n: [1] }));
    for (const value of [own, small, 1, "text", undefined, null]) expect(materialize(value)).toBe(value);
    const copy = materialize(arrived(own));
    expect(materialize(copy)).toBe(copy);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  forEach,
  get,
  type IntMap,
  intersect,
  map as mapValues,
  merge,
  remove,
  set,
} from "../../../src/flow/state/int-map.js";

/** Small keys collide and share prefixes, large ones reach the highest bits. */
const key = fc.oneof(fc.nat(15), fc.nat(2 ** 30), fc.nat(2 ** 31 - 1));
const entries = fc.array(fc.tuple(key, fc.nat(5)));

const mapOf = <V>(list: Iterable<readonly [number, V]>): IntMap<V> => {
  let map: IntMap<V>;
  for (const [each, value] of list) map = set(map, each, value);
  return map;
};

const listOf = <V>(map: IntMap<V>): [number, V][] => {
  const list: [number, V][] = [];
  forEach(map, (value, each) => list.push([each, value]));
  return list;
};

const sorted = <V>(map: ReadonlyMap<number, V>): [number, V][] => [...map].sort(([a], [b]) => a - b);

/** The union of sets of bits: it grows only, and says when it does not. */
const orBits = (a: number, b: number): number => a | b;

describe("A map from integers", () => {
  test("holds what a Map would hold, in ascending order of keys", () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(listOf(mapOf(list))).toEqual(sorted(new Map(list)));
      }),
    );
  });

  test("finds each key that was set, and no other", () => {
    fc.assert(
      fc.property(entries, fc.array(key), (list, others) => {
        const map = mapOf(list);
        const model = new Map(list);
        for (const each of [...model.keys(), ...others]) expect(get(map, each)).toBe(model.get(each));
      }),
    );
  });

  test("loses what is removed, and nothing else", () => {
    fc.assert(
      fc.property(entries, fc.array(key), (list, others) => {
        let map = mapOf(list);
        const model = new Map(list);
        for (const each of [...others, ...list.filter((_, index) => index % 2 === 0).map(([first]) => first)]) {
          map = remove(map, each);
          model.delete(each);
        }
        expect(listOf(map)).toEqual(sorted(model));
      }),
    );
  });

  test("has one shape, whatever the order in which it came about", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(key, fc.nat(5)), { selector: ([each]) => each }), key, (list, other) => {
        const map = mapOf(list);
        expect(mapOf([...list].reverse())).toEqual(map);
        if (get(map, other) === undefined) expect(remove(set(map, other, 1), other)).toEqual(map);
      }),
    );
  });

  test("stays as it is when another is made from it", () => {
    fc.assert(
      fc.property(entries, entries, key, (list, others, each) => {
        const map = mapOf(list);
        const before = listOf(map);
        set(map, each, 9);
        remove(map, each);
        merge(map, mapOf(others), orBits);
        expect(listOf(map)).toEqual(before);
      }),
    );
  });

  test("is itself when a key is set to what it has, or one is removed that it has not", () => {
    fc.assert(
      fc.property(entries, key, (list, other) => {
        const map = mapOf(list);
        for (const [each, value] of listOf(map)) expect(set(map, each, value)).toBe(map);
        if (get(map, other) === undefined) expect(remove(map, other)).toBe(map);
      }),
    );
  });
});

describe("The union of two maps", () => {
  test("has the keys of both, and combines the values of keys in both", () => {
    fc.assert(
      fc.property(entries, entries, (list, others) => {
        const model = new Map(list);
        for (const [each, value] of new Map(others)) {
          const mine = model.get(each);
          model.set(each, mine === undefined ? value : mine * 10 + value);
        }
        const union = merge(mapOf(list), mapOf(others), (a, b) => a * 10 + b);
        expect(listOf(union)).toEqual(sorted(model));
      }),
    );
  });

  test("is the first one itself when the second adds nothing", () => {
    fc.assert(
      fc.property(entries, fc.array(fc.boolean()), (list, choice) => {
        const map = mapOf(list);
        const part = mapOf(listOf(map).filter((_, index) => choice[index] === true));
        expect(merge(map, part, orBits)).toBe(map);
        expect(merge(map, undefined, orBits)).toBe(map);
        expect(merge(map, map, orBits)).toBe(map);
      }),
    );
  });

  test("does not depend on the order, where combining does not", () => {
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const [x, y, z] = [mapOf(a), mapOf(b), mapOf(c)];
        expect(merge(x, y, orBits)).toEqual(merge(y, x, orBits));
        expect(merge(merge(x, y, orBits), z, orBits)).toEqual(merge(x, merge(y, z, orBits), orBits));
      }),
    );
  });

  test("shares what only one of them has", () => {
    const map = mapOf(Array.from({ length: 1000 }, (_, each) => [each, each] as const));
    const visited = { values: 0 };
    const combine = (a: number, b: number): number => {
      visited.values++;
      return Math.max(a, b);
    };
    merge(set(map, 17, 0), set(map, 900, 0), combine);
    expect(visited.values).toBe(2);
  });
});

describe("The intersection of two maps", () => {
  test("has what both have with the same value", () => {
    fc.assert(
      fc.property(entries, entries, (list, others) => {
        const model = new Map(others);
        const both = sorted(new Map([...new Map(list)].filter(([each, value]) => model.get(each) === value)));
        expect(listOf(intersect(mapOf(list), mapOf(others)))).toEqual(both);
      }),
    );
  });

  test("is the first one itself when the second has all of it", () => {
    fc.assert(
      fc.property(entries, entries, (list, more) => {
        const map = mapOf(list);
        expect(
          intersect(
            map,
            merge(map, mapOf(more), (mine) => mine),
          ),
        ).toBe(map);
      }),
    );
  });

  test("has each value as it is changed, and is itself when none is", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const map = mapOf(list);
        expect(listOf(mapValues(map, (value) => value + 1))).toEqual(
          listOf(map).map(([each, value]) => [each, value + 1]),
        );
        expect(mapValues(map, (value) => value)).toBe(map);
      }),
    );
  });
});

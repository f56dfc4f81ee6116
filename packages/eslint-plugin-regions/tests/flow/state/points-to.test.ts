import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromIds, NOTHING, union } from "../../../src/flow/state/points-to.js";

const ids = fc.array(fc.nat(30));

describe("A set of objects", () => {
  test("lists its ids once each, ascending", () => {
    fc.assert(
      fc.property(ids, (list) => {
        expect(fromIds(list)).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });

  test("unites with another to the ids of both", () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        expect(union(fromIds(a), fromIds(b))).toEqual(fromIds([...a, ...b]));
      }),
    );
  });

  test("is itself after a union that adds nothing", () => {
    fc.assert(
      fc.property(ids, fc.array(fc.boolean()), (list, choice) => {
        const set = fromIds(list);
        expect(union(set, fromIds(set.filter((_, index) => choice[index] === true)))).toBe(set);
        expect(union(set, NOTHING)).toBe(set);
        expect(union(NOTHING, set)).toEqual(set);
      }),
    );
  });

  test("is not changed by a union", () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const set = Object.freeze(fromIds(a));
        const other = Object.freeze(fromIds(b));
        expect(() => union(set, other)).not.toThrow();
      }),
    );
  });
});

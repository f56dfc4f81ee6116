import type { TSESTree } from "@typescript-eslint/utils";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact, FactKind, Operation } from "../../../src/flow/state/facts.js";
import { FieldMap } from "../../../src/flow/state/field-map.js";
import { addFact, hasFact, joinFacts, NO_FACTS } from "../../../src/flow/state/facts.js";
import * as intMap from "../../../src/flow/state/int-map.js";
import { fromIds } from "../../../src/flow/state/points-to.js";
import { EMPTY_STATE, joinStates, type State } from "../../../src/flow/state/state.js";

const node = {} as TSESTree.Node;
const operations = ["moved", "frozen", "transferred"].map((verb): Operation => ({
  node,
  verb,
  subject: node,
  kind: "unknown",
  handsBack: false,
}));
const kinds: FactKind[] = ["moved", "frozen", "transferred", "locked"];

const fact = fc
  .record({ kind: fc.constantFrom(...kinds), operation: fc.constantFrom(...operations), perhaps: fc.boolean() })
  .map(({ perhaps, ...each }): Fact => ({ ...each, via: [], ...(perhaps && { perhaps }) }));
const facts = fc.array(fact).map((list) => list.reduce<readonly Fact[]>(addFact, NO_FACTS));
const ids = fc.array(fc.nat(5)).map(fromIds);

const mapOf = <V>(values: fc.Arbitrary<V>): fc.Arbitrary<intMap.IntMap<V>> =>
  fc.array(fc.tuple(fc.nat(5), values)).map((list) => {
    let map: intMap.IntMap<V>;
    for (const [key, value] of list) map = intMap.set(map, key, value);
    return map;
  });
const fields = fc.array(fc.tuple(fc.constantFrom("x", "y", "[]"), ids)).map((list) => {
  const map = FieldMap.EMPTY.copy();
  for (const [name, value] of list) map.set(name, value);
  return { edit: {}, map };
});

const state: fc.Arbitrary<State> = fc.record({
  variables: mapOf(ids),
  temps: mapOf(ids),
  heap: mapOf(fields),
  facts: mapOf(facts),
  known: mapOf(fc.boolean()),
  stale: fc.constant(undefined),
  suspended: fc.boolean(),
});

const factNames = (list: readonly Fact[]): string[] =>
  list.map(({ kind, operation }) => `${kind} ${operation.verb}`).sort();

/** With what makes a fact less than certain. */
const factTexts = (list: readonly Fact[]): string[] =>
  list.map(({ kind, operation, perhaps }) => `${perhaps === true ? "perhaps " : ""}${kind} ${operation.verb}`).sort();

/** What a state says, without what it shares and in which order it came about. */
function contentOf({ variables, temps, heap, facts: marks, known, suspended }: State): unknown {
  const list = <V>(map: intMap.IntMap<V>, show: (value: V) => unknown): unknown[] => {
    const out: unknown[] = [];
    intMap.forEach(map, (value, key) => out.push([key, show(value)]));
    return out;
  };
  return {
    variables: list(variables, (value) => value),
    temps: list(temps, (value) => value),
    heap: list(heap, ({ map }) => map.entries().sort(([a], [b]) => (a < b ? -1 : 1))),
    facts: list(marks, factTexts),
    known: list(known, (value) => value),
    suspended,
  };
}

describe("Facts of an object", () => {
  test("are kept once per kind and operation", () => {
    fc.assert(
      fc.property(facts, fact, (list, each) => {
        const more = addFact(list, each);
        expect(hasFact(more, each.kind)).toBe(true);
        expect(addFact(more, each)).toBe(more);
        expect(new Set(factNames(more)).size).toBe(more.length);
      }),
    );
  });

  test("of two paths are the facts of both", () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(factNames(joinFacts(a, b))).toEqual([...new Set([...factNames(a), ...factNames(b)])].sort());
      }),
    );
  });

  test("are the same list when the other path adds none", () => {
    fc.assert(
      fc.property(facts, fc.array(fc.boolean()), (list, choice) => {
        expect(
          joinFacts(
            list,
            list.filter((_, index) => choice[index] === true),
          ),
        ).toBe(list);
      }),
    );
  });
});

describe("Joining the states of two paths", () => {
  test("gives the same in either order", () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        expect(contentOf(joinStates(a, b))).toEqual(contentOf(joinStates(b, a)));
      }),
    );
  });

  test("gives the same however three are grouped", () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(contentOf(joinStates(joinStates(a, b), c))).toEqual(contentOf(joinStates(a, joinStates(b, c))));
      }),
    );
  });

  test("returns the first itself when the second adds nothing, so that a fixed point is seen", () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const joined = joinStates(a, b);
        expect(joinStates(joined, a)).toBe(joined);
        expect(joinStates(joined, b)).toBe(joined);
        expect(joinStates(a, a)).toBe(a);
        expect(joinStates(a, { ...EMPTY_STATE, known: a.known })).toBe(a);
      }),
    );
  });

  test("loses nothing that can hold on either, and keeps of what is known only what is known on both", () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const joined = joinStates(a, b);
        for (const { variables, facts: marks, known, suspended } of [a, b]) {
          intMap.forEach(variables, (value, key) => {
            expect(intMap.get(joined.variables, key)).toEqual(expect.arrayContaining([...value]));
          });
          intMap.forEach(marks, (list, key) => {
            expect(factNames(intMap.get(joined.facts, key) ?? [])).toEqual(expect.arrayContaining(factNames(list)));
          });
          intMap.forEach(joined.known, (value, key) => {
            expect(intMap.get(known, key)).toBe(value);
          });
          expect(joined.suspended || !suspended).toBe(true);
        }
      }),
    );
  });

  test("changes neither", () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const before = [contentOf(a), contentOf(b)];
        joinStates(a, b);
        expect([contentOf(a), contentOf(b)]).toEqual(before);
      }),
    );
  });
});

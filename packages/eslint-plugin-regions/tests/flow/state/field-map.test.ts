import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FieldMap } from "../../../src/flow/state/field-map.js";
import { union } from "../../../src/flow/state/points-to.js";

/** More names than are searched one by one, so that both ways of searching are met. */
const name = fc.nat(20).map((index) => `field${String(index)}`);
const value = fc.uniqueArray(fc.nat(5), { maxLength: 3 }).map((ids) => ids.sort());

type Step = { readonly version: number } & (
  | { readonly op: "set"; readonly name: string; readonly value: readonly number[] }
  | { readonly op: "delete"; readonly name: string }
  | { readonly op: "copy" }
  | { readonly op: "join"; readonly other: number }
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant("set" as const), version: fc.nat(), name, value }) },
  fc.record({ op: fc.constant("delete" as const), version: fc.nat(), name }),
  fc.record({ op: fc.constant("copy" as const), version: fc.nat() }),
  fc.record({ op: fc.constant("join" as const), version: fc.nat(), other: fc.nat() }),
);

const sorted = (entries: Iterable<readonly [string, readonly number[]]>): unknown =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe("A map of fields", () => {
  test("behaves in all its versions like maps that share nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const versions = [FieldMap.EMPTY.copy()];
        const models = [new Map<string, readonly number[]>()];
        for (const each of steps) {
          const index = each.version % versions.length;
          const version = versions[index]!;
          const model = models[index]!;
          if (each.op === "set") {
            version.set(each.name, each.value);
            model.set(each.name, each.value);
          } else if (each.op === "delete") {
            version.delete(each.name);
            model.delete(each.name);
          } else if (each.op === "copy") {
            versions.push(version.copy());
            models.push(new Map(model));
          } else {
            const other = each.other % versions.length;
            const joined = new Map(model);
            for (const [key, theirs] of models[other]!) joined.set(key, union(model.get(key) ?? [], theirs));
            versions.push(version.join(versions[other]!, union).copy());
            models.push(joined);
          }
          versions.forEach((one, at) => {
            expect(sorted(one.entries())).toEqual(sorted(models[at]!));
            for (const key of models[at]!.keys()) expect(one.get(key)).toEqual(models[at]!.get(key));
            expect(one.has("absent")).toBe(false);
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("joined with what adds nothing is itself", () => {
    const map = FieldMap.EMPTY.copy();
    map.set("x", [1, 2]);
    const less = map.copy();
    less.set("x", [1]);
    expect(map.join(less, union)).toBe(map);
    expect(less.join(map, union)).not.toBe(less);
    expect(less.get("x")).toEqual([1]);
  });

  test("has each value as it is changed, and is itself when none is", () => {
    const map = FieldMap.EMPTY.copy();
    map.set("x", [1]);
    map.set("y", [2]);
    map.delete("x");
    const changed = map.map((ids) => ids.map((id) => id + 1));
    expect(changed.entries()).toEqual([["y", [3]]]);
    expect(map.entries()).toEqual([["y", [2]]]);
    expect(map.map((ids) => ids)).toBe(map);
  });
});

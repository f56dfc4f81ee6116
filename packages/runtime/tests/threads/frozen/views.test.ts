import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { freeze, isFreezable, isFrozen, registerType } from "../../../src/index.js";
import { materialize, pack, unpack } from "../../../src/threads.js";
import { graphs } from "../arbitrary.js";
import { difference } from "../same-graph.js";
import { Point } from "../worker/point.js";

vi.setConfig({ testTimeout: 60_000 });

/** Through shared memory, as another thread would get it. */
export function arrived<T>(value: T): T {
  return unpack(structuredClone(pack(value).message)) as T;
}

describe("What arrives of a frozen graph is what was frozen", () => {
  it("for graphs of every kind of object", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        fc.pre(isFreezable(graph));
        const frozen = freeze(graph);
        const got = arrived(frozen);
        expect(difference(frozen, got)).toBe(undefined);
        expect(difference(frozen, materialize(got))).toBe(undefined);
        expect(isFrozen(got)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

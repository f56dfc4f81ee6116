import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { graphs, primitives } from "./arbitrary.js";
import { throughImage } from "./image.js";
import { difference } from "./same-graph.js";

vi.setConfig({ testTimeout: 60_000 });

describe("What comes out of an image is what was put in", () => {
  it("for primitives", () => {
    fc.assert(
      fc.property(primitives, (value) => {
        expect(difference(value, throughImage(value))).toBe(undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it("for graphs of every kind of object, with cycles, sharing, holes, attributes and levels", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(difference(graph, throughImage(graph))).toBe(undefined);
      }),
      { numRuns: 1500 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { stretchesOf } from "../../src/flow/paths/loops.js";
import type { Block } from "../../src/lower/ir.js";

/** Blocks that jump to these, the last of which returns. */
function blocksTo(...targets: (number | readonly [number, number])[]): Block[] {
  const node = {} as Extract<Block["end"], { op: "return" }>["node"];
  const ends = targets.map((target): Block["end"] =>
    typeof target === "number"
      ? { op: "jump", target }
      : { op: "branch", test: undefined, yes: target[0], no: target[1], node },
  );
  return [...ends, { op: "return" as const, from: undefined, node }].map((end, id) => ({
    id,
    instructions: [],
    end,
    handler: undefined,
  }));
}

const textOf = (blocks: readonly Block[]): string =>
  stretchesOf(blocks)
    .map(({ first, last, isLoop }) => `${String(first)}-${String(last)}${isLoop ? " loop" : ""}`)
    .join(", ");

describe("The stretches of a function", () => {
  test("are its blocks where nothing leads back", () => {
    expect(textOf(blocksTo([1, 2], 2))).toBe("0-0, 1-1, 2-2");
  });

  test("are loops as a whole, and what lies before and behind", () => {
    expect(textOf(blocksTo(1, [2, 3], 1))).toBe("0-0, 1-2 loop, 3-3");
  });

  test("are loops with the loops in them", () => {
    expect(textOf(blocksTo(1, [2, 5], [3, 4], 2, 1))).toBe("0-0, 1-4 loop, 5-5");
  });

  test("are loops that overlap, taken as one", () => {
    expect(textOf(blocksTo(1, 2, 3, [1, 4], [2, 5]))).toBe("0-0, 1-4 loop, 5-5");
  });

  test("are blocks that lead to themselves", () => {
    expect(textOf(blocksTo([0, 1]))).toBe("0-0 loop, 1-1");
  });
});

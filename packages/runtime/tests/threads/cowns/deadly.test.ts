import fc from "fast-check";
import { expect, it } from "vitest";
import { deadlyPrograms, runDeadly } from "./deadly.js";

it("Threads that are killed at any moment leave every cown as it was released last", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(deadlyPrograms(3, 200), async (program) => {
      const { counted, deaths } = await runDeadly(program);
      expect([counted > 0, deaths]).toEqual([true, program.kills.length + 3]);
    }),
    { numRuns: 5 },
  );
});

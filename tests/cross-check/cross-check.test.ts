import { describe, expect, test } from "vitest";
import { check, checkSeed, type Check } from "./check.js";
import { shrink } from "./shrink.js";

const SEEDS_PER_GROUP = 30;
const groups = (count: number): number[] => Array.from({ length: count }, (_, group) => group);

/** What is shown of a disagreement: the smallest program, and who says what. */
async function explain(seed: number, isAsync: boolean): Promise<string[]> {
  const found = await checkSeed(seed, isAsync);
  if (found.disagreements.length === 0) return [];
  const { disagreements, printed } = await shrink(found);
  return [
    `seed ${seed}`,
    ...disagreements.map(({ kind, line, rule, text }) => `${kind}, line ${line}, ${rule}: ${text}`),
    printed.lint,
  ];
}

async function disagreements(group: number, isAsync: boolean): Promise<string> {
  const explained: string[] = [];
  for (let seed = 1 + group * SEEDS_PER_GROUP; seed <= (group + 1) * SEEDS_PER_GROUP; seed++) {
    explained.push(...(await explain(seed, isAsync)));
  }
  return explained.join("\n");
}

const lines = (...text: string[]): Promise<Check> => check(text.map((each) => ({ kind: "line", text: each })));
const freezing = ["const o1 = «|fresh(»{ n: 1 }«|)»;", "freeze(‹o1›);"];

describe("The runtime and the linter", () => {
  test.each(groups(10))("agree about random programs, part %i", { timeout: 120_000 }, async (group) => {
    expect(await disagreements(group, false)).toBe("");
  });

  test.each(groups(5))("agree about random programs with cowns, part %i", { timeout: 120_000 }, async (group) => {
    expect(await disagreements(group, true)).toBe("");
  });
});

describe("The comparison", () => {
  test("takes a report where the runtime refuses for agreement", async () => {
    const { runs, reports, disagreements } = await lines(...freezing, "‹o1›.n = 2;");
    expect(runs.refusals).toMatchObject([{ code: "ERR_FROZEN_MUTATION", lines: [5] }]);
    expect(reports).toMatchObject([{ rule: "no-mutate-frozen", line: 5 }]);
    expect(disagreements).toEqual([]);
  });

  test("calls a refusal that is not reported a miss", async () => {
    const { disagreements } = await lines(...freezing, "«void 0|‹o1›.n = 2»;");
    expect(disagreements).toMatchObject([{ kind: "miss", rule: "no-mutate-frozen", line: 5 }]);
  });

  test("calls a report where nothing is refused a false alarm", async () => {
    const { disagreements } = await lines(...freezing, "«o1.n = 2|void 0»;");
    expect(disagreements).toMatchObject([{ kind: "false alarm", rule: "no-mutate-frozen", line: 5 }]);
  });

  test("does not judge what stands behind a refusal", async () => {
    const { disagreements } = await lines(...freezing, "‹o1›.n = 2;", "«o1.n = 3|void 0»;");
    expect(disagreements).toEqual([]);
  });

  test("explores both sides of a branch", async () => {
    const { runs } = await check([
      ...freezing.map((text) => ({ kind: "line", text }) as const),
      {
        kind: "block",
        sections: [
          { head: "if (choose()) {", body: [{ kind: "line", text: "‹o1›.n = 2;" }] },
          { head: "} else {", body: [{ kind: "line", text: "‹o1›.n = 3;" }] },
        ],
        tail: "}",
      },
    ]);
    expect(runs).toMatchObject({ paths: 2, isComplete: true });
    expect(runs.refusals.map(({ lines: [line] }) => line).sort()).toEqual([6, 8]);
  });
});

import { compare, type Disagreement } from "./compare.js";
import { generate } from "./generate.js";
import { lint, type Report } from "./lint.js";
import { print } from "./print.js";
import type { Program } from "./program.js";
import { createRandom } from "./random.js";
import { repair, type Trial } from "./repair.js";
import { run } from "./run.js";

export interface Check extends Trial {
  readonly reports: readonly Report[];
  readonly disagreements: readonly Disagreement[];
}

export async function check(program: Program): Promise<Check> {
  const printed = print(program);
  return judge({ program, printed, runs: await run(printed.run) });
}

function judge(trial: Trial): Check {
  const reports = lint(trial.printed.lint);
  return { ...trial, reports, disagreements: compare(trial.printed, trial.runs, reports) };
}

/** Makes the program of a seed, and asks both halves about it. */
export async function checkSeed(seed: number, isAsync = false): Promise<Check> {
  const random = createRandom(seed + 0x5eed);
  const mistakes = random.weighted([
    [3, 0],
    [5, 1],
    [2, 2],
  ] as const);
  return judge(await repair(generate(seed, isAsync), mistakes, random));
}

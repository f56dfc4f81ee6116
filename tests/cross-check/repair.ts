import { isMapped } from "./compare.js";
import { print, type Printed } from "./print.js";
import { without, type Program, type Statement } from "./program.js";
import type { Random } from "./random.js";
import { run, type Runs } from "./run.js";

export interface Trial {
  readonly program: Program;
  readonly printed: Printed;
  readonly runs: Runs;
}

const attempt = async (program: Program): Promise<Trial> => {
  const printed = print(program);
  return { program, printed, runs: await run(printed.run) };
};

/**
 * Takes out what makes no sense, and mistakes beyond the number wanted: a random program is mostly mistakes, and
 * behind the first one nothing is executed any more.
 */
export async function repair(program: Program, mistakes: number, random: Random): Promise<Trial> {
  for (let trial = await attempt(program); ; trial = await attempt(trial.program)) {
    const { printed, runs } = trial;
    const wrong = [...runs.crashes, ...runs.refusals.filter(({ code }) => !isMapped(code))];
    const lines = new Map(runs.refusals.map((each) => [each.lines.join(), each.lines]));
    const surplus = wrong.length > 0 ? wrong.map((each) => each.lines) : [...lines.values()].slice(mistakes);
    const removed = new Set<Statement>();
    for (const each of surplus) {
      const found = each.flatMap((line) => printed.statementAt.get(line) ?? []);
      if (found.length === 0) throw new Error(`No statement of the program failed:\n${printed.run}`);
      removed.add(random.pick(found));
    }
    if (removed.size === 0) return trial;
    trial = { ...trial, program: without(trial.program, removed) };
  }
}

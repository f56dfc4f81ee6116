import type { Report } from "./lint.js";
import type { Printed } from "./print.js";
import type { Refusal, Runs } from "./run.js";

/** The rules that must report what the runtime refuses: one of them. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  ERR_FROZEN_MUTATION: ["no-mutate-frozen"],
  ERR_USE_AFTER_MOVE: ["no-use-after-move"],
  ERR_INVALIDATED: ["no-use-after-move", "no-unguarded-cown", "no-borrow-escape"],
  ERR_BORROWED: ["no-move-while-borrowed"],
  ERR_CROSS_REGION: ["no-cross-region-reference"],
  ERR_ALREADY_OWNED: ["no-cross-region-reference"],
  ERR_REGION_CYCLE: ["no-cross-region-reference"],
  ERR_NOT_FREEZABLE: ["no-unfreezable"],
  ERR_NOT_MOVABLE: ["no-unfreezable"],
  ERR_COWN_NOT_ACQUIRED: ["no-unguarded-cown"],
  ERR_READ_ONLY: ["no-unguarded-cown"],
  ERR_COWN_CONTENT: ["no-unfreezable", "no-cross-region-reference", "no-unguarded-cown"],
  ERR_WOULD_DEADLOCK: ["no-nested-acquire"],
};

/** Rules whose mistakes the runtime refuses where they happen; what others report, it refuses later, or never. */
const LATER = new Set(["no-nested-acquire", "no-borrow-escape"]);
const JUDGED = new Set(
  Object.values(RULES)
    .flat()
    .filter((rule) => !LATER.has(rule)),
);

export const isMapped = (code: string): boolean => code in RULES;

export interface Disagreement {
  readonly kind: "miss" | "false alarm";
  readonly rule: string;
  readonly line: number;
  /** What the side that speaks says. */
  readonly text: string;
}

/**
 * A path ends at its first refusal. So
 *
 * - a refusal is a miss when no report of its rule stands at a line of its stack: mistakes in helpers are reported at the call,
 *   or inside. Two things are excuses: a report of that rule in a closure further up, which counts as the first use although nobody
 *   has called the closure; and an operation on the way that is reported, and refused on another path: for the linter it has not
 *   happened.
 * - a report is a false alarm when its line was executed, all paths were explored, nothing of its rule was refused there,
 *   and no path ended early at a place from which it could have gone on to that line: what would have happened there nobody knows.
 */
export function compare(printed: Printed, runs: Runs, reports: readonly Report[]): Disagreement[] {
  const isRefused = (report: Report): boolean =>
    runs.refusals.some((refusal) => isAbout(refusal, report, RULES[refusal.code] ?? []));
  const undone = reports.filter((report) => NOT_DONE.has(report.rule) && isRefused(report));
  const misses = runs.refusals.flatMap((refusal): Disagreement[] => {
    const rules = RULES[refusal.code];
    if (rules === undefined || reports.some((report) => isAbout(refusal, report, rules))) return [];
    if (reports.some((report) => rules.includes(report.rule) && isInClosure(printed, report.line, refusal.lines)))
      return [];
    if (undone.some(({ line }) => refusal.before.has(line))) return [];
    return [{ kind: "miss", rule: rules[0]!, line: refusal.lines[0]!, text: `${refusal.code} ${refusal.message}` }];
  });
  const alarms = reports.flatMap((report): Disagreement[] => {
    const { rule, line, message } = report;
    if (!JUDGED.has(rule) || !runs.isComplete || !runs.executed.has(line) || isRefused(report)) return [];
    if (runs.ends.some((end) => canLead(printed, end, line))) return [];
    return [{ kind: "false alarm", rule, line, text: message }];
  });
  const isLike = (a: Disagreement, b: Disagreement): boolean =>
    a.kind === b.kind && a.rule === b.rule && a.line === b.line;
  return [...misses, ...alarms].filter((each, index, all) => all.findIndex((other) => isLike(each, other)) === index);
}

/** What they report is taken not to happen. */
const NOT_DONE = new Set(["no-unfreezable", "no-move-while-borrowed", "no-cross-region-reference"]);

function isInClosure({ functions }: Printed, line: number, refused: readonly number[]): boolean {
  const isIn = ([first, last]: readonly [number, number], each: number): boolean => first <= each && each <= last;
  return functions.some(
    (range) =>
      isIn(range, line) && range[0] <= refused.at(-1)! && !refused.some((each) => each > range[0] && isIn(range, each)),
  );
}

const isAbout = (refusal: Refusal, { rule, line }: Report, rules: readonly string[]): boolean =>
  rules.includes(rule) && refusal.lines.includes(line);

/** Whether a path that ended at one line might have come to another. */
function canLead({ loops, functions }: Printed, end: readonly number[], line: number): boolean {
  const from = end.at(-1)!;
  const isIn = ([first, last]: readonly [number, number], each: number): boolean => first <= each && each <= last;
  if (line >= from || functions.some((range) => isIn(range, line))) return true;
  return loops.some((range) => isIn(range, from) && isIn(range, line));
}

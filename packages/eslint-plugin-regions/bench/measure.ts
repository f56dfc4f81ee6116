import * as parser from "@typescript-eslint/parser";
import { Linter, type Rule, type SourceCode } from "eslint";
import { builtinRules } from "eslint/use-at-your-own-risk";
import type plugin from "../src/index.ts";
import type { Source } from "./installed-sources.ts";

/** ESLint's own rules with data flow, which ours are compared to. */
const REFERENCE = ["require-atomic-updates", "no-useless-assignment"] as const;

/** What one file took, in milliseconds, after parsing. */
interface Lint {
  /** Our rules alone. */
  readonly ours: number;
  /** ESLint with the rules of the reference, and with the same listeners that do nothing. */
  readonly working: number;
  readonly idle: number;
  readonly reports: number;
}
type Rules = Readonly<Record<string, Rule.RuleModule>>;

/**
 * What `run` takes, in milliseconds: the smaller of wall-clock time, which other processes lengthen, and processor time,
 * which the engine's own background threads lengthen.
 */
function clock<T>(run: () => T): readonly [result: T, time: number] {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return [result, Math.min(wall, (user + system) / 1000)];
}

/** The rule, which adds to `total` what its listeners take, and what making it takes. */
function timed(rule: Rule.RuleModule, total: { ours: number }): Rule.RuleModule {
  const charge = <T>(run: () => T): T => {
    const [result, time] = clock(run);
    total.ours += time;
    return result;
  };
  return {
    ...(rule.meta && { meta: rule.meta }),
    create(context) {
      const { Program: start, "Program:exit": end, ...others } = charge(() => rule.create(context));
      if (start === undefined || end === undefined || Object.keys(others).length > 0)
        throw new Error("a rule has other listeners now");
      return { Program: (node) => charge(() => start(node)), "Program:exit": (node) => charge(() => end(node)) };
    },
  };
}

/** The rule with the same listeners, which do nothing: what ESLint itself takes to walk the tree and call them. */
function withoutWork(rule: Rule.RuleModule): Rule.RuleModule {
  return {
    ...(rule.meta && { meta: rule.meta }),
    create: (context) => Object.fromEntries(Object.keys(rule.create(context)).map((key) => [key, () => {}])),
  };
}

/* eslint-disable @typescript-eslint/no-deprecated -- the only way to wrap a core rule, and still there in ESLint 10 */
const working: Rules = Object.fromEntries(REFERENCE.map((name) => [name, builtinRules.get(name)!]));
const idle: Rules = Object.fromEntries(REFERENCE.map((name) => [name, withoutWork(builtinRules.get(name)!)]));
/* eslint-enable @typescript-eslint/no-deprecated */

function configFor({ file, code }: Source, rules: Rules): Linter.Config {
  const isModule = /^\s*(?:import|export)\b/m.test(code);
  const isTypeScript = /\.tsx?$/.test(file);
  return {
    files: ["**/*.{js,cjs,mjs,ts,tsx}"],
    languageOptions: {
      sourceType: isModule ? "module" : "commonjs",
      ...(isTypeScript && { parser: parser }),
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins: { measured: { rules } },
    rules: Object.fromEntries(Object.keys(rules).map((name) => [`measured/${name}`, "error"])),
  };
}

function lint(source: Source, text: string | SourceCode, rules: Rules): Linter.LintMessage[] {
  const filename = source.file.replace(/.*[\\/]/, "");
  return new Linter().verify(text, configFor(source, rules), { filename, allowInlineConfig: false });
}

/**
 * Parses a file and lints it with our rules, and then with the reference.
 *
 * @returns undefined when the file cannot be parsed
 */
function measureOnce(source: Source, rules: Rules): Lint | undefined {
  const total = { ours: 0 };
  let parsed: SourceCode | undefined;
  const keep: Rule.RuleModule = {
    create(context) {
      parsed = context.sourceCode;
      return {};
    },
  };
  const timedRules = Object.entries(rules).map(([name, rule]) => [name, timed(rule, total)] as const);
  const messages = lint(source, source.code, { keep, ...Object.fromEntries(timedRules) });
  if (messages.some(({ fatal }) => fatal)) return undefined;
  if (parsed === undefined) throw new Error(`${source.file}: ${messages[0]!.message}`);

  const again = parsed;
  const [, idleTime] = clock(() => lint(source, again, idle));
  const [, workingTime] = clock(() => lint(source, again, working));
  return { ours: total.ours, idle: idleTime, working: workingTime, reports: messages.length };
}

export interface Candidate {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly config: keyof typeof plugin.configs;
}

/** Milliseconds per 10,000 lines. */
export interface Cost {
  /** In the first round, before the engine has compiled anything. */
  readonly first: number;
  /** The sum of the best, or of the median, of each file. */
  readonly best: number;
  readonly median: number;
}

export interface Figures {
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  readonly reports: number;
  readonly ours: Cost;
  readonly reference: Cost;
}

function rulesOf({ configs, rules }: typeof plugin, config: Candidate["config"]): Rules {
  const names = configs[config].flatMap((each) => Object.keys(each.rules ?? {}));
  return Object.fromEntries(
    names.map((name) => name.replace(/^regions\//, "")).map((name) => [name, rules[name as keyof typeof rules]]),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

type Pick = (times: readonly number[]) => number;
const first: Pick = (times) => times[0]!;
const best: Pick = (times) => Math.min(...times);
const median: Pick = (times) => [...times].sort((a, b) => a - b)[times.length >> 1]!;

/** @param of the time of a file, of all rounds */
function costOf(
  files: readonly (readonly Lint[])[],
  lines: number,
  of: (file: readonly Lint[], pick: Pick) => number,
): Cost {
  const per10k = (pick: Pick): number => (sum(files.map((file) => of(file, pick))) / lines) * 10_000;
  return { first: per10k(first), best: per10k(best), median: per10k(median) };
}
const ours = (file: readonly Lint[], pick: Pick): number => pick(file.map((each) => each.ours));
const reference = (file: readonly Lint[], pick: Pick): number =>
  pick(file.map((each) => each.working)) - pick(file.map((each) => each.idle));

/** Measures candidates in turns, so that what else the machine does falls on all of them. */
export function measure(candidates: readonly Candidate[], measured: typeof plugin, rounds: number): Figures[] {
  const results = new Map<Source, Lint[]>();
  for (let round = 0; round < rounds; round++) {
    for (const { sources, config } of candidates) {
      for (const source of sources) {
        const result = measureOnce(source, rulesOf(measured, config));
        if (result) results.set(source, [...(results.get(source) ?? []), result]);
      }
    }
  }
  return candidates.map(({ name, sources }) => {
    const parsed = sources.filter((source) => results.has(source));
    const lints = parsed.map((source) => results.get(source)!);
    const lines = sum(parsed.map((source) => source.lines));
    return {
      name,
      files: parsed.length,
      lines,
      reports: sum(lints.map(([lint]) => lint!.reports)),
      ours: costOf(lints, lines, ours),
      reference: costOf(lints, lines, reference),
    };
  });
}

/** Several candidates taken as one. */
export function together(name: string, all: readonly Figures[]): Figures {
  const lines = sum(all.map((each) => each.lines));
  const mean = (of: (figures: Figures) => number): number => sum(all.map((each) => of(each) * each.lines)) / lines;
  const cost = (which: "ours" | "reference"): Cost => ({
    first: mean((each) => each[which].first),
    best: mean((each) => each[which].best),
    median: mean((each) => each[which].median),
  });
  return {
    name,
    files: sum(all.map((each) => each.files)),
    lines,
    reports: sum(all.map((each) => each.reports)),
    ours: cost("ours"),
    reference: cost("reference"),
  };
}

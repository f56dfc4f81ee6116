import * as parser from "@typescript-eslint/parser";
import { Linter, type ESLint } from "eslint";
import functional from "eslint-plugin-functional";
import reactHooks from "eslint-plugin-react-hooks";
import ts from "typescript";
import type plugin from "../src/index.ts";
import type { Source } from "./installed-sources.ts";

/** Rules of others that look at mutation or at the flow of data, in the order of the table. */
const PEERS = [
  "require-atomic-updates",
  "no-useless-assignment",
  "react-hooks/immutability",
  "functional/immutable-data",
] as const;
const OURS = "eslint-plugin-regions, all rules";

/** Milliseconds per 10,000 lines, by ESLint's own timing of its rules: the best of the rounds, summed over the files. */
export interface PeerRow {
  readonly name: string;
  readonly best: number;
  readonly reports: number;
}

/** What one file says of the types in it: the rule that asks for types gets them, and making them is not measured. */
function programOf({ file, code }: Source): ts.Program {
  const options: ts.CompilerOptions = { allowJs: true, noResolve: true, noLib: true, target: ts.ScriptTarget.ESNext };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, code, target, true) : read(name, target);
  host.fileExists = (name) => name === file;
  const program = ts.createProgram([file], options, host);
  program.getTypeChecker();
  return program;
}

function lint(source: Source, plugins: Record<string, ESLint.Plugin>, rules: readonly string[]): PeerRow[] {
  const linter = new Linter();
  const config: Linter.Config = {
    files: ["**/*.{js,cjs,mjs,ts,tsx}"],
    languageOptions: {
      sourceType: /^\s*(?:import|export)\b/m.test(source.code) ? "module" : "commonjs",
      parser,
      parserOptions: { programs: [programOf(source)], ecmaFeatures: { jsx: true } },
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins,
    rules: Object.fromEntries(rules.map((name) => [name, "error"])),
  };
  // `verify` alone keeps no times
  const options = { filename: source.file, allowInlineConfig: false, fix: false, stats: true };
  const { messages } = linter.verifyAndFix(source.code, [config], options);
  const fatal = messages.find((each) => each.fatal);
  if (fatal !== undefined) throw new Error(`${source.file}:${String(fatal.line)}: ${fatal.message}`);
  const times = linter.getTimes().passes[0]?.rules ?? {};
  return rules.map((name) => ({
    name,
    best: times[name]?.total ?? 0,
    reports: messages.filter(({ ruleId }) => ruleId === name).length,
  }));
}

/** Times our rules and those of others in one run over the same files. */
export function measurePeers(sources: readonly Source[], measured: typeof plugin, rounds: number): PeerRow[] {
  const plugins = {
    regions: measured as unknown as ESLint.Plugin,
    "react-hooks": reactHooks as unknown as ESLint.Plugin,
    functional: functional as unknown as ESLint.Plugin,
  };
  const ours = measured.configs.strict.flatMap((each) => Object.keys(each.rules ?? {}));
  const total = new Map<string, PeerRow>();
  for (const source of sources) {
    const best = new Map<string, PeerRow>();
    const file = source.file.replace(/.*[\\/]/, "");
    for (let round = 0; round < rounds; round++) {
      // another text each time: some rules keep what they found out of a text
      const again = { ...source, file, code: `${source.code}\n// ${String(round)}\n` };
      const rows = lint(again, plugins, [...ours, ...PEERS]);
      const all = rows.filter(({ name }) => ours.includes(name));
      const together: PeerRow = {
        name: OURS,
        best: all.reduce((sum, each) => sum + each.best, 0),
        reports: all.reduce((sum, each) => sum + each.reports, 0),
      };
      for (const row of [together, ...rows.filter(({ name }) => !ours.includes(name))]) {
        const old = best.get(row.name);
        if (old === undefined || row.best < old.best) best.set(row.name, row);
      }
    }
    for (const [name, row] of best) {
      const sum = total.get(name) ?? { name, best: 0, reports: 0 };
      total.set(name, { name, best: sum.best + row.best, reports: sum.reports + row.reports });
    }
  }
  const lines = sources.reduce((sum, each) => sum + each.lines, 0);
  return [...total.values()].map((row) => ({ ...row, best: (row.best / lines) * 10_000 }));
}

import { type Command, Option } from "commander";
import type { ConfigName } from "../../index.js";
import { formatJson } from "../formats/json.js";
import { formatPretty } from "../formats/pretty.js";
import { formatSarif } from "../formats/sarif.js";
import { loadESLint } from "../load-eslint.js";
import { configOption, parseNumber, presetOption } from "../options.js";
import { createProgress } from "../progress.js";
import { type ExitCode, hasColors, type Terminal } from "../terminal.js";
import { check } from "./check.js";
import { type CheckResult, count } from "./finding.js";
import { writeReport } from "./report-file.js";

interface Options {
  readonly format: "pretty" | "json" | "sarif";
  readonly config?: string;
  readonly preset?: ConfigName;
  readonly fix?: boolean;
  readonly all?: boolean;
  readonly maxWarnings?: number;
  readonly outputFile?: string;
  readonly color?: boolean;
}

/** `regions check`. */
export function addCheck(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  program
    .command("check")
    .description("Report mistakes, each with all the places that it is about")
    .argument("[paths...]", "Files, folders and patterns", ["."])
    .addOption(
      new Option("-f, --format <format>", "Output for people or for programs")
        .choices(["pretty", "json", "sarif"])
        .default("pretty"),
    )
    .option("-o, --output-file <file>", "Write the report into a file")
    .addOption(configOption())
    .addOption(presetOption())
    .option("--fix", "Put right what has one safe way to do so")
    .option("--all", "Report what the rules of other plugins find, too")
    .option("--max-warnings <number>", "Exit with 1 if there are more warnings", parseNumber)
    .option("--color", "Write in colours")
    .option("--no-color", "Write without colours")
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing to report, 1 errors or too many warnings, 2 it could not be checked.",
    )
    .action(async (paths: string[], options: Options) => {
      finish(await runCheck(paths, options, terminal));
    });
}

async function runCheck(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { cwd, stderr } = terminal;
  const { config: configFile, preset, fix = false, all = false } = options;
  const ESLint = await loadESLint(cwd);
  const result = await watched(terminal, (watcher) =>
    check(ESLint, { cwd, paths, configFile, preset, fix, all }, watcher),
  );
  write(format(result, options, terminal), options, terminal);
  const { errors, warnings } = count(result);
  if (errors > 0) return 1;
  if (warnings <= (options.maxWarnings ?? Infinity)) return 0;
  stderr.write(`There are more than ${options.maxWarnings} warnings.\n`);
  return 1;
}

/** With notes and a bar on the standard error output, which leaves the report clean. */
async function watched<T>(terminal: Terminal, run: (watcher: Parameters<typeof check>[2]) => Promise<T>): Promise<T> {
  using progress = createProgress(terminal);
  return await run({
    note(text) {
      terminal.stderr.write(`${text}\n`);
    },
    progress(done, total) {
      progress.update(done, total);
    },
  });
}

function format(result: CheckResult, { format, outputFile, color }: Options, terminal: Terminal): string {
  const { cwd, stdout } = terminal;
  if (format === "json") return formatJson(result, cwd);
  if (format === "sarif") return formatSarif(result, cwd);
  return formatPretty(result, { cwd, isColored: color ?? (outputFile === undefined && hasColors(terminal, stdout)) });
}

function write(text: string, { outputFile }: Options, { cwd, stdout }: Terminal): void {
  if (outputFile === undefined) stdout.write(text);
  else writeReport(text, outputFile, cwd);
}

import type { Command } from "commander";
import picocolors from "picocolors";
import type { ConfigName } from "../../index.js";
import { check } from "../check/check.js";
import type { CheckedFile, CheckedFinding } from "../check/finding.js";
import { whyNoFile } from "../files.js";
import { formatFinding, type Look } from "../formats/pretty.js";
import { loadESLint } from "../load-eslint.js";
import { configOption, presetOption } from "../options.js";
import { type ExitCode, hasColors, type Terminal } from "../terminal.js";
import { Trouble } from "../trouble.js";
import { captureSource } from "./capture.js";
import { explainLine } from "./explain-line.js";

interface Options {
  readonly config?: string;
  readonly preset?: ConfigName;
  readonly color?: boolean;
}

/** `regions explain`. */
export function addExplain(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description("Tell what is known of the variables in a line, and why that is a mistake if it is one")
    .argument("<place>", "file:line, or file:line:column for one finding of several")
    .addOption(configOption())
    .addOption(presetOption())
    .option("--color", "Write in colours")
    .option("--no-color", "Write without colours")
    .action(async (text: string, options: Options) => {
      const isColored = options.color ?? hasColors(terminal, terminal.stdout);
      const place = readPlace(text);
      mustBeFile(place, terminal.cwd);
      terminal.stdout.write(await explain(place, options, terminal, { cwd: terminal.cwd, isColored }));
      finish(0);
    });
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
}

function readPlace(text: string): Place {
  const [, path, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (path === undefined) {
    throw new Trouble(
      `'${text}' names no line of a file.`,
      "Write it as file:line, such as src/jobs.ts:12, or as file:line:column.",
    );
  }
  return { path, line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/** Where nothing has the name, ESLint would take it for a pattern, and it lints all files in a folder. */
function mustBeFile({ path, line }: Place, cwd: string): void {
  const reason = whyNoFile(path, cwd);
  if (reason === undefined) return;
  throw new Trouble(
    `'${path}' cannot be explained: ${reason}.`,
    `Name one file, and a line of it, such as src/jobs.ts:${line}.`,
  );
}

async function explain(place: Place, options: Options, { cwd, stderr }: Terminal, look: Look): Promise<string> {
  const { path, line } = place;
  const captured = captureSource();
  const result = await check(
    await loadESLint(cwd),
    {
      cwd,
      paths: [path],
      configFile: options.config,
      preset: options.preset,
      suppressed: true,
      overrideConfig: [captured.config],
    },
    { note: (text) => stderr.write(`${text}\n`), progress: () => undefined },
  );
  const [file] = result.files;
  const ignored = file?.findings.find(({ ruleId, isFatal }) => ruleId === undefined && !isFatal);
  if (ignored !== undefined) {
    throw new Trouble(
      `'${path}' is not checked: ${ignored.message}`,
      "Look at 'files' and 'ignores' in the configuration, or add '--preset recommended'.",
    );
  }
  const findings = file?.findings.filter((each) => each.isFatal || isAt(each, place)) ?? [];
  const source = captured.source();
  if (source === undefined) return told(file, findings, look, "");
  if (line < 1 || line > source.sourceCode.lines.length) {
    throw new Trouble(`'${path}' has ${source.sourceCode.lines.length} lines, and no line ${line}.`);
  }
  return told(file, findings, look, explainLine(source, line, picocolors.createColors(look.isColored)));
}

/** The findings in the line, and of these the ones at the column if there is one. */
function isAt({ spot }: CheckedFinding, { line, column }: Place): boolean {
  if (spot.line > line || spot.endLine < line) return false;
  if (column === undefined) return true;
  return (spot.line < line || spot.column <= column) && (spot.endLine > line || column < spot.endColumn);
}

const TURNED_OFF = "\n\nA comment turns this off, so that 'check' does not report it.";

function told(file: CheckedFile | undefined, findings: readonly CheckedFinding[], look: Look, known: string): string {
  const parts =
    file === undefined || findings.length === 0
      ? ["Nothing is reported here."]
      : findings.map((finding) => `${formatFinding(file, finding, look)}${finding.isSuppressed ? TURNED_OFF : ""}`);
  return `${[...parts, ...(known === "" ? [] : [known])].join("\n\n")}\n`;
}

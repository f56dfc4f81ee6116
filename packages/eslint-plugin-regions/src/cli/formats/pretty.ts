import picocolors from "picocolors";
import { type CheckedFile, type CheckedFinding, type CheckResult, count } from "../check/finding.js";
import { shownPath } from "../paths.js";
import { frameOf } from "./frame.js";
import { printable } from "./printable.js";

export interface Look {
  readonly cwd: string;
  readonly isColored: boolean;
}

/** For people: each finding with the lines that it is about, and their number at the end. */
export function formatPretty(result: CheckResult, look: Look): string {
  const blocks = result.files.flatMap((file) => file.findings.map((finding) => formatFinding(file, finding, look)));
  return [...blocks, summary(result, look)].join("\n\n") + "\n";
}

/** One finding: where it is, what is wrong, the lines, and what to do. */
export function formatFinding(file: CheckedFile, finding: CheckedFinding, { cwd, isColored }: Look): string {
  const { bold, cyan, dim, red, yellow } = picocolors.createColors(isColored);
  const { spot, places, severity, ruleId = "", suggestions, fix } = finding;
  const [first = "", ...reasons] = finding.message.split("\n").map(printable);
  const place = `${printable(shownPath(cwd, file.path))}:${spot.line}:${spot.column}`;
  const level = severity === "error" ? red("error") : yellow("warning");
  const help = [
    ...reasons,
    ...(fix === undefined ? [] : ["'--fix' puts it right."]),
    ...suggestions.map(({ desc }) => `Suggestion: ${printable(desc)}`),
  ];
  return [
    `${cyan(place)}  ${level}  ${dim(ruleId)}`.trimEnd(),
    bold(first),
    "",
    ...(file.source === "" ? [] : [frameOf(file.source, [...places, spot], isColored), ""]),
    ...help,
  ]
    .join("\n")
    .trimEnd();
}

function summary(result: CheckResult, { isColored }: Look): string {
  const { green, red, yellow } = picocolors.createColors(isColored);
  const { errors, warnings, fixable } = count(result);
  const files = plural(result.checked, "file");
  if (errors + warnings === 0) return green(`✔ No mistakes found in ${files}.`);
  const all = `✖ ${plural(errors + warnings, "problem")} (${plural(errors, "error")}, ${plural(warnings, "warning")}) in ${plural(result.files.length, "file")} of ${result.checked}.`;
  const fixes = fixable === 0 ? "" : ` '--fix' puts ${fixable} right.`;
  return (errors > 0 ? red : yellow)(all + fixes);
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

import type { Linter } from "eslint";

/** A stretch of a file, counted as ESLint counts: from 1, and `endColumn` is the one after the last. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What happens there: "used here"; empty where nothing is known but the message. */
  readonly label: string;
}

/** One report about a file. */
export interface CheckedFinding {
  /** Undefined: it is not of a rule; the file cannot be parsed, or is ignored. */
  readonly ruleId: string | undefined;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The file could not be parsed, and nothing else is known of it. */
  readonly isFatal: boolean;
  /** A comment such as `eslint-disable-line` turns it off. */
  readonly isSuppressed: boolean;
  readonly spot: Spot;
  /** The other places that it speaks of, in the order of the text. */
  readonly places: readonly Spot[];
  readonly fix: Linter.LintMessage["fix"];
  readonly suggestions: readonly Linter.LintSuggestion[];
}

export interface CheckedFile {
  /** Absolute. */
  readonly path: string;
  /** The text that the findings are about. */
  readonly source: string;
  readonly findings: readonly CheckedFinding[];
}

/** What is known of a rule. */
export interface RuleInfo {
  readonly description: string;
  readonly url: string | undefined;
}

export interface CheckResult {
  /** Those with findings. */
  readonly files: readonly CheckedFile[];
  readonly rules: ReadonlyMap<string, RuleInfo>;
  /** How many files were looked at. */
  readonly checked: number;
}

/** How many there are of each severity. */
export function count({ files }: CheckResult): { errors: number; warnings: number; fixable: number } {
  const all = files.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: all.length - errors, fixable: all.filter(({ fix }) => fix !== undefined).length };
}

import { type CheckedFinding, type CheckResult, count, type Spot } from "../check/finding.js";
import { shownPath } from "../paths.js";

/** What `--format json` writes. It grows by new properties; `version` counts the other changes. */
export interface Report {
  readonly version: 1;
  readonly findings: readonly ReportedFinding[];
  readonly summary: {
    readonly files: number;
    readonly errors: number;
    readonly warnings: number;
    readonly fixable: number;
  };
}

interface ReportedFinding extends Spot {
  /** Relative to the working directory, with slashes. */
  readonly file: string;
  /** Null where it is not a rule that speaks: the file cannot be parsed, or is ignored. */
  readonly rule: string | null;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The page about the rule. */
  readonly url: string | null;
  /** The other places, in the order of the text. */
  readonly places: readonly Spot[];
  /** The edit that `--fix` makes. */
  readonly fix: Edit | null;
  readonly suggestions: readonly (Edit & { readonly description: string })[];
}

interface Edit {
  /** Offsets in the text of the file: from the first, up to and without the second. */
  readonly range: readonly [number, number];
  readonly text: string;
}

/** For programs. */
export function formatJson(result: CheckResult, cwd: string): string {
  const findings = result.files.flatMap(({ path, findings }) =>
    findings.map((finding) => reportOf(finding, shownPath(cwd, path), result)),
  );
  const report: Report = { version: 1, findings, summary: { files: result.checked, ...count(result) } };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function reportOf(finding: CheckedFinding, file: string, { rules }: CheckResult): ReportedFinding {
  const { ruleId, severity, message, spot, places, fix, suggestions } = finding;
  return {
    file,
    ...spot,
    rule: ruleId ?? null,
    severity,
    message,
    url: (ruleId === undefined ? undefined : rules.get(ruleId)?.url) ?? null,
    places,
    fix: fix === undefined ? null : { range: fix.range, text: fix.text },
    suggestions: suggestions.map(({ desc, fix: { range, text } }) => ({ description: desc, range, text })),
  };
}

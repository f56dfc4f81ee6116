import type { Linter } from "eslint";
import type { TSESTree } from "@typescript-eslint/utils";
import { listen, type Reported } from "../../report/listener.js";
import type { Spot } from "./finding.js";

/** What the rules said of files beyond what ESLint keeps. */
export interface Reports extends Disposable {
  /** The report that became a message; undefined: it is not one of ours, or of a block within the file. */
  find(filename: string, message: Linter.LintMessage): Reported | undefined;
}

export function collectReports(): Reports {
  const files = new Map<string, { readonly ast: TSESTree.Program; readonly reports: Reported[] }>();
  const listening = listen((report) => {
    const known = files.get(report.filename);
    // Fixes are made in several passes, and only the last one counts.
    if (known?.ast === report.ast) known.reports.push(report);
    else files.set(report.filename, { ast: report.ast, reports: [report] });
  });
  return {
    find: (filename, { ruleId, line, column, message }) =>
      files
        .get(filename)
        ?.reports.find(
          (each) =>
            each.ruleId === ruleId &&
            each.message === message &&
            each.loc.start.line === line &&
            each.loc.start.column + 1 === column,
        ),
    [Symbol.dispose]() {
      listening[Symbol.dispose]();
    },
  };
}

export function spotOf({ start, end }: TSESTree.SourceLocation, label: string): Spot {
  return { line: start.line, column: start.column + 1, endLine: end.line, endColumn: end.column + 1, label };
}

export const inOrder = (a: Spot, b: Spot): number => a.line - b.line || a.column - b.column;

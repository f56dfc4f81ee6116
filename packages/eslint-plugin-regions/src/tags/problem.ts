import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Repair } from "../report/repair.js";

/** What is wrong with a tag or a setting, which no node of the syntax tree stands for. */
export interface Problem {
  readonly loc: TSESTree.SourceLocation;
  readonly message: string;
  readonly repairs: readonly Repair[];
}

/** Where a part of a comment stands in its file. */
export function locationIn(
  sourceCode: TSESLint.SourceCode,
  comment: TSESTree.Comment,
  { start, end }: { readonly start: number; readonly end: number },
): TSESTree.SourceLocation {
  const [from] = comment.range;
  return { start: sourceCode.getLocFromIndex(from + start), end: sourceCode.getLocFromIndex(from + end) };
}

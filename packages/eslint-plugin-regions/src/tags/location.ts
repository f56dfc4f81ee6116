import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

/** Where a part of a comment stands in its file. */
export function locationIn(
  sourceCode: TSESLint.SourceCode,
  comment: TSESTree.Comment,
  { start, end }: { readonly start: number; readonly end: number },
): TSESTree.SourceLocation {
  const [from] = comment.range;
  return { start: sourceCode.getLocFromIndex(from + start), end: sourceCode.getLocFromIndex(from + end) };
}

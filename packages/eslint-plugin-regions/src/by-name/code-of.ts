import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

const cache = new WeakMap<TSESTree.Program, string>();

/** The text of a file with blanks in place of its comments: whoever looks for code by patterns would stumble over them. */
export function codeOf({ ast, text }: Readonly<TSESLint.SourceCode>): string {
  let code = cache.get(ast);
  if (code === undefined) cache.set(ast, (code = withoutComments(text, ast.comments)));
  return code;
}

function withoutComments(text: string, comments: readonly TSESTree.Comment[]): string {
  let code = "";
  let end = 0;
  for (const { range } of comments) {
    code += text.slice(end, range[0]) + " ".repeat(range[1] - range[0]);
    end = range[1];
  }
  return code + text.slice(end);
}

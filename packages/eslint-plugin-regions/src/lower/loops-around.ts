import type { TSESTree } from "@typescript-eslint/utils";

const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** The innermost loop around `node` in its function. */
export function loopAround(node: TSESTree.Node): TSESTree.Node | undefined {
  for (let each = node.parent; each && !FUNCTIONS.has(each.type); each = each.parent) {
    if (LOOPS.has(each.type)) return each;
  }
  return undefined;
}

export function contains(outer: TSESTree.Node, inner: TSESTree.Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

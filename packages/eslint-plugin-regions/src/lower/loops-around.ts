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

/** Whether `node` stands in the function itself, not in one further inside, which may be called in a loop. */
export function isDirectlyIn(fn: TSESTree.Node, node: TSESTree.Node): boolean {
  let each: TSESTree.Node | undefined = node;
  while (each !== undefined && each !== fn && !FUNCTIONS.has(each.type)) each = each.parent;
  return each === undefined || each === fn;
}

export function contains(outer: TSESTree.Node, inner: TSESTree.Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";

/** Syntax that ends the life of what is declared in it. */
export const SCOPES: ReadonlySet<string> = new Set<string>([
  AST_NODE_TYPES.BlockStatement,
  AST_NODE_TYPES.Program,
  AST_NODE_TYPES.StaticBlock,
  AST_NODE_TYPES.SwitchStatement,
  AST_NODE_TYPES.ForStatement,
  AST_NODE_TYPES.ForOfStatement,
]);

/** The syntax at whose end a declaration goes out of scope. */
export function scopeAround(declaration: TSESTree.Node): TSESTree.Node {
  let node = declaration;
  while (node.parent !== undefined && !SCOPES.has(node.type)) node = node.parent;
  return node;
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Frame } from "../state/frame.js";

/** Whether the function of a frame is a constant of the file that is called and nothing else: its callers know all. */
export function isOnlyCalled({ file, fn }: Pick<Frame, "file" | "fn">): boolean {
  const holder = holderOf(fn.node);
  if (holder === undefined) return false;
  const name = file.ir.variables.find(({ scopeVariable }) => scopeVariable?.defs[0]?.node === holder);
  const uses = name?.scopeVariable?.references.filter(({ init }) => init !== true) ?? [];
  return uses.length > 0 && uses.every(({ identifier }) => isCallee(identifier));
}

function holderOf(node: TSESTree.Node): TSESTree.Node | undefined {
  if (node.type === AST_NODE_TYPES.FunctionDeclaration)
    return node.parent.type === AST_NODE_TYPES.ExportNamedDeclaration ? undefined : node;
  const declarator = node.parent;
  if (declarator?.type !== AST_NODE_TYPES.VariableDeclarator) return undefined;
  return declarator.parent.parent.type === AST_NODE_TYPES.ExportNamedDeclaration ? undefined : declarator;
}

const isCallee = (node: TSESTree.Node): boolean =>
  node.parent?.type === AST_NODE_TYPES.CallExpression && node.parent.callee === node;

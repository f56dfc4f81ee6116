import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "./ir.js";

/** What messages call a function: by its name, or by where a reader finds it. */
export const nameOf = ({ name, node }: FunctionIR): string => name ?? describePlace(node);

/** Words that name no function but say where it is are not quoted. */
export const isPlace = (name: string): boolean => name.startsWith("the ");

function describePlace(node: TSESTree.Node): string {
  const line = `on line ${String(node.loc.start.line)}`;
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.CallExpression || parent?.type === AST_NODE_TYPES.NewExpression) {
    const callee = parent.callee === node ? undefined : lastName(parent.callee);
    if (callee !== undefined) return `the callback of '${callee}' ${line}`;
  }
  return `the ${node.type === AST_NODE_TYPES.ArrowFunctionExpression ? "arrow function" : "function"} ${line}`;
}

function lastName(callee: TSESTree.Node): string | undefined {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name;
  if (callee.type !== AST_NODE_TYPES.MemberExpression) return undefined;
  return callee.property.type === AST_NODE_TYPES.Identifier && !callee.computed ? callee.property.name : undefined;
}

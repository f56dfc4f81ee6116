import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { functionHeldBy } from "../aliases/held-functions.js";
import { ownerOf, type ScopeVariable, variableOf } from "../by-name/scopes.js";
import { usersOf } from "../by-name/variables.js";
import { withoutAssertion } from "../lower/assertions.js";

type Source = Readonly<TSESLint.SourceCode>;
type Node = TSESTree.Node;

/** Whether an expression is a part of an object that a function has made, and that no function inside it can name. */
export function isPartOfFreshLocal(source: Source, expression: Node, fn: Node): boolean {
  let root = withoutAssertion(expression);
  while (root.type === AST_NODE_TYPES.MemberExpression) root = withoutAssertion(root.object);
  const variable = root.type === AST_NODE_TYPES.Identifier ? variableOf(source, root) : undefined;
  return variable !== undefined && isFreshLocal(source, variable, fn);
}

function isFreshLocal(source: Source, variable: ScopeVariable, fn: Node): boolean {
  if (ownerOf(variable) !== fn || usersOf(source, variable).size > 0) return false;
  if (variable.defs.some(({ type }) => type !== "Variable")) return false;
  return variable.references.every((each) => !each.isWrite() || isFresh(source, each.writeExpr));
}

/** Expressions whose value is a new object, a primitive, or what nobody knows. */
const FRESH = new Set<string>([
  AST_NODE_TYPES.ArrayExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.AwaitExpression,
  AST_NODE_TYPES.BinaryExpression,
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.Literal,
  AST_NODE_TYPES.NewExpression,
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.TemplateLiteral,
]);

function isFresh(source: Source, value: Node | null | undefined): boolean {
  if (!value) return false;
  if (value.type !== AST_NODE_TYPES.CallExpression) return FRESH.has(value.type);
  const { callee } = value;
  // A function of this file may return what others know.
  if (callee.type === AST_NODE_TYPES.Identifier) return functionHeldBy(variableOf(source, callee)) === undefined;
  const isMethodOfGlobal =
    callee.type === AST_NODE_TYPES.MemberExpression &&
    callee.object.type === AST_NODE_TYPES.Identifier &&
    (variableOf(source, callee.object)?.defs.length ?? 0) === 0;
  return isMethodOfGlobal;
}

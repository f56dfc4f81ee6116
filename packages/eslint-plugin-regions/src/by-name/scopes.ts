import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { functionAround, functionOfScope } from "../lower/function-around.js";

type Source = Readonly<TSESLint.SourceCode>;
export type ScopeVariable = TSESLint.Scope.Variable;

/** The variable that an identifier stands for; undefined: a global that the file does not declare. */
export function variableOf({ scopeManager }: Source, identifier: TSESTree.Identifier): ScopeVariable | undefined {
  let scope: TSESLint.Scope.Scope | null = null;
  // The root has no parent, which is null in ESLint.
  for (let node = identifier as TSESTree.Node | null; node && !scope; node = node.parent as TSESTree.Node | null)
    scope = scopeManager?.acquire(node, true) ?? null;
  for (; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** The function that declares a variable. */
export const ownerOf = ({ scope }: ScopeVariable): TSESTree.Node => functionOfScope(scope);

/** The class or the object literal of which `this` is made, where a node stands. */
export function holderOfThis(node: TSESTree.Node): TSESTree.Node | undefined {
  let fn = functionAround(node);
  while (fn.type === "ArrowFunctionExpression") fn = functionAround(fn);
  if (fn.type === "ClassBody") return fn.parent;
  const { parent } = fn;
  if (parent?.type === "MethodDefinition") return parent.parent.parent;
  return parent?.type === "Property" ? parent.parent : undefined;
}

const ASSERTIONS = new Set([
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "ChainExpression",
]);

/** A node with the type assertions around it. */
export function withAssertions(node: TSESTree.Node): TSESTree.Node {
  let outer = node;
  while (outer.parent && ASSERTIONS.has(outer.parent.type)) outer = outer.parent;
  return outer;
}

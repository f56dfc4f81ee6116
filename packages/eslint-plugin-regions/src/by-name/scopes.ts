import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

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

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "Program"]);

/** The function that a node stands in: a node of a function, of the whole file, or the body of a class with fields. */
export function functionAround(node: TSESTree.Node): TSESTree.Node {
  let inner = node;
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (FUNCTIONS.has(outer.type)) return outer;
    if (isInitialiser(outer, inner)) return outer.parent!;
    inner = outer;
  }
  return inner;
}

/** The value of a field that each object of a class has: those of a class are one function. */
export function isInitialiser(field: TSESTree.Node, value: TSESTree.Node | null): boolean {
  return (
    (field.type === "PropertyDefinition" || field.type === "AccessorProperty") &&
    value !== null &&
    field.value === value &&
    !field.static
  );
}

/** The function that declares a variable. */
export const ownerOf = ({ scope }: ScopeVariable): TSESTree.Node => functionOfScope(scope);

/** The function that a scope belongs to. */
export function functionOfScope({ block, type }: TSESLint.Scope.Scope): TSESTree.Node {
  return type === "function" || type === "function-expression-name" || block.type === "Program"
    ? block
    : functionAround(block);
}

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

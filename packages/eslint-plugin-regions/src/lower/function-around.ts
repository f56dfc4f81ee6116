import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

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
  return isValue(field, value) && !field.static;
}

type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

function isValue(field: TSESTree.Node, value: TSESTree.Node | null): field is Field {
  return (
    (field.type === "PropertyDefinition" || field.type === "AccessorProperty") &&
    value !== null &&
    field.value === value
  );
}

/** The function that a scope belongs to. */
export function functionOfScope({ block, type }: TSESLint.Scope.Scope): TSESTree.Node {
  // The name of a function expression is the function's own business, not that of the code around it.
  return type === "function" || type === "function-expression-name" || block.type === "Program"
    ? block
    : functionAround(block);
}

/** Whether `this` at a node is a class, whose static fields and blocks are run by the function around it. */
export function isInStaticCode(node: TSESTree.Node): boolean {
  let inner = node;
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type === "StaticBlock") return true;
    if (isValue(outer, inner)) return outer.static;
    if (outer.type !== "ArrowFunctionExpression" && FUNCTIONS.has(outer.type)) return false;
    inner = outer;
  }
  return false;
}

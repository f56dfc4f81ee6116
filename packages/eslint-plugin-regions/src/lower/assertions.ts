import type { TSESTree } from "@typescript-eslint/utils";

/** The expression in `x as T`, `x satisfies T`, `<T>x` and `x!`, which have its value and can be assigned to like it. */
export function withoutAssertion(node: TSESTree.Node): TSESTree.Node {
  let value = node;
  while (
    value.type === "TSAsExpression" ||
    value.type === "TSNonNullExpression" ||
    value.type === "TSTypeAssertion" ||
    value.type === "TSSatisfiesExpression"
  )
    value = value.expression;
  return value;
}

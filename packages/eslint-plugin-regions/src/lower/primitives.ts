import type { TSESTree } from "@typescript-eslint/utils";

/** The primitive that an expression is; undefined: it is none, or not known without evaluation. */
export function primitiveOf(node: TSESTree.Node): string | number | bigint | boolean | null | undefined {
  switch (node.type) {
    case "Literal":
      return "regex" in node ? undefined : node.value;
    case "TemplateLiteral":
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case "UnaryExpression": {
      const value = node.operator === "-" ? primitiveOf(node.argument) : undefined;
      return typeof value === "number" || typeof value === "bigint" ? -value : undefined;
    }
    default:
      return undefined;
  }
}

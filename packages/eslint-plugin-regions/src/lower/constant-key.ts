import type { TSESTree } from "@typescript-eslint/utils";

/** The name of a key that is known without evaluation. */
export function constantKey(node: TSESTree.Node, computed: boolean): string | undefined {
  switch (node.type) {
    case "Identifier":
      return computed ? undefined : node.name;
    case "PrivateIdentifier":
      return "#" + node.name;
    case "Literal":
      return typeof node.value === "string" || typeof node.value === "number" || typeof node.value === "bigint"
        ? String(node.value)
        : undefined;
    case "TemplateLiteral":
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    default:
      return undefined;
  }
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { nameKey } from "./emit.js";
import type { Key } from "./ir.js";

/**
 * The key of a member access or of a property definition; evaluates the expression of a computed key.
 *
 * @param node - the property as written
 * @param computed - whether it stands in brackets
 */
export function lowerKey(b: Builder, node: TSESTree.Node, computed: boolean): Key {
  const name = constantKey(node, computed);
  return name === undefined ? { kind: "dynamic", temp: b.lower.expression(b, node), node } : nameKey(name);
}

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

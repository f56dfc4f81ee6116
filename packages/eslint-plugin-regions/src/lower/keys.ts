import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { constantKey } from "./constant-key.js";
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

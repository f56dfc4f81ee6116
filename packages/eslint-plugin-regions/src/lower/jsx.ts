import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { emitFresh, emitGet, emitLiteral, emitSelf, emitSet, emitSpread, nameKey } from "./emit.js";
import type { Temp } from "./ir.js";
import { lowerReference } from "./references.js";

/** An element or fragment: a fresh object with the attributes and, as "children", what stands inside. */
export function lowerJsx(b: Builder, node: TSESTree.JSXElement | TSESTree.JSXFragment): Temp {
  if (node.type === "JSXElement") lowerTag(b, node.openingElement.name);
  const element = emitFresh(b, node, "jsx");
  if (node.type === "JSXElement") {
    for (const attribute of node.openingElement.attributes) {
      if (attribute.type === "JSXSpreadAttribute")
        emitSpread(b, attribute, element, b.lower.expression(b, attribute.argument));
      else {
        const { name, value } = attribute;
        const from = value === null ? emitLiteral(b, attribute, true) : lowerJsxValue(b, value);
        if (from !== undefined) emitSet(b, attribute, element, nameKey(nameOf(name)), from, "init");
      }
    }
  }
  for (const child of node.children) {
    const from = child.type === "JSXText" ? undefined : lowerJsxValue(b, child);
    if (from !== undefined) emitSet(b, child, element, nameKey("children"), from, "init");
  }
  return element;
}

function lowerJsxValue(b: Builder, node: TSESTree.Node): Temp | undefined {
  if (node.type === "JSXExpressionContainer" || node.type === "JSXSpreadChild")
    return node.expression.type === "JSXEmptyExpression" ? undefined : b.lower.expression(b, node.expression);
  return b.lower.expression(b, node);
}

function lowerTag(b: Builder, tag: TSESTree.JSXTagNameExpression): Temp {
  const parts: TSESTree.JSXMemberExpression[] = [];
  let node = tag;
  while (node.type === "JSXMemberExpression") {
    parts.push(node);
    node = node.object;
  }
  if (node.type === "JSXNamespacedName") return emitLiteral(b, node, nameOf(node));
  let value: Temp;
  if (node.name === "this") value = emitSelf(b, node, "this");
  // As in all JSX compilers, a small letter makes it an intrinsic element, unless it is an object with members.
  else if (parts.length === 0 && /^[a-z]|-/.test(node.name)) value = emitLiteral(b, node, node.name);
  else value = lowerReference(b, node);
  for (let i = parts.length - 1; i >= 0; i--)
    value = emitGet(b, parts[i]!, value, nameKey(parts[i]!.property.name), false);
  return value;
}

function nameOf(name: TSESTree.JSXIdentifier | TSESTree.JSXNamespacedName): string {
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`;
}

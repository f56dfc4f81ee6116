import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { emitCompute, emitFresh, emitLiteral, emitSet, emitSpread, emitUnknown, nameKey } from "./emit.js";
import type { Key, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";

export function lowerLiteral(b: Builder, node: TSESTree.Literal): Temp {
  return "regex" in node ? emitFresh(b, node, "regexp") : emitLiteral(b, node, node.value);
}

export function lowerTemplate(b: Builder, node: TSESTree.TemplateLiteral): Temp {
  const { expressions } = node;
  if (expressions.length === 0) return emitLiteral(b, node, node.quasis[0]?.value.cooked);
  const from: Temp[] = [];
  for (let i = 0; i < expressions.length; i++) from.push(b.lower.expression(b, expressions[i]!));
  return emitCompute(b, node, "template", from);
}

export function lowerArray(b: Builder, node: TSESTree.ArrayExpression): Temp {
  const array = emitFresh(b, node, "array");
  // After a spread nobody knows the index.
  let unknown: Temp | undefined;
  const { elements } = node;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i] as TSESTree.Node | null;
    if (element === null) continue;
    if (element.type === "SpreadElement") {
      emitSpread(b, element, array, b.lower.expression(b, element.argument));
      unknown ??= emitUnknown(b, element);
      continue;
    }
    const key: Key = unknown === undefined ? nameKey(String(i)) : { kind: "dynamic", temp: unknown, node: element };
    emitSet(b, element, array, key, b.lower.expression(b, element), "init");
  }
  return array;
}

export function lowerObject(b: Builder, node: TSESTree.ObjectExpression): Temp {
  const object = emitFresh(b, node, "object");
  const { properties } = node;
  for (let i = 0; i < properties.length; i++) {
    const property = properties[i] as TSESTree.Node;
    if (property.type !== "Property") {
      // Parsers for older proposals have other names for the spread.
      if ("argument" in property)
        emitSpread(b, property, object, b.lower.expression(b, property.argument as TSESTree.Node));
      continue;
    }
    const key = lowerKey(b, property.key, property.computed);
    const { value } = property;
    if (value.type === "FunctionExpression" && (property.method || property.kind !== "init")) {
      const kind = property.kind === "get" ? "getter" : property.kind === "set" ? "setter" : "method";
      const how = kind === "method" ? "init" : kind;
      emitSet(b, property, object, key, b.lower.functionValue(b, value), how);
    } else emitSet(b, property, object, key, b.lower.expression(b, value), "init");
  }
  return object;
}

import { withoutAssertion } from "./assertions.js";
import type { TSESTree } from "@typescript-eslint/utils";
import { branch, type Builder, jump, newBlock, start } from "./builder.js";
import { lowerPlace } from "./chains.js";
import { emitCompute, emitCopy, emitElement, emitGet, emitRest, emitSet, emitWrite } from "./emit.js";
import type { Key, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";
import { variableAt } from "./references.js";

interface Place {
  readonly object: Temp;
  readonly key: Key;
}

/**
 * Binds a value to a pattern.
 *
 * @param pattern - an identifier, an object or array pattern, or (in assignments) a member expression
 * @param from - the value
 * @param declares - whether this initialises the variables
 */
export function lowerBinding(b: Builder, pattern: TSESTree.Node, from: Temp, declares: boolean): void {
  const target = withoutAssertion(pattern);
  switch (target.type) {
    case "Identifier":
      emitWrite(b, target, variableAt(b, target), from, declares);
      break;
    case "AssignmentPattern":
      lowerBinding(b, target.left, lowerDefault(b, target, from), declares);
      break;
    case "ArrayPattern":
      bindArray(b, target, from, declares);
      break;
    case "ObjectPattern":
      bindObject(b, target, from, declares);
      break;
    case "MemberExpression": {
      const { object, key } = lowerPlace(b, target);
      emitSet(b, target, object, key, from, "assign");
      break;
    }
    default:
      b.lower.discard(b, target);
  }
}

function lowerDefault(b: Builder, node: TSESTree.AssignmentPattern, from: Temp): Temp {
  const missing = newBlock();
  const given = newBlock();
  const join = newBlock();
  const result = b.temps++;
  branch(b, emitCompute(b, node, "=== undefined", [from]), missing, given, node);
  start(b, missing);
  emitCopy(b, node, result, b.lower.expression(b, node.right));
  jump(b, join);
  start(b, given);
  emitCopy(b, node, result, from);
  jump(b, join);
  start(b, join);
  return result;
}

function bindArray(b: Builder, pattern: TSESTree.ArrayPattern, from: Temp, declares: boolean): void {
  const { elements } = pattern;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i] as TSESTree.Node | null;
    if (element === null) continue;
    if (element.type === "RestElement") {
      const place = placeOf(b, element.argument);
      bindPart(b, element.argument, place, emitRest(b, element, from, [], i), declares);
    } else {
      const place = placeOf(b, element);
      bindPart(b, element, place, emitElement(b, element, from, i), declares);
    }
  }
}

function bindObject(b: Builder, pattern: TSESTree.ObjectPattern, from: Temp, declares: boolean): void {
  const { properties } = pattern;
  const hasRest = properties.length > 0 && properties[properties.length - 1]!.type !== "Property";
  const taken: Key[] = [];
  for (let i = 0; i < properties.length; i++) {
    const property = properties[i] as TSESTree.Node;
    if (property.type === "Property") {
      const key = lowerKey(b, property.key, property.computed);
      if (hasRest) taken.push(key);
      const place = placeOf(b, property.value);
      bindPart(b, property.value, place, emitGet(b, property, from, key, false), declares);
    } else if ("argument" in property) {
      const target = property.argument as TSESTree.Node;
      const place = placeOf(b, target);
      bindPart(b, target, place, emitRest(b, property, from, taken, undefined), declares);
    }
  }
}

/** A member target inside a pattern: its object and key are evaluated before the value is taken. */
function placeOf(b: Builder, element: TSESTree.Node): Place | undefined {
  const target = withoutAssertion(element.type === "AssignmentPattern" ? element.left : element);
  return target.type === "MemberExpression" ? lowerPlace(b, target) : undefined;
}

function bindPart(b: Builder, element: TSESTree.Node, place: Place | undefined, from: Temp, declares: boolean): void {
  if (place === undefined) {
    lowerBinding(b, element, from, declares);
    return;
  }
  const value = element.type === "AssignmentPattern" ? lowerDefault(b, element, from) : from;
  emitSet(b, element.type === "AssignmentPattern" ? element.left : element, place.object, place.key, value, "assign");
}

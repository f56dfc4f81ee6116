import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { closeChain, openChain } from "./chains.js";
import { emitCompute, emitDelete, emitLiteral } from "./emit.js";
import type { Temp } from "./ir.js";
import { lowerKey } from "./keys.js";

/** `a + b`; the left-hand sides of a long sum are evaluated in a loop. */
export function lowerBinary(b: Builder, node: TSESTree.BinaryExpression): Temp {
  const { spine } = b;
  const bottom = spine.length;
  let left: TSESTree.Node = node;
  while (left.type === "BinaryExpression") {
    spine.push(left);
    left = left.left;
  }
  // `#name in object` evaluates the object only.
  let value = left.type === "PrivateIdentifier" ? undefined : b.lower.expression(b, left);
  while (spine.length > bottom) {
    const step = spine.pop() as TSESTree.BinaryExpression;
    const right = b.lower.expression(b, step.right);
    value = emitCompute(b, step, step.operator, value === undefined ? [right] : [value, right]);
  }
  return value!;
}

export function lowerUnary(b: Builder, node: TSESTree.UnaryExpression): Temp {
  if (node.operator === "delete") return lowerDelete(b, node);
  if (node.operator === "void") {
    b.lower.discard(b, node.argument);
    return emitLiteral(b, node, undefined);
  }
  return emitCompute(b, node, node.operator, [b.lower.expression(b, node.argument)]);
}

function lowerDelete(b: Builder, node: TSESTree.UnaryExpression): Temp {
  let place: TSESTree.Node = node.argument;
  while (
    place.type === "ChainExpression" ||
    place.type === "TSNonNullExpression" ||
    place.type === "TSAsExpression" ||
    place.type === "TSTypeAssertion" ||
    place.type === "TSSatisfiesExpression"
  )
    place = place.expression;
  if (place.type !== "MemberExpression") {
    // `delete x` of a variable does not even read it.
    if (place.type !== "Identifier") b.lower.discard(b, place);
    return emitLiteral(b, node, true);
  }
  const outer = b.nullish;
  b.nullish = undefined;
  const object = openChain(b, place);
  const key = lowerKey(b, place.property, place.computed);
  const result = closeChain(b, node, emitDelete(b, node, object, key));
  b.nullish = outer;
  return result;
}

import type { TSESTree } from "@typescript-eslint/utils";
import { type Builder, jump, newBlock, start } from "./builder.js";
import { lowerPlace } from "./chains.js";
import { branchShort } from "./conditions.js";
import { emitCompute, emitCopy, emitGet, emitRead, emitSet, emitWrite } from "./emit.js";
import type { Key, Temp } from "./ir.js";
import { withoutAssertion } from "./assertions.js";
import { variableAt } from "./references.js";

export function lowerAssignment(b: Builder, node: TSESTree.AssignmentExpression): Temp {
  const target = withoutAssertion(node.left);
  if (node.operator !== "=") return lowerCompound(b, node, target);
  if (target.type === "MemberExpression") {
    const { object, key } = lowerPlace(b, target);
    const value = b.lower.expression(b, node.right);
    emitSet(b, node, object, key, value, "assign");
    return value;
  }
  const value = b.lower.expression(b, node.right);
  if (target.type === "Identifier") emitWrite(b, node, variableAt(b, target), value, false);
  else b.lower.bind(b, target, value, false);
  return value;
}

/** `a += b`, `a ??= b`: reads the target before the right-hand side is evaluated. */
function lowerCompound(b: Builder, node: TSESTree.AssignmentExpression, target: TSESTree.Node): Temp {
  let object: Temp | undefined;
  let key: Key | undefined;
  let old: Temp;
  if (target.type === "MemberExpression") {
    const place = lowerPlace(b, target);
    object = place.object;
    key = place.key;
    old = emitGet(b, target, object, key, false);
  } else if (target.type === "Identifier") old = emitRead(b, target, variableAt(b, target));
  else old = b.lower.expression(b, target);

  const { operator } = node;
  if (operator !== "&&=" && operator !== "||=" && operator !== "??=") {
    const value = emitCompute(b, node, operator.slice(0, -1), [old, b.lower.expression(b, node.right)]);
    store(b, node, target, object, key, value);
    return value;
  }
  const result = b.temps++;
  const assign = newBlock();
  const keep = newBlock();
  const join = newBlock();
  branchShort(b, operator === "&&=" ? "&&" : operator === "||=" ? "||" : "??", target, old, assign, keep);
  start(b, assign);
  const value = b.lower.expression(b, node.right);
  store(b, node, target, object, key, value);
  emitCopy(b, node, result, value);
  jump(b, join);
  start(b, keep);
  emitCopy(b, node, result, old);
  jump(b, join);
  start(b, join);
  return result;
}

/** `a++`: the result is a number in any case, so old and new value need not be told apart. */
export function lowerUpdate(b: Builder, node: TSESTree.UpdateExpression): Temp {
  const target = withoutAssertion(node.argument);
  if (target.type === "MemberExpression") {
    const { object, key } = lowerPlace(b, target);
    const value = emitCompute(b, node, node.operator, [emitGet(b, target, object, key, false)]);
    emitSet(b, node, object, key, value, "assign");
    return value;
  }
  if (target.type !== "Identifier") return b.lower.expression(b, target);
  const variable = variableAt(b, target);
  const value = emitCompute(b, node, node.operator, [emitRead(b, target, variable)]);
  emitWrite(b, node, variable, value, false);
  return value;
}

function store(
  b: Builder,
  node: TSESTree.Node,
  target: TSESTree.Node,
  object: Temp | undefined,
  key: Key | undefined,
  value: Temp,
): void {
  if (object !== undefined && key !== undefined) emitSet(b, node, object, key, value, "assign");
  else if (target.type === "Identifier") emitWrite(b, node, variableAt(b, target), value, false);
}

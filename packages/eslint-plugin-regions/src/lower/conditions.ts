import type { TSESTree } from "@typescript-eslint/utils";
import { branch, type Builder, isLive, jump, newBlock, start } from "./builder.js";
import type { DraftBlock } from "./draft.js";
import { emitCompute, emitCopy } from "./emit.js";
import type { Temp } from "./ir.js";

/** Branches on a condition, so that every branch of the result tests one elementary value. Ends the block. */
export function lowerCondition(b: Builder, condition: TSESTree.Node, yes: DraftBlock, no: DraftBlock): void {
  let node = condition;
  for (;;) {
    switch (node.type) {
      case "UnaryExpression":
        if (node.operator === "!") {
          node = node.argument;
          const swap = yes;
          yes = no;
          no = swap;
          continue;
        }
        break;
      case "LogicalExpression": {
        const operands = operandsOf(node);
        for (let i = operands.length - 1; i > 0; i--) {
          const next = newBlock();
          if (node.operator === "&&") lowerCondition(b, operands[i]!, next, no);
          else if (node.operator === "||") lowerCondition(b, operands[i]!, yes, next);
          else {
            const present = newBlock();
            const value = b.lower.expression(b, operands[i]!);
            branch(b, emitCompute(b, operands[i]!, "== null", [value]), next, present, node);
            start(b, present);
            branch(b, value, yes, no, operands[i]!);
          }
          start(b, next);
          if (!isLive(b)) return;
        }
        node = operands[0]!;
        continue;
      }
      case "ConditionalExpression": {
        const first = newBlock();
        const second = newBlock();
        lowerCondition(b, node.test, first, second);
        start(b, first);
        if (isLive(b)) lowerCondition(b, node.consequent, yes, no);
        start(b, second);
        if (!isLive(b)) return;
        node = node.alternate;
        continue;
      }
      case "SequenceExpression": {
        const { expressions } = node;
        for (let i = 0; i < expressions.length - 1; i++) b.lower.discard(b, expressions[i]!);
        node = expressions[expressions.length - 1]!;
        continue;
      }
      case "Literal":
        jump(b, isTruthy(node) ? yes : no);
        return;
    }
    branch(b, b.lower.expression(b, node), yes, no, node);
    return;
  }
}

/** `a && b`, `a || b`, `a ?? b` as a value. */
export function lowerLogical(b: Builder, node: TSESTree.LogicalExpression): Temp {
  const operands = operandsOf(node);
  const result = b.temps++;
  const join = newBlock();
  for (let i = operands.length - 1; i > 0; i--) {
    const operand = operands[i]!;
    const value = b.lower.expression(b, operand);
    const short = newBlock();
    const next = newBlock();
    branchShort(b, node.operator, operand, value, next, short);
    start(b, short);
    // what is falsy is no object
    emitCopy(b, operand, result, node.operator === "&&" ? emitCompute(b, operand, "falsy", [value]) : value);
    jump(b, join);
    start(b, next);
  }
  emitCopy(b, operands[0]!, result, b.lower.expression(b, operands[0]!));
  jump(b, join);
  start(b, join);
  return result;
}

/** Branches to `next` if `operator` needs its right-hand side after a left-hand side of `value`. */
export function branchShort(
  b: Builder,
  operator: "&&" | "||" | "??",
  node: TSESTree.Node,
  value: Temp,
  next: DraftBlock,
  short: DraftBlock,
): void {
  if (operator === "&&") branch(b, value, next, short, node);
  else if (operator === "||") branch(b, value, short, next, node);
  else branch(b, emitCompute(b, node, "== null", [value]), next, short, node);
}

/** The effects of a logical expression whose value nobody uses. */
export function discardLogical(b: Builder, node: TSESTree.LogicalExpression): void {
  const next = newBlock();
  const join = newBlock();
  if (node.operator === "&&") lowerCondition(b, node.left, next, join);
  else if (node.operator === "||") lowerCondition(b, node.left, join, next);
  else branchShort(b, "??", node.left, b.lower.expression(b, node.left), next, join);
  start(b, next);
  if (isLive(b)) b.lower.discard(b, node.right);
  jump(b, join);
  start(b, join);
}

/** `test ? a : b`; `result` undefined if nobody uses the value. */
export function lowerConditional(
  b: Builder,
  conditional: TSESTree.ConditionalExpression,
  result: Temp | undefined,
): void {
  const join = newBlock();
  let node: TSESTree.Expression = conditional;
  // `a ? b : c ? d : e ...` may be long.
  while (node.type === "ConditionalExpression") {
    const yes = newBlock();
    const no = newBlock();
    lowerCondition(b, node.test, yes, no);
    start(b, yes);
    if (isLive(b)) lowerArm(b, node.consequent, result, join);
    start(b, no);
    node = node.alternate;
    if (!isLive(b)) break;
  }
  if (isLive(b)) lowerArm(b, node, result, join);
  start(b, join);
}

function lowerArm(b: Builder, node: TSESTree.Node, result: Temp | undefined, join: DraftBlock): void {
  if (result === undefined) b.lower.discard(b, node);
  else emitCopy(b, node, result, b.lower.expression(b, node));
  jump(b, join);
}

/** The operands of a chain of one logical operator, last one first. */
function operandsOf(node: TSESTree.LogicalExpression): TSESTree.Node[] {
  const { operator } = node;
  const operands: TSESTree.Node[] = [];
  let left: TSESTree.Node = node;
  while (left.type === "LogicalExpression" && left.operator === operator) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  return operands;
}

function isTruthy(node: TSESTree.Literal): boolean {
  if ("regex" in node) return true;
  if ("bigint" in node) return !/^0*n?$/.test(node.bigint);
  return Boolean(node.value);
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Instruction } from "../../lower/ir.js";
import type { Definitions, FileContext } from "../state/frame.js";
import { constantOf } from "./constants.js";

/** A call of which the result is frozen. */
export interface FreezingCall {
  readonly node: TSESTree.Node;
  /** The expression for what it freezes. */
  readonly subject: TSESTree.Node;
  readonly fact: "frozen" | "frozenShallow";
}

/** `freeze(x)`, `Object.freeze(x)`, `produce(x, f)`; undefined: it is no such call. */
export function freezingCall(
  file: FileContext,
  definitions: Definitions,
  call: Instruction & { op: "call" },
): FreezingCall | undefined {
  const path = constantOf(file, definitions, call.callee)?.builtin;
  const signature = path === undefined ? undefined : file.signatures.get(path);
  const { node } = call;
  if (signature?.result === "frozen") return { node, subject: node, fact: "frozen" };
  if (signature?.result !== "argument 0" || node.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const [effect] = signature.arguments ?? [];
  const subject = node.arguments[0] ?? node;
  if (effect === "freeze") return { node, subject, fact: "frozen" };
  return effect === "freezeShallow" ? { node, subject, fact: "frozenShallow" } : undefined;
}

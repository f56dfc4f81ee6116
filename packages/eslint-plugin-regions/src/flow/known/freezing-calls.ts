import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../../lower/ir.js";
import type { Definitions, FileContext, FreezingCall } from "../state/frame.js";
import { constantOf } from "./constants.js";

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

/** The call by which a value was frozen that is given to something; "nothing": a primitive; undefined: it may be anything. */
export function givenFrozen(
  file: FileContext,
  definitions: Definitions,
  temp: Temp,
): FreezingCall | "nothing" | undefined {
  let made = definitions.definitions[temp];
  while (made?.op === "cast") made = definitions.definitions[made.from];
  if (made?.op === "literal") return made.known ? "nothing" : undefined;
  return made?.op === "call" ? freezingCall(file, definitions, made) : undefined;
}

/** What stands for two things that one place is given in turn: the call that comes first. */
export function commonOf(before: FreezingCall | undefined, call: FreezingCall | undefined): FreezingCall | undefined {
  if (before === undefined || call === undefined) return call;
  const first = before.node.range[0] < call.node.range[0] ? before : call;
  const isShallow = before.fact === "frozenShallow" || call.fact === "frozenShallow";
  return isShallow ? { ...first, fact: "frozenShallow" } : first;
}

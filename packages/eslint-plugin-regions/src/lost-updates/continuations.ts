import type { FunctionIR, Instruction } from "../lower/ir.js";
import type { Helpers } from "./helpers.js";

/** The functions that a promise calls when it has settled. */
export interface Callbacks {
  readonly onFulfilled?: FunctionIR | undefined;
  readonly onRejected?: FunctionIR | undefined;
  readonly onSettled?: FunctionIR | undefined;
}

/** What `then`, `catch` or `finally` is given; undefined: the call is no such call, or none of it is a function of this file. */
export function callbacksOf(
  helpers: Helpers,
  fn: FunctionIR,
  { callee, receiver, args }: Instruction & { op: "call" },
): Callbacks | undefined {
  const method = helpers.definitionsOf(fn)[callee];
  if (receiver === undefined || method?.op !== "get" || method.key.kind !== "name") return undefined;
  if (!METHODS.has(method.key.name)) return undefined;
  const [first, second] = args.map(({ temp, spread }) => (spread ? undefined : helpers.at(fn, temp)));
  if (first === undefined && second === undefined) return undefined;
  switch (method.key.name) {
    case "then":
      return { onFulfilled: first, onRejected: second };
    case "catch":
      return { onRejected: first };
    default:
      return { onSettled: first };
  }
}

const METHODS = new Set(["then", "catch", "finally"]);

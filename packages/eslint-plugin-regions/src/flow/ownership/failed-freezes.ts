import type { Instruction } from "../../lower/ir.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt, valueOf } from "../state/frame.js";
import { addFactTo, isRegion } from "../state/heap.js";
import { reach } from "../state/reach.js";
import { type Cursor, closeState, openState, type State } from "../state/state.js";

/**
 * What holds where a call of `freeze` has thrown; undefined: it is no such call. What can be frozen makes no call
 * throw, so that whoever catches that seldom counts on it: neither that it is frozen is a mistake there, nor that it
 * is not.
 */
export function afterFailure(frame: Frame, cursor: Cursor, instruction: Instruction): State | undefined {
  if (instruction.op !== "call") return undefined;
  const { node, args, callee } = instruction;
  const isFreeze = objectsOf(frame, valueOf(frame, cursor, callee)).some(
    ({ builtin }) => builtin !== undefined && frame.file.signatures.get(builtin)?.arguments?.[0] === "freeze",
  );
  if (!isFreeze) return undefined;
  const side = { ...openState(closeState(cursor), cursor.local), defined: cursor.defined };
  const operation = operationAt(frame, node, "tried", node);
  for (const { temp } of args) {
    const stop = (each: Parameters<typeof isRegion>[1]): boolean => isRegion(cursor, each);
    for (const each of reach(side, frame.file.table, valueOf(frame, cursor, temp), { raw: false, stop }).keys())
      addFactTo(side, each, { kind: "tried", operation, via: [] });
  }
  return closeState(side);
}

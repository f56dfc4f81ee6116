import type { Instruction } from "../lower/ir.js";
import { forgetReturned } from "./paths/conditions.js";
import type { Frame } from "./state/frame.js";
import { objectsOf, valueOf } from "./state/frame.js";
import { type Cursor, closeState, openState } from "./state/state.js";
import { step } from "./step.js";

type CallInstruction = Instruction & { op: "call" };

/** Whether it calls a function of the file that consumes something on some of its ways only. */
export function mayFork(frame: Frame, cursor: Cursor, instruction: Instruction): instruction is CallInstruction {
  if (instruction.op !== "call") return false;
  const [callee, ...others] = objectsOf(frame, valueOf(frame, cursor, instruction.callee));
  return callee?.fn !== undefined && others.length === 0 && frame.file.summaryOf(callee.fn).outcomes.length > 1;
}

/** What holds after each way through the function that is called. */
export function* forkedAt(frame: Frame, cursor: Cursor, call: CallInstruction): Generator<Cursor> {
  forgetReturned(frame, cursor, call);
  const before = closeState(cursor);
  const fork = { call, index: 0, count: 1 };
  for (; fork.index < fork.count; fork.index++) {
    const side = { ...openState(before, cursor.local), defined: cursor.defined };
    frame.fork = fork;
    step(frame, side, call);
    frame.fork = undefined;
    if (side.reachable) yield side;
  }
}

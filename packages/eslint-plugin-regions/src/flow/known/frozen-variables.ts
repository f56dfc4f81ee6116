import type { Instruction, Variable } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Definitions, FileContext, Frame } from "../state/frame.js";
import { operationAt } from "../state/frame.js";
import { addFactTo } from "../state/heap.js";
import type { Cursor } from "../state/state.js";
import { commonOf, givenFrozen } from "./freezing-calls.js";

/** Finds the variables that are given nothing but what is frozen, wherever they are written. */
export function findFrozenVariables(file: FileContext, functions: readonly Definitions[]): void {
  for (const definitions of functions) {
    for (const { instructions } of definitions.fn.blocks) {
      for (const each of instructions)
        if (each.op === "write" && isGivenElsewhere(definitions, each)) noteGiven(file, definitions, each);
    }
  }
}

/** Whether a variable is given something anew, or by another function than that which declares it. */
const isGivenElsewhere = ({ fn }: Definitions, { variable }: Write): boolean =>
  // One that a function has for itself is followed through it.
  variable.capturedBy.size > 0 && variable.owner !== undefined && (variable.writes > 1 || variable.owner !== fn);

function noteGiven(file: FileContext, definitions: Definitions, { variable, from }: Write): void {
  const { frozen } = file.constants;
  if (frozen.has(variable) && frozen.get(variable) === undefined) return;
  const call = givenFrozen(file, definitions, from);
  if (call !== "nothing") frozen.set(variable, commonOf(frozen.get(variable), call));
}

type Write = Instruction & { op: "write" };

/** A variable that is given nothing but what is frozen, wherever it is written, holds that. */
export function holdsFrozen(frame: Frame, cursor: Cursor, variable: Variable, held: AbstractObject): void {
  const call = frame.file.constants.frozen.get(variable);
  if (call === undefined) return;
  const operation = operationAt(frame, call.node, "frozen", call.subject);
  addFactTo(cursor, held, { kind: call.fact, operation, via: [] });
}

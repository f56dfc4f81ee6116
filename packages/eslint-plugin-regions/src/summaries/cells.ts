import type { AbstractObject } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import type { FileContext, Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { capturedKey, HELD, isSingular, store, stored, storeMore } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { readVariable, writeVariable } from "../flow/values/variables.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import { classAround } from "../flow/known/members.js";

/*
 * A function that another one makes and hands out has variables of that one, a set of them per call: each is a cell,
 * which all functions that one call makes share.
 */

/** The variables that a function takes along when the functions around it are over. */
export const takenAlong = ({ captures }: FunctionIR): Variable[] =>
  [...captures].filter(({ owner }) => owner !== undefined && owner.kind !== "module");

/** What stands for a variable of a function that is over. */
export const cellObject = ({ table }: FileContext, { owner, id }: Variable): AbstractObject =>
  allocate(table, owner!.node, `cell ${String(id)}`, { kind: "object", closed: true });

/** What a variable holds that a function captures: in the call that made the function, if that is known. */
export function readCaptured(
  frame: Frame,
  cursor: Cursor,
  callee: AbstractObject | undefined,
  variable: Variable,
): PointsTo {
  const cells = cellsOf(cursor, callee, variable);
  if (cells === undefined) return readVariable(frame, cursor, variable);
  let value: PointsTo = NOTHING;
  for (const cell of objectsOf(frame, cells)) value = union(value, stored(cursor, cell, HELD) ?? NOTHING);
  return value;
}

export function writeCaptured(
  frame: Frame,
  cursor: Cursor,
  callee: AbstractObject | undefined,
  variable: Variable,
  value: PointsTo,
): void {
  const cells = objectsOf(frame, cellsOf(cursor, callee, variable) ?? NOTHING);
  if (cells.length === 0) writeVariable(cursor, variable, value);
  const isOnly = cells.length === 1 && isSingular(cells[0]!);
  for (const cell of cells) (isOnly ? store : storeMore)(cursor, cell, HELD, value);
}

/** undefined: the function is called where it is made, or nobody knows where it was. */
export function cellsOf(cursor: Cursor, callee: AbstractObject | undefined, variable: Variable): PointsTo | undefined {
  const cells = callee && stored(cursor, callee, capturedKey(variable));
  return cells?.length === 0 ? undefined : cells;
}

const takingThis = new WeakMap<FunctionIR, boolean>();

/** Whether it is an arrow function with the `this` of a method around it. */
export function takesThis(fn: FunctionIR): boolean {
  if (fn.kind !== "arrow" || classAround(fn) === undefined || ownerOfThis(fn).kind === "fields") return false;
  let takes = takingThis.get(fn);
  if (takes === undefined) takingThis.set(fn, (takes = usesThis(fn)));
  return takes;
}

const usesThis = ({ blocks, inner }: FunctionIR): boolean =>
  blocks.some(({ instructions }) => instructions.some(({ op }) => op === "this")) ||
  inner.some((each) => each.kind === "arrow" && usesThis(each));

import type { FunctionIR, Variable } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import type { FileContext, Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { fieldsOf } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/*
 * `const config = once(() => freeze({ … }))`: what the function that the helper makes returns, whoever calls it, is what
 * the function returns that the helper was given.
 */

/** What a variable holds that was given the result of a helper for good; undefined: that depends on what was done since. */
export function madeByHelper(frame: Frame, cursor: Cursor, variable: Variable): PointsTo | undefined {
  const result = frame.file.constants.results.get(variable);
  if (result === undefined) return undefined;
  const { callee, instruction } = result;
  if (!isAsMade(frame.file, callee.fn!)) return undefined;
  const { node } = instruction;
  const args = result.args.map((each) => ({ value: each?.single ?? NOTHING, node }));
  const call: Call = {
    node,
    isNew: false,
    callee,
    receiver: undefined,
    args,
    spread: [],
    instruction,
    isStatement: false,
  };
  // It was called when the file was loaded, not by this function.
  const { isCalling } = frame;
  frame.isCalling = false;
  const made = frame.file.applyCall(frame, cursor, call);
  frame.isCalling = isCalling;
  const objects = objectsOf(frame, made);
  return objects.length > 0 && objects.every((each) => isOfFunctions(frame, cursor, each)) ? made : undefined;
}

/** Whether it is a function, or has nothing but functions: of data nobody knows what was done to it since. */
function isOfFunctions(frame: Frame, cursor: Cursor, object: AbstractObject): boolean {
  if (object.fn !== undefined) return true;
  const fields = object.kind === "object" ? (fieldsOf(cursor, object)?.entries() ?? []) : [];
  return fields.length > 0 && fields.every(([, value]) => objectsOf(frame, value).every(({ fn }) => fn !== undefined));
}

/** Whether a helper does nothing but make functions that nobody can give anything to remember. */
function isAsMade(file: FileContext, helper: FunctionIR): boolean {
  const { effects, stores, writes } = file.summaryOf(helper);
  const isHarmless = effects.every(({ kind, path }) => kind === "use" || path.root.kind === "parameter");
  return isHarmless && stores.length === 0 && writes.length === 0 && !helper.inner.some(isGivenToRemember(helper));
}

const isGivenToRemember =
  (helper: FunctionIR) =>
  ({ parameters, blocks }: FunctionIR): boolean =>
    parameters.length > 0 &&
    blocks.some(({ instructions }) =>
      instructions.some((each) => each.op === "write" && each.variable.owner === helper),
    );

import { functionObject } from "../flow/known/constants.js";
import type { AbstractObject } from "../flow/state/abstract-object.js";
import type { Call } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { pathsOf } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { fromIds } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { RESULT } from "../flow/values/results.js";
import type { ArgumentReference, PathEffect } from "./summary.js";

/** What callers need to know of the arguments of a call of something that they know. */
export function argumentsFor(
  frame: Frame,
  cursor: Cursor,
  { args }: Call,
): Pick<PathEffect & { kind: "invoke" }, "args" | "functions"> {
  const reference = (each: AbstractObject): ArgumentReference[] => {
    const paths = pathsOf(cursor, frame.file.table, each);
    return paths.length === 0 && isResult(frame, each) ? [{ returnedBy: each.node }] : paths;
  };
  return {
    args: args.map(({ value }) => objectsOf(frame, value).flatMap(reference)),
    functions: args.map(({ value }) => functionsAmong(frame, value)),
  };
}

/** Whether it is what a call returned of which nothing is known. */
export const isResult = ({ file: { table } }: Frame, object: AbstractObject): boolean =>
  table.bySite.get(object.node)?.get(RESULT) === object;

/** The functions that a value can be, whoever looks at it. */
const functionsAmong = (frame: Frame, value: PointsTo): PointsTo =>
  fromIds(objectsOf(frame, value).flatMap((each) => (isConstant(frame, each) ? [each.id] : [])));

const isConstant = ({ file }: Frame, object: AbstractObject): boolean =>
  object.builtin !== undefined || (object.fn !== undefined && functionObject(file, object.fn) === object);

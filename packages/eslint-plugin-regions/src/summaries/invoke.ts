import type { AbstractObject } from "../flow/state/abstract-object.js";
import { builtinMember } from "../flow/known/builtins.js";
import type { Call } from "../flow/state/call-site.js";
import { record, touch } from "../flow/ownership/record.js";
import { readName } from "../flow/values/fields.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf, operationAt } from "../flow/state/frame.js";
import { BOUND, fieldsOf } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { argumentsFor } from "./arguments.js";
import type { PathEffect } from "./summary.js";

/** Functions that helpers are given, which are given functions …, are followed to this depth, and so many for one call. */
const DEEPEST_GIVEN = 6;
const MOST_GIVEN = 200;

/**
 * Calls a method that the receiver turns out to have, or the function that it turns out to be.
 *
 * @returns what it returned; undefined: it may be something else, too
 */
export function invoke(
  frame: Frame,
  cursor: Cursor,
  effect: PathEffect & { kind: "invoke" },
  call: Call,
): PointsTo | undefined {
  const { method, subject, isStatement } = effect;
  let returned: PointsTo | undefined = NOTHING;
  const depth = (call.depth ?? 0) + 1;
  if (depth > DEEPEST_GIVEN || (call.given !== undefined && ++call.given.count > MOST_GIVEN)) return undefined;
  for (const object of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    const callees = method === undefined ? [object] : methodsOf(frame, cursor, object, method);
    const known = callees.filter(
      (each) => each.fn !== undefined || each.builtin !== undefined || isBound(cursor, each),
    );
    if (known.length === 0) {
      returned = undefined;
      const { node, by } = call;
      const { literals } = effect;
      record(frame, cursor, object, {
        kind: "invoke",
        method,
        ...argumentsFor(frame, cursor, call),
        literals,
        isStatement,
        node,
        subject,
        by,
      });
      if (method === undefined) touch(frame, cursor, object, operationAt(frame, node, "called", node));
    }
    for (const callee of known) {
      const receiver = method === undefined ? undefined : call.receiver;
      const result = frame.file.applyCall(frame, cursor, { ...call, isNew: false, callee, receiver, depth });
      returned &&= union(returned, result);
      cursor.reachable = true;
    }
  }
  return returned;
}

function methodsOf(frame: Frame, cursor: Cursor, object: AbstractObject, method: string): readonly AbstractObject[] {
  const own = builtinMember(frame.file, object, method);
  if (own !== undefined) return [own];
  return object.kind === "unknown" && !object.closed ? [] : objectsOf(frame, readName(frame, cursor, object, method));
}

const isBound = (cursor: Cursor, object: AbstractObject): boolean => fieldsOf(cursor, object)?.has(BOUND) === true;

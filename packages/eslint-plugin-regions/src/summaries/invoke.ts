import type { AbstractObject } from "../flow/state/abstract-object.js";
import { builtinMember } from "../flow/known/builtins.js";
import type { Call } from "../flow/state/call-site.js";
import { record } from "../flow/ownership/record.js";
import { readName } from "../flow/values/fields.js";
import type { Frame } from "../flow/state/frame.js";
import { functionsAmong, objectsOf } from "../flow/state/frame.js";
import { BOUND, fieldsOf, pathsOf } from "../flow/state/heap.js";
import { NOTHING } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import type { PathEffect } from "./summary.js";

/** Functions that helpers are given, which are given functions …, are followed to this depth. */
const DEEPEST_GIVEN = 6;

/** Calls a method that the receiver turns out to have, or the function that it turns out to be. */
export function invoke(frame: Frame, cursor: Cursor, effect: PathEffect & { kind: "invoke" }, call: Call): void {
  const { method, subject } = effect;
  const depth = (call.depth ?? 0) + 1;
  if (depth > DEEPEST_GIVEN) return;
  for (const object of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    const callees = method === undefined ? [object] : methodsOf(frame, cursor, object, method);
    const known = callees.filter(
      (each) => each.fn !== undefined || each.builtin !== undefined || isBound(cursor, each),
    );
    if (known.length === 0) {
      const args = call.args.map(({ value }) =>
        objectsOf(frame, value).flatMap((each) => pathsOf(cursor, frame.file.table, each)),
      );
      const { node, by } = call;
      const functions = call.args.map(({ value }) => functionsAmong(frame, value));
      const { literals } = effect;
      record(frame, cursor, object, { kind: "invoke", method, args, functions, literals, node, subject, by });
    }
    for (const callee of known) {
      const receiver = method === undefined ? undefined : call.receiver;
      frame.file.applyCall(frame, cursor, { ...call, isNew: false, callee, receiver, depth });
      cursor.reachable = true;
    }
  }
}

function methodsOf(frame: Frame, cursor: Cursor, object: AbstractObject, method: string): readonly AbstractObject[] {
  const own = builtinMember(frame.file, object, method);
  if (own !== undefined) return [own];
  return object.kind === "unknown" && !object.closed ? [] : objectsOf(frame, readName(frame, cursor, object, method));
}

const isBound = (cursor: Cursor, object: AbstractObject): boolean => fieldsOf(cursor, object)?.has(BOUND) === true;

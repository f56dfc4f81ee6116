import { visitsAll } from "../ownership/iterations.js";
import type { Call } from "../state/call-site.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { ANY, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { readElements } from "./elements.js";

/**
 * `list.map(f)`, `list.forEach(f)` of something of unknown type: whatever has elements, `f` is called with them. When
 * that is, if at all, is not known, so that nothing else that it does has happened.
 *
 * @returns what `f` makes of them
 */
export function visitUnknown(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [given] = call.args;
  const functions = objectsOf(frame, given?.value ?? NOTHING).filter(
    ({ fn, builtin }) => fn !== undefined || builtin !== undefined,
  );
  if (given === undefined || call.receiver === undefined || functions.length === 0) return NOTHING;
  let elements: PointsTo = NOTHING;
  for (const each of objectsOf(frame, call.receiver.value))
    elements = union(elements, readElements(frame, cursor, each));
  let made: PointsTo = NOTHING;
  for (const callee of functions) {
    const args = [{ value: elements, node: callee.fn === undefined ? call.receiver.node : given.node }];
    const inner = { ...call, callee, args, spread: [], isNew: false, receiver: undefined, isStatement: false };
    const isEach = visitsAll(frame, call);
    made = union(made, frame.file.applyCall(frame, cursor, { ...inner, isEach, isDeferred: true }));
    cursor.reachable = true;
  }
  return made;
}

/** Puts into what `map` returned what the function made. */
export function fillMapped(frame: Frame, cursor: Cursor, result: PointsTo, made: PointsTo): void {
  if (made.length > 0) for (const each of objectsOf(frame, result)) storeMore(cursor, each, ANY, made);
}

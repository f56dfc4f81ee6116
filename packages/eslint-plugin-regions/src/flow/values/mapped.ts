import { allocate } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { ANY, create, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/**
 * `list.map(f)` of something of unknown type: whatever has elements has what `f` makes of them. When `f` is called, if
 * at all, is not known, so that nothing else that it does has happened.
 */
export function fillMapped(frame: Frame, cursor: Cursor, call: Call, result: PointsTo): void {
  const [given] = call.args;
  const functions = objectsOf(frame, given?.value ?? NOTHING).filter(
    ({ fn, builtin }) => fn !== undefined || builtin !== undefined,
  );
  if (given === undefined || functions.length === 0) return;
  const element = allocate(frame.file.table, call.node, "mapped", {});
  create(cursor, frame.file.table, element);
  let made: PointsTo = NOTHING;
  for (const callee of functions) {
    const args = [{ value: element.single, node: call.receiver?.node ?? given.node }];
    const inner = { ...call, callee, args, spread: [], isNew: false, receiver: undefined, isStatement: false };
    made = union(made, frame.file.applyCall(frame, cursor, { ...inner, isEach: true, isDeferred: true }));
    cursor.reachable = true;
  }
  for (const each of objectsOf(frame, result)) storeMore(cursor, each, ANY, made);
}

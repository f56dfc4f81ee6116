import type { AbstractObject } from "../state/abstract-object.js";
import { endBorrow, isBorrow } from "./borrows.js";
import { record, touch } from "./record.js";
import type { At } from "../state/at.js";
import { consume } from "./consume.js";
import { release } from "./cowns.js";
import { isObligation } from "../state/facts.js";
import { readElements } from "../values/elements.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import { isRegion, originsOf, removeFacts } from "../state/heap.js";
import { reach } from "../state/reach.js";
import { isOwned } from "./ownership.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** `x[Symbol.dispose]()`, or the end of a `using`: a region is dropped, a borrow ends, a cown is given back. */
export function dispose(frame: Frame, cursor: Cursor, value: PointsTo, at: At): void {
  for (const object of objectsOf(frame, value)) {
    const isMine = disposeOne(frame, cursor, object, at);
    if (!isMine) {
      record(frame, cursor, object, { kind: "consume", effect: "dispose", node: at.node, subject: at.subject });
      touch(frame, cursor, object, operationAt(frame, at.node, "ended", at.subject));
    }
    // One element of several: it may be any of them.
    for (const origin of originsOf(cursor, frame.file.table, object) ?? []) {
      removeFacts(cursor, origin, isObligation);
    }
  }
}

/** What stands for one of several borrows is one. */
const isOneOfBorrows = (frame: Frame, cursor: Cursor, object: AbstractObject): boolean =>
  originsOf(cursor, frame.file.table, object)?.every((each) => isBorrow(cursor, each)) === true;

/** @returns whether it is known what the object is */
function disposeOne(frame: Frame, cursor: Cursor, object: AbstractObject, at: At): boolean {
  if (isBorrow(cursor, object) || isOneOfBorrows(frame, cursor, object))
    endBorrow(frame, cursor, object, operationAt(frame, at.node, "ended", at.subject));
  else if (object.kind === "Guard") {
    release(frame, cursor, object, at);
    return object.root === undefined;
  } else if (object.kind === "DisposableStack") dispose(frame, cursor, readElements(frame, cursor, object), at);
  else if (isRegion(cursor, object)) {
    // The owner of a subregion alone decides when it ends.
    if (!isOwned(cursor, frame.file.table, object)) consume(frame, cursor, object.single, "drop", at);
  } else {
    // What it is, and what its own method of disposal does, is not known: it can be all that there is to do.
    if (cursor.facts !== undefined) {
      for (const each of reach(cursor, frame.file.table, object.single, { raw: false }).keys())
        removeFacts(cursor, each, isObligation);
    }
    return false;
  }
  return true;
}

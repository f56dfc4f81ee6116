import type { AbstractObject } from "../state/abstract-object.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { AWAITED, fieldsOf, stored } from "../state/heap.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** The guards that a promise is of, alone or in an array. */
export function promised(frame: Frame, cursor: Cursor, promise: AbstractObject): AbstractObject[] {
  const guards: AbstractObject[] = [];
  const seen = new Set(objectsOf(frame, stored(cursor, promise, AWAITED) ?? NOTHING));
  for (const each of seen) {
    if (each.kind === "Guard") guards.push(each);
    else if (each.kind === "array" && each.closed) {
      for (const [key, value] of fieldsOf(cursor, each)?.entries() ?? [])
        if (!key.startsWith("@")) objectsOf(frame, value).forEach((element) => seen.add(element));
    }
  }
  return guards;
}

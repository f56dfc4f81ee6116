import type { TSESTree } from "@typescript-eslint/utils";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { entryGot, isVague } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { followGot } from "../flow/values/entries.js";
import { readElements, takeElement } from "../flow/values/elements.js";
import { readName } from "../flow/values/fields.js";
import { loopAround } from "../lower/loops-around.js";

/** What a path leads to from a value. @param call of a helper: elements are those that this call takes */
export function follow(
  frame: Frame,
  cursor: Cursor,
  start: PointsTo,
  keys: readonly string[],
  call?: TSESTree.Node,
): PointsTo {
  let value = start;
  for (const key of keys) {
    let next: PointsTo = NOTHING;
    for (const object of objectsOf(frame, value)) {
      const entry = entryGot(key);
      if (entry !== undefined) next = union(next, followGot(frame, cursor, object, key, entry));
      else if (!isVague(key)) next = union(next, readName(frame, cursor, object, key));
      else if (call === undefined) next = union(next, readElements(frame, cursor, object));
      else {
        const loop = loopAround(call) ?? frame.fn.node;
        next = union(next, takeElement(frame, cursor, object, call, loop, keys.join(".")));
      }
    }
    value = next;
  }
  return value;
}

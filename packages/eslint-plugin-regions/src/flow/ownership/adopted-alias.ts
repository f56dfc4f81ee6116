import type { TSESTree } from "@typescript-eslint/utils";
import { isShared } from "../state/abstract-object.js";
import { isUnowned } from "../values/copies.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import { addFactTo, fieldsOf, isAdopted, isRegion } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/**
 * Notes that local objects become part of a region: from here on they are to be used through its handles. To be called
 * before `value` is owned.
 *
 * @param subject the expression for what is adopted
 */
export function noteAdopted(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  subject: TSESTree.Node,
): void {
  const operation = operationAt(frame, node, "adopted", subject);
  const queue = objectsOf(frame, value).map((object) => ({ object, via: [] as readonly string[] }));
  const seen = new Set(queue.map(({ object }) => object));
  for (const { object, via } of queue) {
    const isLocal = !object.isHandle && !object.isLost && !isShared(object) && !isRegion(cursor, object);
    // What nothing is known of may be frozen, or no object.
    if (!isLocal || object.kind === "unknown" || isUnowned(cursor, object) || isAdopted(cursor, object)) continue;
    addFactTo(cursor, object, { kind: "adopted", operation, via });
    for (const [key, ids] of fieldsOf(cursor, object)?.entries() ?? []) {
      if (key.startsWith("@") || key.startsWith("#")) continue;
      for (const each of objectsOf(frame, ids)) {
        if (seen.has(each)) continue;
        seen.add(each);
        queue.push({ object: each, via: [...via, key] });
      }
    }
  }
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import { noteAdopted } from "./adopted-alias.js";
import { record } from "./record.js";
import { isUnowned } from "../values/copies.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { fieldsOf } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { isTakenOut } from "./ownership.js";
import { subjectOf } from "./references.js";
import type { Cursor } from "../state/state.js";

/**
 * Notes that the regions of `owners` adopt a value, for later uses of it and for callers that know it too. To be called before `value` is owned.
 *
 * @param key the field that holds it; undefined: a region starts with it
 */
export function recordAdoption(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  owners: PointsTo,
  key: string | undefined,
  node: TSESTree.Node,
  isFreed = false,
): void {
  noteAdopted(frame, cursor, value, node, subjectOf(node));
  if (!frame.isCalling || owners.length === 0) return;
  const seen = new Set<AbstractObject>();
  const queue = objectsOf(frame, value).map((object) => ({ object, key }));
  for (const { object, key } of queue) {
    if (seen.has(object) || isShared(object) || isUnowned(cursor, object)) continue;
    seen.add(object);
    const as = owners.map((id) => ({ id, value: [], isGone: false }));
    record(frame, cursor, object, {
      kind: "adopt",
      key,
      owners: as,
      isFreed: isFreed || isTakenOut(cursor, object),
      node,
      subject: subjectOf(node),
    });
    // What they know they follow themselves, and what is in a region is adopted already.
    if (object.top.root !== undefined || object.isHandle || object.isRegion) continue;
    for (const [name, ids] of fieldsOf(cursor, object)?.entries() ?? []) {
      if (name.startsWith("@") || name.startsWith("#")) continue;
      for (const each of objectsOf(frame, ids)) queue.push({ object: each, key: name });
    }
  }
}

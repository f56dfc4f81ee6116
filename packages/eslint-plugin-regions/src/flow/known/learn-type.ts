import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { originsOf } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { applyRuntimeType } from "./annotate.js";
import { kindNamed } from "./declared-types.js";

/**
 * Asks the type checker about a value of which the syntax says nothing, once for each.
 *
 * @param node what has the value: a binding or an expression
 */
export function learnType(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): PointsTo {
  const { types, typed, table } = frame.file;
  if (types === undefined) return value;
  for (const object of objectsOf(frame, value)) {
    const behind = originsOf(cursor, table, object) ?? [];
    const unknown = [object, ...behind].filter((each) => isUnknown(each) && !typed.has(each));
    if (unknown.length === 0) continue;
    for (const each of unknown) typed.add(each);
    const runtimeType = types.runtimeType(node);
    const name = runtimeType === undefined ? types.globalType(node) : undefined;
    const kind = name === undefined ? undefined : kindNamed(name);
    for (const each of unknown) {
      if (runtimeType !== undefined) applyRuntimeType(table, each, runtimeType);
      else if (kind !== undefined && kind !== "primitive") each.kind = kind;
    }
  }
  return value;
}

/** Of what is made here, or was described by an annotation, enough is known. */
const isUnknown = ({ kind, isLost, isRegion, isFrozen, builtin, fn }: AbstractObject): boolean =>
  kind === "unknown" && !(isLost || isRegion || isFrozen) && builtin === undefined && fn === undefined;

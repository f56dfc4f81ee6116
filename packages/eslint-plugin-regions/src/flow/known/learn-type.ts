import type { TSESTree } from "@typescript-eslint/utils";
import { tagsOf } from "../../readonly/tags.js";
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
    const isFrozen = runtimeType === "Frozen";
    const name = runtimeType === undefined || isFrozen ? types.globalType(node) : undefined;
    const kind = name === undefined ? undefined : kindNamed(name);
    for (const each of unknown) {
      if (isFrozen && types.isDeclared(node) && !isReadonlyParameter(frame, node)) each.frozenType = node;
      if (runtimeType !== undefined) applyRuntimeType(table, each, runtimeType);
      if (kind !== undefined && kind !== "primitive" && each.kind === "unknown") each.kind = kind;
    }
  }
  return value;
}

/** A comment says so in so many words, `@param {Frozen<Job>} job`: there is a rule for that. */
function isReadonlyParameter({ file, fn }: Frame, node: TSESTree.Node): boolean {
  const isParameter = fn.parameters.some((each) => each.node === node);
  const { name } = node as { readonly name?: string };
  return isParameter && name !== undefined && tagsOf(file.sourceCode, fn.node).has(name);
}

/** Of what is made here, or was described by an annotation, enough is known; a part of it was described as frozen only. */
const isUnknown = ({ kind, isLost, isRegion, isFrozen, builtin, fn, parent }: AbstractObject): boolean =>
  kind === "unknown" &&
  !(isLost || isRegion || (isFrozen && parent?.isFrozen !== true)) &&
  builtin === undefined &&
  fn === undefined;

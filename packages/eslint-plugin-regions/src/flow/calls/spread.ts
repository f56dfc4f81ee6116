import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate, isShared } from "../state/abstract-object.js";
import { callAccessor, gettersOf } from "./classes.js";
import { appendAll, arrayBehind, keepPlaces, knownLength } from "../values/arrays.js";
import { checkUse } from "../ownership/check.js";
import { readElements, takeEntry } from "../values/elements.js";
import type { Frame } from "../state/frame.js";
import { nodeOf, objectsOf, valueOf } from "../state/frame.js";
import { ANY, create, fieldsOf, SPREAD, store, stored, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** `[...list]` or `{ ...object }`, into what the literal makes. */
export function spread(frame: Frame, cursor: Cursor, { into, from, node }: Instruction & { op: "spread" }): void {
  checkUse(frame, cursor, valueOf(frame, cursor, from), nodeOf(frame, from, node), { kind: "iterate" });
  const source = valueOf(frame, cursor, from);
  for (const target of objectsOf(frame, valueOf(frame, cursor, into))) {
    if (target.kind === "array") {
      const only = arrayBehind(frame, cursor, source);
      if (only !== undefined && appendAll(cursor, target, only)) continue;
      if (only !== undefined) keepPlaces(cursor, target, only);
      // However many elements there are: their number is not known.
      storeMore(cursor, target, ANY, NOTHING);
      for (const each of objectsOf(frame, source)) {
        storeMore(cursor, target, ANY, takeEntry(frame, cursor, each, node, undefined));
      }
    } else spreadFields(frame, cursor, target.single, source, [], node);
  }
}

/** A shallow copy: the fields hold the same objects. */
function spreadFields(
  frame: Frame,
  cursor: Cursor,
  into: PointsTo,
  source: PointsTo,
  without: readonly (string | undefined)[],
  node: TSESTree.Node,
): void {
  const [target] = objectsOf(frame, into);
  if (target === undefined) return;
  const fields = new Map<string, PointsTo>();
  for (const each of objectsOf(frame, source)) {
    for (const [key, value] of fieldsOf(cursor, each)?.entries() ?? []) {
      if (!key.startsWith("@") && !without.includes(key)) fields.set(key, union(fields.get(key) ?? NOTHING, value));
    }
    for (const [key, getter] of gettersOf(frame, cursor, each)) {
      if (without.includes(key)) continue;
      const value = callAccessor(frame, cursor, getter, { value: each.single, node }, [], node);
      fields.set(key, union(fields.get(key) ?? NOTHING, value));
    }
    if (!each.closed && !isShared(each)) storeMore(cursor, target, SPREAD, each.single);
  }
  for (const [key, value] of fields) {
    if (key === ANY) storeMore(cursor, target, key, value);
    else store(cursor, target, key, value);
  }
}

/** What destructuring leaves over. */
export function rest(frame: Frame, cursor: Cursor, instruction: Instruction & { op: "rest" }): PointsTo {
  const { from, node, start, without } = instruction;
  checkUse(frame, cursor, valueOf(frame, cursor, from), nodeOf(frame, from, node), { kind: "iterate" });
  const source = valueOf(frame, cursor, from);
  const object = allocate(frame.file.table, node, "rest", {
    kind: start === undefined ? "object" : "array",
    closed: true,
  });
  create(cursor, frame.file.table, object);
  if (start === undefined)
    spreadFields(
      frame,
      cursor,
      object.single,
      source,
      without.map((key) => (key.kind === "name" ? key.name : undefined)),
      node,
    );
  else
    for (const each of objectsOf(frame, source))
      restElements(frame, cursor, object, arrayBehind(frame, cursor, each.single) ?? each, start);
  return object.single;
}

function restElements(frame: Frame, cursor: Cursor, into: AbstractObject, source: AbstractObject, start: number): void {
  const length = knownLength(cursor, source);
  if (length === undefined) storeMore(cursor, into, ANY, readElements(frame, cursor, source));
  else {
    for (let index = start; index < length; index++) {
      storeMore(cursor, into, String(index - start), stored(cursor, source, String(index))!);
    }
  }
}

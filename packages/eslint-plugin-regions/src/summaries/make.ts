import type { TSESTree } from "@typescript-eslint/utils";
import { checkReference } from "../flow/ownership/references.js";
import { startWith } from "../flow/ownership/regions.js";
import type { AbstractObject } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import type { Call } from "../flow/state/call-site.js";
import type { Fact } from "../flow/state/facts.js";
import { OBLIGATIONS } from "../flow/state/facts.js";
import type { Frame } from "../flow/state/frame.js";
import { operationAt } from "../flow/state/frame.js";
import {
  AWAITED,
  ELEMENT_OF,
  RAW,
  addFactTo,
  create,
  createAll,
  originsOf,
  store,
  storeMore,
  stored,
} from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import type { FunctionIR } from "../lower/ir.js";
import { takeIn } from "../flow/values/fields.js";
import type { Binding } from "./binding.js";
import { references } from "./binding.js";
import type { Summary } from "./summary.js";

/** Whether anybody will see what the function makes. */
export const needsMade = (summary: Summary, call: Call): boolean =>
  !call.isStatement ||
  summary.stores.length > 0 ||
  summary.writes.length > 0 ||
  summary.made.some(({ facts }) => facts.some(({ kind }) => kind === "undisposed"));

/** Brings what the function makes into being here. */
export function make(
  frame: Frame,
  cursor: Cursor,
  summary: Summary,
  node: TSESTree.Node,
  fn: FunctionIR,
): readonly AbstractObject[] {
  const { table } = frame.file;
  const objects = summary.made.map((description, index) =>
    allocate(table, node, `returned ${String(index)} of ${String(fn.id)}`, {
      kind: description.kind,
      closed: description.closed,
      isHandle: description.isHandle,
      isRegion: description.isRegion,
      classNode: description.classNode,
      fn: description.constant?.fn,
    }),
  );
  createAll(cursor, table, objects);
  summary.made.forEach((description, index) => {
    const object = objects[index]!;
    object.content = description.content;
    object.isFrozen = description.isFrozen;
    object.waits = description.waits ? [node] : [];
    for (const fact of description.facts) {
      // What a promise settles with is held once the promise is awaited.
      if (fn.isAsync && object.kind === "Guard" && fact.kind === "held") continue;
      addFactTo(cursor, object, OBLIGATIONS.has(fact.kind) ? obtainedAt(frame, fact, node) : fact);
    }
  });
  return objects;
}

/** The caller got it by its call. */
function obtainedAt(frame: Frame, fact: Fact, node: TSESTree.Node): Fact {
  return { ...fact, operation: operationAt(frame, node, fact.operation.verb, node) };
}

/** A promise of the value. @param waits what it waits for until it settles */
export function promiseOf(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  waits: readonly TSESTree.Node[],
): PointsTo {
  const promise = allocate(frame.file.table, node, "promise", { kind: "Promise" });
  create(cursor, frame.file.table, promise);
  promise.waits = waits;
  store(cursor, promise, AWAITED, value);
  return promise.single;
}

/** Fills what the function makes with what it, or its caller, puts there. */
export function connect(frame: Frame, cursor: Cursor, summary: Summary, binding: Binding): void {
  const { node } = binding.call;
  const connectEach = (isLink: boolean): void => {
    summary.made.forEach(({ fields }, index) => {
      const object = binding.made[index];
      if (object === undefined) return;
      for (const [key, value] of fields) {
        if (key.startsWith("@") !== isLink) continue;
        const given = references(frame, cursor, value, binding);
        // What the caller gave to a region that the function made.
        const isGiven = object.isHandle && !isLink && value.some((each) => each.kind === "path");
        if (isGiven) checkReference(frame, cursor, { holder: object, key }, given, node);
        storeMore(cursor, object, key, isGiven ? takeIn(frame, cursor, object, key, given, node) : given);
        if (key === ELEMENT_OF) likeOrigin(frame, cursor, object);
      }
    });
  };
  // Who owns what is known before anything is adopted.
  connectEach(true);
  connectEach(false);
  for (const region of binding.made) {
    const raw = region.isRegion ? stored(cursor, region, RAW) : undefined;
    if (raw !== undefined) startWith(frame, cursor, region, raw, node);
  }
}

/** One of the caller's elements is of the kind of them. */
function likeOrigin(frame: Frame, cursor: Cursor, element: AbstractObject): void {
  const origins = originsOf(cursor, frame.file.table, element) ?? [];
  const [first] = origins;
  if (first === undefined || element.kind !== "unknown" || !origins.every(({ kind }) => kind === first.kind)) return;
  element.kind = first.kind;
  element.isHandle = origins.every(({ isHandle }) => isHandle);
  element.isRegion = origins.every(({ isRegion }) => isRegion);
}

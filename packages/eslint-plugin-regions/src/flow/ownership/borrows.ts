import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate } from "../state/abstract-object.js";
import { asRegion } from "../known/annotate.js";
import { addFinding } from "./check.js";
import type { At } from "../state/at.js";
import type { Fact, Operation } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  BORROWED,
  create,
  holders,
  isKnown,
  isRegion,
  originsOf,
  pathsOf,
  removeFacts,
  store,
  stored,
} from "../state/heap.js";
import { reach } from "../state/reach.js";
import * as intMap from "../state/int-map.js";
import { moor } from "./floating.js";
import { ownersOf } from "./ownership.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds } from "../state/points-to.js";
import { promised } from "../values/promised.js";
import { unknownResult } from "../values/results.js";
import type { Lent } from "../../summaries/summary.js";
import type { Cursor } from "../state/state.js";

/** `borrow(h)`: a handle of its own, with the fields of the lender, counted until it is disposed of. */
export function borrow(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  subject: TSESTree.Node,
): PointsTo {
  const { table } = frame.file;
  const known = objectsOf(frame, value).flatMap((each) => holders(cursor, table, each));
  const lenders = known.length > 0 ? known : objectsOf(frame, unknownResult(frame, cursor, node, "lender"));
  // Only handles can be borrowed; what is no part of anything is taken for the region itself.
  for (const each of lenders) if (each.kind === "unknown" && each.parent === undefined && !each.isLost) asRegion(each);
  const kinds = new Set(lenders.map((each) => each.kind));
  const handle = allocate(table, node, "borrow", {
    kind: kinds.size === 1 ? lenders[0]!.kind : "unknown",
    isHandle: true,
  });
  create(cursor, table, handle);
  store(cursor, handle, BORROWED, fromIds(lenders.map((each) => each.id)));
  handle.isRegion = lenders.every((each) => isRegion(cursor, each));
  const operation = operationAt(frame, node, "borrowed", subject);
  addFactTo(cursor, handle, { kind: "borrowed", operation, via: [] });
  addFactTo(cursor, handle, { kind: "undisposed", operation, via: [] });
  return handle.single;
}

export const isBorrow = (cursor: Cursor, object: AbstractObject): boolean =>
  stored(cursor, object, BORROWED) !== undefined;

/** The borrow is over. What was frozen meanwhile stays readable. */
export function endBorrow(frame: Frame, cursor: Cursor, handle: AbstractObject, operation: Operation): void {
  removeFacts(cursor, handle, ({ kind }) => kind === "borrowed" || kind === "undisposed");
  if (holders(cursor, frame.file.table, handle).every((each) => isKnown(cursor, each, "frozen"))) return;
  addFactTo(cursor, handle, { kind: "invalid", operation, via: [] });
}

/** Borrows that are out of any object of the regions in `value`, and of their subregions where these count. */
export function borrowsOf(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  withSubregions = true,
): { readonly handle: AbstractObject; readonly fact: Fact }[] {
  const found: { handle: AbstractObject; fact: Fact }[] = [];
  let isWithin: ((lender: AbstractObject) => boolean) | undefined;
  forEachBorrow(frame, cursor, (handle, fact) => {
    isWithin ??= belongingTo(frame, cursor, value, withSubregions);
    if (holders(cursor, frame.file.table, handle).some(isWithin)) found.push({ handle, fact });
  });
  return found;
}

/** Borrows that are out of some of `lenders`. */
export function borrowsAmong(
  frame: Frame,
  cursor: Cursor,
  lenders: { readonly has: (lender: AbstractObject) => boolean },
): AbstractObject[] {
  const found: AbstractObject[] = [];
  forEachBorrow(frame, cursor, (handle) => {
    if (holders(cursor, frame.file.table, handle).some((each) => lenders.has(each))) found.push(handle);
  });
  return found;
}

function forEachBorrow(frame: Frame, cursor: Cursor, visit: (handle: AbstractObject, fact: Fact) => void): void {
  intMap.forEach(cursor.facts, (facts, id) => {
    const fact = facts.find((each) => each.kind === "borrowed");
    if (fact !== undefined) visit(frame.file.table.objects[id]!, fact);
  });
}

/** Tells what belongs to the regions in `value`, and to their subregions where these count. */
function belongingTo(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  withSubregions: boolean,
): (object: AbstractObject) => boolean {
  const { table } = frame.file;
  const stop = (each: AbstractObject): boolean => !withSubregions && isRegion(cursor, each) && !value.includes(each.id);
  const within = new Set(reach(cursor, table, value, { raw: true, apart: true, stop }).keys());
  return (object) =>
    within.has(object) || ownersOf(cursor, table, object).some((owner) => within.has(table.objects[owner]!));
}

/** The borrows that are out of something that callers know. */
export function lentByCallers(frame: Frame, cursor: Cursor): Lent[] {
  const lent: Lent[] = [];
  forEachBorrow(frame, cursor, (handle, fact) => {
    const lenders = holders(cursor, frame.file.table, handle);
    const paths = lenders.flatMap((each) => pathsOf(cursor, frame.file.table, each));
    if (paths.length > 0) lent.push({ paths, fact });
  });
  return lent;
}

/** Reports an operation that refuses regions that are borrowed. @returns whether it is refused */
export function refusesBorrowed(frame: Frame, cursor: Cursor, value: PointsTo, at: At, verb: string): boolean {
  if ((cursor.facts === undefined && at.lent === undefined) || value.length === 0) return false;
  const withSubregions = verb !== "dissolved";
  const [first] = borrowsOf(frame, cursor, value, withSubregions);
  const fact = first?.fact ?? borrowOfHelper(frame, cursor, value, at, withSubregions);
  if (fact === undefined) return false;
  addFinding(frame, {
    kind: "borrowed",
    rule: "no-move-while-borrowed",
    node: at.node,
    by: at.by,
    fact,
    subject: at.subject,
    verb,
    borrower: first === undefined ? nameOf(fact) : holderOf(frame, cursor, first.handle),
  });
  return true;
}

/** The variable that is declared with a borrow. */
function nameOf({ operation: { node } }: Fact): TSESTree.Node | undefined {
  const declarator = node.parent;
  return declarator?.type === AST_NODE_TYPES.VariableDeclarator ? declarator.id : undefined;
}

/** A borrow that the helper has which does it. */
function borrowOfHelper(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  { lent = [] }: At,
  withSubregions: boolean,
): Fact | undefined {
  if (lent.length === 0) return undefined;
  const isWithin = belongingTo(frame, cursor, value, withSubregions);
  return lent.find(({ lenders }) =>
    objectsOf(frame, lenders).some((each) => holders(cursor, frame.file.table, each).some(isWithin)),
  )?.fact;
}

/** The declaration of a variable that holds an object. */
function holderOf(frame: Frame, cursor: Cursor, object: AbstractObject): TSESTree.Node | undefined {
  let name: TSESTree.Node | undefined;
  intMap.forEach(cursor.variables, (value, id) => {
    if (value.includes(object.id)) name ??= frame.file.ir.variables[id]?.scopeVariable?.identifiers[0];
  });
  return name;
}

/** Whoever gets it disposes of it. */
export function handOver(frame: Frame, cursor: Cursor, value: PointsTo): void {
  if (cursor.facts === undefined) return;
  moor(frame, cursor, value);
  for (const each of objectsOf(frame, value)) {
    const origins = originsOf(cursor, frame.file.table, each) ?? [];
    for (const held of [each, ...origins, ...promised(frame, cursor, each)])
      removeFacts(cursor, held, ({ kind }) => kind === "undisposed");
  }
}

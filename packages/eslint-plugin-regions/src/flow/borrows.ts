import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "./abstract-object.js";
import { allocate } from "./abstract-object.js";
import { asRegion } from "./annotate.js";
import { addFinding } from "./check.js";
import type { At } from "./at.js";
import type { Fact, Operation } from "./facts.js";
import type { Frame } from "./frame.js";
import { objectsOf, operationAt } from "./frame.js";
import { addFactTo, BORROWED, create, holders, isKnown, isRegion, reach, removeFacts, store, stored } from "./heap.js";
import * as intMap from "./int-map.js";
import { ownersOf } from "./ownership.js";
import type { PointsTo } from "./points-to.js";
import { fromIds } from "./points-to.js";
import { unknownResult } from "./results.js";
import type { Cursor } from "./state.js";

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
export function endBorrow(cursor: Cursor, handle: AbstractObject, operation: Operation): void {
  removeFacts(cursor, handle, ({ kind }) => kind === "borrowed" || kind === "undisposed");
  if (isKnown(cursor, handle, "frozen")) return;
  addFactTo(cursor, handle, { kind: "invalid", operation, via: [] });
}

/** Borrows that are out of any object of the regions in `value`, and of their subregions where these count. */
export function borrowsOf(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  withSubregions = true,
): { readonly handle: AbstractObject; readonly fact: Fact }[] {
  const { table } = frame.file;
  const found: { handle: AbstractObject; fact: Fact }[] = [];
  let within: ReadonlySet<AbstractObject> | undefined;
  intMap.forEach(cursor.facts, (facts, id) => {
    const fact = facts.find((each) => each.kind === "borrowed");
    if (fact === undefined) return;
    const handle = table.objects[id]!;
    const stop = (each: AbstractObject): boolean =>
      !withSubregions && isRegion(cursor, each) && !value.includes(each.id);
    within ??= new Set(reach(cursor, table, value, { raw: true, stop }).keys());
    const isWithin = holders(cursor, table, handle).some(
      (lender) =>
        within!.has(lender) || ownersOf(cursor, table, lender).some((owner) => within!.has(table.objects[owner]!)),
    );
    if (isWithin) found.push({ handle, fact });
  });
  return found;
}

/** Reports an operation that refuses regions that are borrowed. @returns whether it is refused */
export function refusesBorrowed(frame: Frame, cursor: Cursor, value: PointsTo, at: At, verb: string): boolean {
  if (cursor.facts === undefined || value.length === 0) return false;
  const [first] = borrowsOf(frame, cursor, value, verb !== "dissolved");
  if (first === undefined) return false;
  addFinding(frame, {
    kind: "borrowed",
    rule: "no-move-while-borrowed",
    node: at.node,
    by: at.by,
    fact: first.fact,
    subject: at.subject,
    verb,
    borrower: holderOf(frame, cursor, first.handle),
  });
  return true;
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
  for (const each of objectsOf(frame, value)) removeFacts(cursor, each, ({ kind }) => kind === "undisposed");
}

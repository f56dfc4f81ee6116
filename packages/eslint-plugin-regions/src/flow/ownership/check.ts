import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { contains } from "../../lower/loops-around.js";
import { findingKey, type Finding, type RuleName } from "../../findings/finding.js";
import type { Change, Use } from "../../summaries/summary.js";
import { isPrimitiveMember } from "../../operations/primitive-members.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { At } from "../state/at.js";
import { isBuiltIn, isShared } from "../state/abstract-object.js";
import type { Fact, FactKind } from "../state/facts.js";
import { DEAD, GIVEN, hasFact, VIEW } from "../state/facts.js";
import { frozenByType } from "./frozen-types.js";
import type { Frame } from "../state/frame.js";
import { note, objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  factsOf,
  handlesFor,
  holders,
  isElementKey,
  isKnown,
  known,
  stillAmong,
  removeFacts,
  SOURCE,
  stored,
  UNPLACED,
} from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { areDistinct } from "./distinct.js";
import { doneToAll } from "./iterations.js";
import { isAllowed } from "./harmless-uses.js";
import { isRotatedAway, variableAt } from "./rotation.js";
import { record, recordUse } from "./record.js";

export function addFinding(frame: Frame, finding: Finding): void {
  // What one call of a function finds in it all calls have found.
  if (frame.answers !== undefined) return;
  const key = findingKey(finding);
  frame.found.set(key, finding);
  note(frame, () => {
    if (!frame.file.findings.has(key)) frame.file.findings.set(key, finding);
  });
}

type Through = readonly (readonly [Fact, AbstractObject])[];
const NO_FACTS_THROUGH: Through = [];

/** Facts of an object and of what it is only a window to: the lender of a borrow, the buffer of a view. */
function factsThrough(frame: Frame, cursor: Cursor, object: AbstractObject, use: Use | undefined): Through {
  if (cursor.facts === undefined) return NO_FACTS_THROUGH;
  const isOpen = isWindow(object, use);
  const own = factsOf(cursor, object);
  const lenders = holders(cursor, frame.file.table, object);
  const ofAll = doneToAll(frame, cursor, object);
  const isAlone = lenders === object.alone && object.loop === undefined && ofAll.length === 0;
  if (own.length === 0 && !isOpen && isAlone) return NO_FACTS_THROUGH;
  const all: (readonly [Fact, AbstractObject])[] = own.map((fact) => [fact, object]);
  all.push(...ofAll);
  for (const lender of lenders) {
    if (lender === object) continue;
    for (const fact of factsOf(cursor, lender)) {
      // A cown takes a region that is borrowed, and waits until the borrows are over.
      if (fact.operation.verb !== GIVEN || !isKnown(cursor, object, "borrowed")) all.push([fact, lender]);
    }
  }
  // What was done to all elements, while one of them was at hand.
  if (object.loop !== undefined && stored(cursor, object, UNPLACED) === undefined) {
    for (const origin of stillAmong(cursor, frame.file.table, object)) {
      for (const fact of factsOf(cursor, origin)) if (fact.perhaps !== true) all.push([fact, origin]);
    }
  }
  if (!isOpen) return all;
  for (const [fact, buffer] of doneToAll(frame, cursor, object, "buffer"))
    if (fact.kind === "transferred") all.push([{ ...fact, via: [VIEW] }, buffer]);
  for (const key of ["buffer", SOURCE]) {
    for (const buffer of objectsOf(frame, known(cursor, object, key))) {
      for (const fact of factsOf(cursor, buffer))
        if (isOfBuffer(fact, buffer) && !isRenewed(cursor, fact, object)) all.push([{ ...fact, via: [VIEW] }, buffer]);
    }
  }
  return all;
}

/** Whether what was done to a buffer was done to all views of it. */
const isOfBuffer = ({ kind }: Fact, buffer: AbstractObject): boolean =>
  kind === "transferred" || (kind === "posted" && buffer.kind === "ArrayBuffer");

/** Whether the use reaches through to `object.buffer`: certain for views, for the rest when it is indexed. */
function isWindow(object: AbstractObject, use: Use | undefined): boolean {
  if (object.kind === "TypedArray" || object.kind === "DataView") return true;
  const indexed = use?.kind === "get" || use?.kind === "set" ? use.key === undefined || isElementKey(use.key) : false;
  return object.kind === "unknown" && indexed;
}

/** A part of unknown type may be a number or a string, which outlives its owner. */
export function isCertainObject(object: AbstractObject, use: Use): boolean {
  if (object.kind !== "unknown") return true;
  if (use.kind === "set") return true;
  return (use.kind === "get" || use.kind === "call") && use.key !== undefined && !isPrimitiveMember(use.key);
}

/**
 * Whether the subject of the operation and this can never be the same at a time, although each can be either of several
 * objects: two variables that got the same candidates separately, as `[front, back] = [back, front]` in a loop does.
 */
function isUncorrelated(
  frame: Frame,
  cursor: Cursor,
  fact: Fact,
  dead: AbstractObject,
  value: PointsTo,
  node: TSESTree.Node,
): boolean {
  const { operation } = fact;
  if (isRotatedAway(frame, operation.node, operation.subject, node)) return true;
  const isAmbiguous = fact.ambiguous === true && value.length > 1;
  if (areDistinct(frame, cursor, dead, node, operation.subject, isAmbiguous)) return true;
  if (!isAmbiguous) return false;
  const used = variableAt(frame, node);
  const done = variableAt(frame, operation.subject);
  if (used === undefined || done === undefined || used === done) return false;
  const mine = intMap.get(cursor.variables, used.id);
  const theirs = intMap.get(cursor.variables, done.id);
  if (mine === undefined || theirs === undefined || mine === theirs) return false;
  return mine.length === theirs.length && mine.every((id, index) => id === theirs[index]);
}

/** What a helper does to a thing after something else that it did is found in the helper. */
export function wasDoneBefore(frame: Frame, fact: Fact, object: AbstractObject): boolean {
  const { applying, oneOf } = frame;
  if (oneOf?.others.has(fact.operation) === true && !isAmong(oneOf.before, object, fact)) return false;
  const doneBy = applying?.done.get(fact.operation);
  if (applying === undefined || doneBy === undefined) return true;
  // Two names for one thing, which only the caller knows to be one.
  if (applying.effect?.after.some((each) => doneBy.includes(each)) === true) return true;
  return isAmong(applying.before, object, fact);
}

/** Whether only the helper at hand has done it, where it is found as well. */
function isDoneByHelper({ applying }: Frame, fact: Fact, object: AbstractObject): boolean {
  return applying?.done.has(fact.operation) === true && !isAmong(applying.before, object, fact);
}

function isAmong(facts: Cursor["facts"], object: AbstractObject, fact: Fact): boolean {
  const known = intMap.get(facts, object.id) ?? [];
  return known.some(({ kind, operation }) => kind === fact.kind && operation === fact.operation);
}

/**
 * Reports the use of what is dead.
 *
 * @param node the expression that stands for the value
 * @param by the helper in which it is used, when `node` is a call of it
 */
export function checkUse(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  use: Use,
  by?: string,
): void {
  for (const object of objectsOf(frame, value)) {
    if (isShared(object)) continue;
    if (object.kind === "Cown" && (use.kind === "get" || use.kind === "set") && use.key === "value") {
      addFinding(frame, { kind: "unguarded", rule: "no-unguarded-cown", node, by });
    }
    let isMistake = false;
    for (const [fact, dead] of factsThrough(frame, cursor, object, use)) {
      // Whether a helper meets a lock depends on what it asks and releases, and when a closure is called, the lock may
      // be over: judged within one function only.
      if (fact.kind === "locked" && (by !== undefined || !frame.isCalling)) continue;
      if (!DEAD.has(fact.kind) || isAllowed(fact, use) || isUncorrelated(frame, cursor, fact, dead, value, node))
        continue;
      // What the operation itself gives back.
      if (!wasDoneBefore(frame, fact, dead) || (fact.kind === "invalid" && contains(node, fact.operation.node)))
        continue;
      // One element of several is as uncertain as any part; that it has a buffer says enough.
      const isPart = dead === object || (object.loop !== undefined && fact.via[0] !== VIEW);
      if (fact.via.length > 0 && isPart && !isCertainObject(object, use)) continue;
      reportUse(frame, cursor, fact, node, by);
      isMistake = true;
    }
    checkAdopted(frame, cursor, object, node, isMistake, by);
    // What is reported here is no news to callers.
    if (!isMistake) recordUse(frame, cursor, object, use, node);
  }
}

/** Reports the first use of an object that a region has adopted, unless another mistake says more. */
function checkAdopted(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  node: TSESTree.Node,
  isMistake: boolean,
  by: string | undefined,
): void {
  const fact = factsOf(cursor, object).find(({ kind }) => kind === "adopted");
  // What the operation itself is given.
  if (fact === undefined || contains(fact.operation.node, node)) return;
  const handles = [...handlesFor(cursor, frame.file.table, new Map([[object, object]])).keys()];
  const isFree = handles.some((handle) =>
    factsOf(cursor, handle).some(({ kind, operation }) => kind === "frozen" || operation.verb === "dissolved"),
  );
  if (isFree || hasFact(factsOf(cursor, object), "frozen")) return;
  if (!isMistake) addFinding(frame, { kind: "use", rule: "no-adopted-alias", node, fact, by });
  intMap.forEach(cursor.facts, (_, id) => {
    removeFacts(
      cursor,
      frame.file.table.objects[id]!,
      (each) => each.kind === "adopted" && each.operation === fact.operation,
    );
  });
}

/** What makes it a mistake to adopt or freeze a handle, wherever in a graph it is. */
export function deadHandle(cursor: Cursor, object: AbstractObject): Fact | undefined {
  if (!object.isHandle) return undefined;
  return factsOf(cursor, object).find(
    ({ kind, via }) =>
      (kind === "moved" || kind === "invalid" || kind === "released") &&
      (via.length === 0 || isCertainObject(object, { kind: "pass" })),
  );
}

const USE_RULES: Partial<Record<FactKind, RuleName>> = {
  transferred: "no-use-after-transfer",
  locked: "no-use-after-transfer",
  released: "no-unguarded-cown",
};

/** Reports one use, after which the same operation is not reported again on this path. */
export function reportUse(frame: Frame, cursor: Cursor, fact: Fact, node: TSESTree.Node, by?: string): void {
  addFinding(frame, { kind: "use", rule: USE_RULES[fact.kind] ?? "no-use-after-move", node, fact, by });
  intMap.forEach(cursor.facts, (_, id) => {
    removeFacts(
      cursor,
      frame.file.table.objects[id]!,
      (each) => each.operation === fact.operation && DEAD.has(each.kind),
    );
  });
}

/** Reports the freezing of what was taken with `read()`. @returns whether it is refused */
export function refusesReadOnly(frame: Frame, cursor: Cursor, value: PointsTo, at: At): boolean {
  for (const object of objectsOf(frame, value)) {
    const fact = factsOf(cursor, object).find(({ kind }) => kind === "readOnly");
    if (fact === undefined || isKnown(cursor, object, "released")) continue;
    const { node, subject, by } = at;
    const change = { own: true, what: "call of 'freeze'" };
    addFinding(frame, { kind: "mutation", rule: "no-unguarded-cown", node, subject, by, fact, change });
    return true;
  }
  return false;
}

/**
 * Reports a change of what is frozen.
 *
 * @param node the changing expression
 * @param subject the expression that stands for the changed value
 */
export function checkChange(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  subject: TSESTree.Node,
  change: Change,
  by?: string,
): void {
  for (const object of objectsOf(frame, value)) {
    if (isBuiltIn(object)) continue;
    record(frame, cursor, object, { kind: "change", change, node, subject });
    forgetListed(cursor, object);
    if (cursor.facts !== undefined) checkPosted(frame, cursor, object, { node, subject, by }, change);
    let isFound = false;
    for (const [fact, dead] of factsThrough(frame, cursor, object, undefined)) {
      const isProtected =
        fact.kind === "frozen" || fact.kind === "readOnly" || (fact.kind === "frozenShallow" && change.own);
      if (!isProtected || isUncorrelated(frame, cursor, fact, dead, value, subject)) continue;
      if (!wasDoneBefore(frame, fact, dead)) continue;
      if (dead === object && (isOfAnother(fact, object) || isRenewed(cursor, fact, object))) continue;
      // That the cown was given back says more.
      if (fact.kind === "readOnly" && isKnown(cursor, object, "released")) continue;
      const rule = fact.kind === "readOnly" ? "no-unguarded-cown" : "no-mutate-frozen";
      addFinding(frame, { kind: "mutation", rule, node, fact, subject, change, by });
      isFound = true;
      break;
    }
    const fact = isFound || frame.file.types === undefined ? undefined : frozenByType(frame, object, subject);
    if (fact !== undefined)
      addFinding(frame, { kind: "mutation", rule: "no-mutate-frozen", node, fact, subject, change, by });
  }
}

/** It was done to one element of several, and a loop over all of them is not what this one comes from. */
const isOfAnother = ({ perhaps, each }: Fact, { loop }: AbstractObject): boolean =>
  perhaps === true && each === undefined && loop?.type !== AST_NODE_TYPES.ForOfStatement;

/** Since it was done to all elements, another one was put into some place or other. */
const isRenewed = (cursor: Cursor, { each }: Fact, { key, parent }: AbstractObject): boolean =>
  each !== undefined && key === ANY && parent !== undefined && (stored(cursor, parent, ANY)?.length ?? 0) > 1;

/** Once something was done to a list that was transferred, its elements may be others. */
function forgetListed(cursor: Cursor, { parts }: AbstractObject): void {
  const any = cursor.facts === undefined ? undefined : parts?.get(ANY);
  if (any !== undefined) removeFacts(cursor, any, ({ kind }) => kind === "transferred");
}

/** Reports a change that the receiver of a copy does not see. */
function checkPosted(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  { node, subject, by }: At,
  change: Change,
): void {
  // Of closures nobody knows when they are called, and what is posted until then.
  if (!frame.isCalling) return;
  // It can be a view of shared memory.
  if (object.kind === "unknown" && change.isElement === true) return;
  const facts = factsThrough(frame, cursor, object, undefined);
  // What dies by a transfer is reported as such.
  if (facts.some(([{ kind }]) => kind === "transferred" || kind === "frozen")) return;
  for (const [fact, posted] of facts) {
    if (fact.kind !== "posted" || fact.perhaps === true || isDoneByHelper(frame, fact, posted)) continue;
    // Emptied to be filled anew.
    if (change.isEmptying === true) {
      removeFacts(cursor, posted, ({ kind }) => kind === "posted");
      return;
    }
    addFinding(frame, { kind: "mutation", rule: "no-unsafe-post", node, fact, subject, change, by });
    addFactTo(cursor, posted, { kind: "outdated", operation: operationAt(frame, node, "changed", subject), via: [] });
  }
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import { addFactTo, factsOf, removeFacts, stored, storeMore } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { behaviourAround } from "../values/behaviours.js";
import { addFinding } from "./check.js";

/** Of a promise: the guards that the function behind it goes on to use. */
const USES = "@uses";

const isFloating = ({ kind }: Fact): boolean => kind === "floating";

/** What an asynchronous function does to a guard once its caller has gone on. */
export interface LaterUse {
  readonly node: TSESTree.Node;
  /** The expression for the guard. */
  readonly subject: TSESTree.Node;
  readonly value: PointsTo;
}

/** Notes that nobody waits yet for a promise, whose function goes on to use guards. */
export function float(
  frame: Frame,
  cursor: Cursor,
  promises: PointsTo,
  uses: readonly LaterUse[],
  call: TSESTree.Node,
  by: string | undefined,
): void {
  for (const { node, subject, value } of uses) {
    const guards = objectsOf(frame, value).filter(({ kind }) => kind === "Guard");
    if (guards.length === 0) continue;
    const operation = operationAt(frame, by === undefined ? node : call, "floating", subject);
    frame.floating.set(operation, by);
    for (const promise of objectsOf(frame, promises)) {
      storeMore(cursor, promise, USES, fromIds(guards.map(({ id }) => id)));
      addFactTo(cursor, promise, { kind: "floating", operation, via: [] });
    }
  }
}

/** Whoever gets a promise may wait for it. */
export function moor(frame: Frame, cursor: Cursor, value: PointsTo): void {
  if (frame.floating.size === 0) return;
  for (const each of objectsOf(frame, value)) removeFacts(cursor, each, isFloating);
}

/** Once this function was suspended, what it started may be over. */
export function moorAll(frame: Frame, cursor: Cursor): void {
  if (frame.floating.size > 0) forEachFloating(frame, cursor, (promise) => removeFacts(cursor, promise, isFloating));
}

/** Waiting for `to` is waiting for `from`. */
export function waitThrough(frame: Frame, cursor: Cursor, from: PointsTo, to: AbstractObject): void {
  if (frame.floating.size === 0) return;
  for (const each of objectsOf(frame, from)) {
    const facts = factsOf(cursor, each).filter(isFloating);
    if (facts.length === 0) continue;
    for (const fact of facts) addFactTo(cursor, to, fact);
    storeMore(cursor, to, USES, stored(cursor, each, USES) ?? NOTHING);
    removeFacts(cursor, each, isFloating);
  }
}

/**
 * Reports what goes on to use a guard that is over by then.
 *
 * @param at what ends it
 */
export function checkFloating(
  frame: Frame,
  cursor: Cursor,
  isOver: (guard: AbstractObject) => boolean,
  at: TSESTree.Node,
  isWaitedFor: (promise: AbstractObject) => boolean = () => false,
): void {
  if (frame.floating.size === 0) return;
  forEachFloating(frame, cursor, (promise, facts) => {
    if (isWaitedFor(promise) || !objectsOf(frame, stored(cursor, promise, USES) ?? NOTHING).some(isOver)) return;
    for (const { operation } of facts) {
      const released = operationAt(frame, at, "released", operation.subject);
      const fact: Fact = { kind: "released", operation: released, via: [] };
      const by = frame.floating.get(operation);
      addFinding(frame, { kind: "use", rule: "no-unguarded-cown", node: operation.node, fact, by });
    }
  });
}

/** The body of a `when` is left: its guards are over, unless it returns what has to be waited for. */
export function checkFloatingInBody(
  frame: Frame,
  cursor: Cursor,
  isWaitedFor: (promise: AbstractObject) => boolean,
): void {
  const call = frame.floating.size === 0 ? undefined : behaviourAround(frame.file, frame.fn);
  if (call === undefined) return;
  checkFloating(frame, cursor, ({ root }) => root?.kind === "parameter", call, isWaitedFor);
}

function forEachFloating(
  frame: Frame,
  cursor: Cursor,
  visit: (promise: AbstractObject, facts: readonly Fact[]) => void,
): void {
  intMap.forEach(cursor.facts, (facts, id) => {
    const floating = facts.filter(isFloating);
    if (floating.length > 0) visit(frame.file.table.objects[id]!, floating);
  });
}

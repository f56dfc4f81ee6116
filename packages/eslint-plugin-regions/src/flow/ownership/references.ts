import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { BrokenReference } from "../../findings/finding.js";
import type { AbstractObject, Kind, ObjectTable } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import type { Effect } from "../../operations/signature.js";
import type { At } from "../state/at.js";
import { isOnlyCalled } from "../known/callers.js";
import { addFinding, deadHandle, reportUse } from "./check.js";
import { record } from "./record.js";
import { isFrozen, isUnowned, original } from "../values/copies.js";
import type { Fact } from "../state/facts.js";
import { DEAD, GIVEN, HELD_BY_COWN } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  factsOf,
  fieldsOf,
  holders,
  isRegion,
  isSingular,
  isVague,
  OWNER,
  RAW,
  removeFacts,
  stored,
} from "../state/heap.js";
import { reach } from "../state/reach.js";
import { isInOwningPlace, ownersOf, slotsOf } from "./ownership.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** A place in a region that is about to be given a value. */
export interface Slot {
  readonly holder: AbstractObject;
  readonly key: string;
}

/** What no region can own: it has no content that could be isolated. */
const IMMOVABLE: Partial<Record<Kind, string>> = {
  Promise: "a Promise",
  WeakMap: "a WeakMap",
  WeakSet: "a WeakSet",
  WeakRef: "a WeakRef",
  Generator: "a generator",
};

/**
 * Judges a reference from a region to a value by the table of legal references, and notes who owns the regions in it.
 * The value can be a local graph, which is adopted: what counts is what lies at its edge.
 *
 * @param slot undefined: the region is being made
 * @param at when a helper does it: the expression for the value, and the helper
 * @returns false: it cannot be, whatever the value is, so it has not happened
 */
export function checkReference(
  frame: Frame,
  cursor: Cursor,
  slot: Slot | undefined,
  value: PointsTo,
  node: TSESTree.Node,
  at: Pick<At, "subject" | "by" | "isFreed"> = { subject: subjectOf(node) },
): boolean {
  if (value.length === 0) return true;
  const { table } = frame.file;
  const { subject, by } = at;
  let isRefused = false;
  const targets = slot === undefined ? [] : ownersOf(cursor, table, slot.holder);
  const report = (broken: BrokenReference, fact?: Fact): void => {
    addFinding(frame, {
      kind: "reference",
      rule: "no-cross-region-reference",
      node,
      by,
      broken,
      subject,
      fact,
    });
  };
  const { edge, twice } = edgeOf(frame, cursor, value);
  for (const [object, path] of edge) {
    const immovable = IMMOVABLE[object.kind];
    if (immovable !== undefined) {
      addFinding(frame, {
        kind: "unfreezable",
        rule: "no-unfreezable",
        node,
        by,
        what: immovable,
        path,
        subject,
        verb: "owned by a region",
      });
      isRefused ||= value.length === 1;
      continue;
    }
    // What is given itself was looked at as such.
    const dead = path.length === 0 ? undefined : deadHandle(cursor, object);
    if (dead !== undefined) {
      reportUse(frame, cursor, dead, node, by);
      continue;
    }
    for (const held of holders(cursor, table, object).flatMap((each) => bridgesOf(cursor, table, each))) {
      if (isRegion(cursor, held)) {
        if (slot === undefined && path.length === 0) report("contained");
        else checkBridge(frame, cursor, slot, targets, held, node, at.isFreed === true, report);
      } else if (isContained(cursor, held) && isOfAnother(held, path.length > 0)) report("contained");
    }
  }
  if (twice) report("owned");
  return !isRefused;

  /**
   * Whether it belongs to a region, and not to the one that is to hold it.
   *
   * @param isInside it is part of what is given, whose use is looked at by itself: it went with its region if that was moved
   */
  function isOfAnother(held: AbstractObject, isInside: boolean): boolean {
    if (slot !== undefined && targets.length === 0) return false;
    // Whether it is frozen by then is for the callers to say.
    if (held.top.root?.kind === "captured" && isOnlyCalled(frame)) return false;
    const isThere = (owner: AbstractObject): boolean =>
      held.isHandle ||
      !isDead(cursor, owner) ||
      (isInside && wasMoved(cursor, owner) && !isBridgeOf(cursor, owner, held));
    const owners = objectsAt(ownersOf(cursor, table, held)).filter(isThere);
    const isOwnRegion = (each: AbstractObject): boolean =>
      objectsAt(targets).some((target) => {
        if (target === each || isShownWith(cursor, table, each, target)) return true;
        // The raw object stays in its region under whatever handle that goes by.
        return !held.isHandle && original(table, target) === original(table, each);
      });
    if (owners.length > 0) return !owners.some(isOwnRegion);
    // It came from outside as a handle, and the region that is to hold it was made here.
    return (
      held.isHandle && held.top.root !== undefined && objectsAt(targets).every((each) => each.top.root === undefined)
    );
  }

  function objectsAt(ids: PointsTo): AbstractObject[] {
    return ids.map((id) => table.objects[id]!);
  }
}

/** Whether two guards show one region: its cown was asked for twice. */
function isShownWith(cursor: Cursor, table: ObjectTable, a: AbstractObject, b: AbstractObject): boolean {
  if (original(table, a) !== original(table, b)) return false;
  const showing = (each: AbstractObject): Fact["operation"] | undefined =>
    factsOf(cursor, each).find(({ operation }) => operation.verb === HELD_BY_COWN)?.operation;
  const operation = showing(a);
  return operation !== undefined && operation === showing(b);
}

/** The raw object that became the bridge of a region stands for the region. */
function bridgesOf(cursor: Cursor, table: ObjectTable, held: AbstractObject): AbstractObject[] {
  if (held.isHandle) return [held];
  const owners = (stored(cursor, held, OWNER) ?? NOTHING)
    .map((id) => table.objects[id]!)
    .filter((each) => !isDead(cursor, each));
  return owners.length > 0 && owners.every((owner) => isBridgeOf(cursor, owner, held)) ? owners : [held];
}

/** Whether a region started with a raw object. */
const isBridgeOf = (cursor: Cursor, region: AbstractObject, raw: AbstractObject): boolean =>
  stored(cursor, region, RAW)?.includes(raw.id) === true;

const isDead = (cursor: Cursor, object: AbstractObject): boolean =>
  factsOf(cursor, object).some(({ kind }) => DEAD.has(kind));

const wasMoved = (cursor: Cursor, object: AbstractObject): boolean =>
  factsOf(cursor, object).some(
    ({ kind, operation: { verb } }) => kind === "moved" && (verb === "moved" || verb === GIVEN),
  );

/** An object of a region of which it is certain that it is one: a field of unknown type may hold a number. */
const isContained = (cursor: Cursor, object: AbstractObject): boolean =>
  object.kind !== "unknown" && !isUnowned(cursor, object);

function checkBridge(
  frame: Frame,
  cursor: Cursor,
  slot: Slot | undefined,
  targets: PointsTo,
  bridge: AbstractObject,
  node: TSESTree.Node,
  isFreed: boolean,
  report: (broken: BrokenReference, fact?: Fact) => void,
): void {
  const { table } = frame.file;
  if (targets.some((id) => id === bridge.id || isShownWith(cursor, table, table.objects[id]!, bridge))) return;
  // What stands for several regions may stand for another one of them.
  const owned = isSingular(bridge) ? factsOf(cursor, bridge).find((fact) => fact.kind === "owned") : undefined;
  const isElsewhere = ({ holder, key }: Slot): boolean => {
    if (holder === slot?.holder && holder.kind === "Set") return false;
    if (holder !== slot?.holder || key !== slot.key) return true;
    return isVague(key);
  };
  const isField = isInOwningPlace(cursor, bridge);
  const isSame = isField && bridge.parent === slot?.holder && bridge.key === slot?.key;
  const isOwned = (isField && !isSame) || (owned !== undefined && slotsOf(cursor, table, bridge).some(isElsewhere));
  if (isOwned && !isFreed) {
    report("owned", owned ?? heldBy(frame, bridge.parent));
    // That is one mistake, whatever comes of it.
    removeFacts(cursor, bridge, (fact) => fact.kind === "owned");
    return;
  }
  if (targets.length > 0 && [...reach(cursor, table, bridge.single, { raw: false }).keys()].some(isTarget)) {
    report("cycle");
    return;
  }
  removeFacts(cursor, bridge, (fact) => fact.kind === "owned");
  record(frame, cursor, bridge, { kind: "consume", effect: "own", node, subject: subjectOf(node) });
  addFactTo(cursor, bridge, { kind: "owned", operation: operationAt(frame, node, "owned", subjectOf(node)), via: [] });

  function isTarget(each: AbstractObject): boolean {
    return targets.includes(each.id);
  }
}

/** That a guard which came from elsewhere shows it. */
function heldBy(frame: Frame, guard: AbstractObject | undefined): Fact | undefined {
  if (guard?.kind !== "Guard") return undefined;
  return { kind: "owned", operation: operationAt(frame, guard.node, HELD_BY_COWN, guard.node), via: [] };
}

/** Reports an operation that needs a free region, of one that has an owner. @returns whether it is refused */
export function refusesOwned(
  frame: Frame,
  cursor: Cursor,
  roots: readonly AbstractObject[],
  effect: Effect,
  at: At,
): boolean {
  if (at.isFreed === true) return false;
  for (const object of roots) {
    if (!isRegion(cursor, object)) continue;
    const fact = ownerOf(frame, cursor, object);
    // From a region it is taken out.
    if (fact === undefined || (effect === "move" && fact.operation.verb !== HELD_BY_COWN)) continue;
    addFinding(frame, {
      kind: "reference",
      rule: "no-cross-region-reference",
      node: at.node,
      by: at.by,
      broken: effect === "give" ? "cown" : "unfree",
      subject: effect === "give" ? subjectOf(at.node) : at.subject,
      fact,
    });
    return true;
  }
  return false;
}

/** That a region has an owner, as far as is known. */
function ownerOf(frame: Frame, cursor: Cursor, bridge: AbstractObject): Fact | undefined {
  if (isInOwningPlace(cursor, bridge)) return heldBy(frame, bridge.parent) ?? ownedBy(frame, bridge);
  const fact = factsOf(cursor, bridge).find((each) => each.kind === "owned");
  return fact && slotsOf(cursor, frame.file.table, bridge).length > 0 ? fact : undefined;
}

/** That it came from elsewhere as a field of a region. */
function ownedBy(frame: Frame, { node }: AbstractObject): Fact {
  return { kind: "owned", operation: operationAt(frame, node, "owned", node), via: [] };
}

/** Where adopting a value ends. */
interface Edge {
  /** Handles, what was adopted before, and what cannot be adopted, with the way to each. */
  readonly edge: ReadonlyMap<AbstractObject, readonly string[]>;
  /** Whether the graph holds a region in two places. */
  readonly twice: boolean;
}

function edgeOf(frame: Frame, cursor: Cursor, value: PointsTo): Edge {
  const edge = new Map<AbstractObject, readonly string[]>();
  const seen = new Set<AbstractObject>();
  const queue: (readonly [AbstractObject, readonly string[], boolean])[] = objectsOf(frame, value).map((each) => [
    each,
    [],
    value.length === 1,
  ]);
  const certain = new Set<AbstractObject>();
  let twice = false;
  for (const [object, path, isCertain] of queue) {
    const bridge = isCertain ? bridgeOf(object) : undefined;
    if (bridge !== undefined) {
      if (certain.has(bridge)) twice = true;
      certain.add(bridge);
    }
    if (seen.has(object) || isShared(object) || object.isLost || isFrozen(cursor, object)) continue;
    seen.add(object);
    const isAdopted = fieldsOf(cursor, object)?.has(OWNER) === true;
    if (object.isHandle || object.isRegion || isAdopted || IMMOVABLE[object.kind] !== undefined) {
      edge.set(object, path);
      continue;
    }
    for (const [key, ids] of fieldsOf(cursor, object)?.entries() ?? []) {
      // Private fields are out of sight for everybody but the class.
      if (key.startsWith("@") || key.startsWith("#")) continue;
      for (const each of objectsOf(frame, ids)) queue.push([each, [...path, key], ids.length === 1 && !isVague(key)]);
    }
  }
  return { edge, twice };

  function bridgeOf(object: AbstractObject): AbstractObject | undefined {
    const [held, ...others] = holders(cursor, frame.file.table, object);
    const [bridge, ...more] = held === undefined ? [] : bridgesOf(cursor, frame.file.table, held);
    if (bridge === undefined || others.length > 0 || more.length > 0) return undefined;
    return isRegion(cursor, bridge) && isSingular(bridge) ? bridge : undefined;
  }
}

/** The expression for what is stored. */
export function subjectOf(node: TSESTree.Node): TSESTree.Node {
  if (node.type === AST_NODE_TYPES.AssignmentExpression) return node.right;
  if (node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression) {
    return node.arguments.at(-1) ?? node;
  }
  return node;
}

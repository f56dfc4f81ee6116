import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { BrokenReference } from "../findings/finding.js";
import type { AbstractObject, Kind } from "./abstract-object.js";
import { isShared } from "./abstract-object.js";
import { addFinding } from "./check.js";
import { isUnowned } from "./copies.js";
import type { Fact } from "./facts.js";
import type { Frame } from "./frame.js";
import { objectsOf, operationAt } from "./frame.js";
import { addFactTo, factsOf, fieldsOf, holders, isKnown, isRegion, isSingular, reach, removeFacts } from "./heap.js";
import { ownersOf, slotsOf } from "./ownership.js";
import type { PointsTo } from "./points-to.js";
import type { Cursor } from "./state.js";

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
 */
export function checkReference(
  frame: Frame,
  cursor: Cursor,
  slot: Slot | undefined,
  value: PointsTo,
  node: TSESTree.Node,
): void {
  if (value.length === 0) return;
  const { table } = frame.file;
  const targets = slot === undefined ? [] : ownersOf(cursor, table, slot.holder);
  const report = (broken: BrokenReference, fact?: Fact): void => {
    addFinding(frame, {
      kind: "reference",
      rule: "no-cross-region-reference",
      node: node,
      broken,
      subject: subjectOf(node),
      fact,
    });
  };
  for (const [object, path] of edgeOf(frame, cursor, value)) {
    const immovable = IMMOVABLE[object.kind];
    if (immovable !== undefined) {
      addFinding(frame, {
        kind: "unfreezable",
        rule: "no-unfreezable",
        node: node,
        what: immovable,
        path,
        subject: subjectOf(node),
        verb: "owned by a region",
      });
      continue;
    }
    for (const held of holders(cursor, table, object)) {
      if (isRegion(cursor, held)) checkBridge(frame, cursor, slot, targets, held, node, report);
      else if (isContained(cursor, held)) {
        const owners = ownersOf(cursor, table, held);
        const isOther = owners.length > 0 && !owners.some((each) => targets.includes(each));
        if (isOther && (slot === undefined || targets.length > 0)) report("contained");
      }
    }
  }
}

/** An object of a region of which it is certain that it is one: a field of unknown type may hold a number. */
const isContained = (cursor: Cursor, object: AbstractObject): boolean =>
  object.isHandle && object.kind !== "unknown" && !isUnowned(cursor, object);

function checkBridge(
  frame: Frame,
  cursor: Cursor,
  slot: Slot | undefined,
  targets: PointsTo,
  bridge: AbstractObject,
  node: TSESTree.Node,
  report: (broken: BrokenReference, fact?: Fact) => void,
): void {
  const { table } = frame.file;
  if (targets.includes(bridge.id)) return;
  // What stands for several regions may stand for another one of them.
  const owned = isSingular(bridge) ? factsOf(cursor, bridge).find((fact) => fact.kind === "owned") : undefined;
  const isElsewhere = ({ holder, key }: Slot): boolean =>
    holder !== slot?.holder || key !== slot.key || key.startsWith("[");
  if (owned !== undefined && slotsOf(cursor, table, bridge).some(isElsewhere)) {
    report("owned", owned);
    return;
  }
  if (targets.length > 0 && [...reach(cursor, table, bridge.single, { raw: false }).keys()].some(isTarget)) {
    report("cycle");
    return;
  }
  removeFacts(cursor, bridge, (fact) => fact.kind === "owned");
  addFactTo(cursor, bridge, { kind: "owned", operation: operationAt(frame, node, "owned", subjectOf(node)), via: [] });

  function isTarget(each: AbstractObject): boolean {
    return targets.includes(each.id);
  }
}

/** A cown owns what it is given: a second owner is one too many. */
export function checkCownContent(frame: Frame, cursor: Cursor, content: PointsTo, node: TSESTree.Node): void {
  for (const object of objectsOf(frame, content).flatMap((each) => holders(cursor, frame.file.table, each))) {
    if (!isRegion(cursor, object)) continue;
    const fact = factsOf(cursor, object).find((each) => each.kind === "owned");
    if (fact === undefined || slotsOf(cursor, frame.file.table, object).length === 0) continue;
    addFinding(frame, {
      kind: "reference",
      rule: "no-cross-region-reference",
      node,
      broken: "cown",
      subject: subjectOf(node),
      fact,
    });
  }
}

/** The objects at which adopting a value would end, with the way to each: handles, and what cannot be adopted. */
function edgeOf(frame: Frame, cursor: Cursor, value: PointsTo): Map<AbstractObject, readonly string[]> {
  const edge = new Map<AbstractObject, readonly string[]>();
  const seen = new Set<AbstractObject>();
  const queue: (readonly [AbstractObject, readonly string[]])[] = objectsOf(frame, value).map((each) => [each, []]);
  for (const [object, path] of queue) {
    if (seen.has(object) || isShared(object) || object.isLost || isKnown(cursor, object, "frozen")) continue;
    seen.add(object);
    if (object.isHandle || object.isRegion || IMMOVABLE[object.kind] !== undefined) {
      edge.set(object, path);
      continue;
    }
    for (const [key, ids] of fieldsOf(cursor, object) ?? []) {
      if (!key.startsWith("@")) for (const each of objectsOf(frame, ids)) queue.push([each, [...path, key]]);
    }
  }
  return edge;
}

/** The expression for what is stored. */
function subjectOf(node: TSESTree.Node): TSESTree.Node {
  if (node.type === AST_NODE_TYPES.AssignmentExpression) return node.right;
  if (node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression) {
    return node.arguments.at(-1) ?? node;
  }
  return node;
}

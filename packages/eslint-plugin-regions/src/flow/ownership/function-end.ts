import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import { isBorrow } from "./borrows.js";
import { addFinding, isCertainObject } from "./check.js";
import { holds, namesOf } from "./escapes.js";
import { checkFloatingInBody } from "./floating.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { note, objectsOf } from "../state/frame.js";
import { fieldsOf } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { promised } from "../values/promised.js";
import type { Cursor } from "../state/state.js";
import { SCOPES } from "./scopes.js";

/**
 * The function is left with a result: what it still has to dispose of must have gone to somebody, and what ended with
 * a scope of it must not go out.
 *
 * @returns whether nothing was found about the result
 */
export function checkReturn(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): boolean {
  // In an async function a promise that is returned is awaited.
  if (frame.fn.isAsync) {
    for (const { waits } of objectsOf(frame, value)) {
      note(frame, () => {
        waits.forEach((each) => frame.waits.add(each));
      });
    }
  }
  if (cursor.facts === undefined) return true;
  checkObligations(frame, cursor, value);
  const waited = frame.floating.size === 0 ? undefined : reachableFromOutside(frame, cursor, value);
  if (waited !== undefined) checkFloatingInBody(frame, cursor, (promise) => waited.has(promise));
  return value.length === 0 || !returnsWhatIsOver(frame, cursor, value, node);
}

/** Reports a result that holds what ended with a `using` of this function. */
function returnsWhatIsOver(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): boolean {
  const over = new Map<AbstractObject, Fact>();
  intMap.forEach(cursor.facts, (facts, id) => {
    const fact = facts.find(({ kind, operation }) => isScopeEnd(kind) && isScopeOf(frame, operation.node));
    const object = frame.file.table.objects[id]!;
    const isOver = fact !== undefined && (fact.kind === "released" || isBorrow(cursor, object));
    if (isOver && (fact.via.length === 0 || isCertainObject(object, { kind: "pass" }))) over.set(object, fact);
  });
  if (over.size === 0) return false;
  const objects = new Set(over.keys());
  const names = namesOf(frame, cursor, objects).filter((name) => name.owner === frame.fn);
  const how = holds(frame, cursor, value, objects, names);
  if (how === undefined) return false;
  const [first] = objectsOf(frame, value).flatMap((each) => over.get(each) ?? []);
  const fact = first ?? [...over.values()][0]!;
  // That it got out was reported where it did.
  for (const each of frame.found.values())
    if (each.kind === "escape" && each.fact.operation === fact.operation) return true;
  addFinding(frame, {
    kind: "escape",
    rule: "no-borrow-escape",
    node,
    fact,
    how: how === "captured" ? how : "returned",
  });
  return true;
}

/** A block of this function. */
function isScopeOf(frame: Frame, node: TSESTree.Node): boolean {
  if (!SCOPES.has(node.type)) return false;
  let around: TSESTree.Node | undefined = node;
  while (around !== undefined && around !== frame.fn.node && !frame.file.ir.functionOf.has(around))
    around = around.parent;
  return around === frame.fn.node;
}

const isScopeEnd = (kind: Fact["kind"]): boolean => kind === "invalid" || kind === "released";

/** Reports what nobody will dispose of: it is neither over, nor handed out. */
function checkObligations(frame: Frame, cursor: Cursor, returned: PointsTo): void {
  const open: [AbstractObject, Fact][] = [];
  intMap.forEach(cursor.facts, (facts, id) => {
    const fact = facts.find(({ kind }) => kind === "undisposed");
    if (fact !== undefined) open.push([frame.file.table.objects[id]!, fact]);
  });
  if (open.length === 0) return;
  const handedOut = reachableFromOutside(frame, cursor, returned);
  for (const [object, fact] of open) {
    if (handedOut.has(object) || isDisposedLater(frame, cursor, object)) continue;
    addFinding(frame, { kind: "undisposed", rule: "require-dispose", node: fact.operation.node, fact });
  }
}

/** Everything that the caller or the surroundings can get at: through fields, and through closures. */
function reachableFromOutside(frame: Frame, cursor: Cursor, returned: PointsTo): Set<AbstractObject> {
  const found = new Set<AbstractObject>();
  const queue = [...objectsOf(frame, returned)];
  intMap.forEach(cursor.variables, (value, id) => {
    const variable = frame.file.ir.variables[id]!;
    if (variable.owner !== frame.fn || variable.exported) queue.push(...objectsOf(frame, value));
  });
  intMap.forEach(cursor.heap, (_, id) => {
    const holder = frame.file.table.objects[id]!;
    if (
      holder.top.root !== undefined ||
      (holder.kind === "unknown" && !holder.closed && !holder.isHandle && holder.fn === undefined)
    )
      queue.push(holder);
  });
  for (const object of queue) {
    if (found.has(object)) continue;
    found.add(object);
    for (const name of object.fn?.captures ?? [])
      queue.push(...objectsOf(frame, intMap.get(cursor.variables, name.id) ?? []));
    if (isShared(object)) continue;
    for (const [key, ids] of fieldsOf(cursor, object)?.entries() ?? [])
      if (!key.startsWith("@") || key === "@await") queue.push(...objectsOf(frame, ids));
  }
  return found;
}

/** A closure that disposes of it was made: an abort listener, a `finally` callback. */
function isDisposedLater(frame: Frame, cursor: Cursor, object: AbstractObject): boolean {
  const isOfOthers = namesOf(frame, cursor, new Set([object])).some((name) =>
    [...name.capturedBy].some((fn) => disposesOf(frame, fn, name)),
  );
  return isOfOthers || isAwaitedLater(frame, cursor, object);
}

/** A closure was made that has the promise of it. */
function isAwaitedLater(frame: Frame, cursor: Cursor, object: AbstractObject): boolean {
  let isCaptured = false;
  intMap.forEach(cursor.variables, (value, id) => {
    const isPromised = objectsOf(frame, value).some((each) => promised(frame, cursor, each).includes(object));
    isCaptured ||= isPromised && frame.file.ir.variables[id]!.capturedBy.size > 0;
  });
  return isCaptured;
}

function disposesOf(frame: Frame, fn: FunctionIR, name: Variable): boolean {
  const effects = frame.file.summaryOf(fn).effects;
  return effects.some(
    ({ kind, path: { root }, ...effect }) =>
      kind === "consume" &&
      "effect" in effect &&
      effect.effect === "dispose" &&
      root.kind === "captured" &&
      root.variable === name,
  );
}

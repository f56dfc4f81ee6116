import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../../lower/ir.js";
import { contains } from "../../lower/loops-around.js";
import type { Summary, ValueReference } from "../../summaries/summary.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import { addFinding } from "./check.js";
import { isUnowned } from "../values/copies.js";
import { hasFact, type Fact, type Operation } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, storeKey } from "../state/frame.js";
import { BORROWED, fieldsOf, readKnown } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

type How = "returned" | "stored" | "captured";

function report(frame: Frame, node: TSESTree.Node, fact: Fact, how: How): void {
  addFinding(frame, { kind: "escape", rule: "no-borrow-escape", node, fact, how });
}

/**
 * How a value holds one of `objects`: it is one, a literal or a closure that holds one.
 *
 * @param names variables that hold one of them, which closures capture
 */
export function holds(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  objects: ReadonlySet<AbstractObject>,
  names: readonly Variable[],
): "itself" | "captured" | undefined {
  const seen = new Set<AbstractObject>();
  const queue = [...objectsOf(frame, value)];
  let found: "itself" | "captured" | undefined;
  for (const object of queue) {
    if (seen.has(object)) continue;
    seen.add(object);
    if (objects.has(object)) return "itself";
    if (functionsIn(frame, object).some((fn) => names.some((name) => fn.captures.has(name)))) found = "captured";
    if (isShared(object) || !(object.closed || object.kind === "instance")) continue;
    for (const [key, ids] of fieldsOf(cursor, object)?.entries() ?? [])
      if (!key.startsWith("@")) queue.push(...objectsOf(frame, ids));
  }
  return found;
}

/** A function, or the methods of a class. */
function functionsIn(frame: Frame, object: AbstractObject): readonly FunctionIR[] {
  if (object.fn !== undefined) return [object.fn];
  if (object.kind !== "class") return [];
  return [...(frame.file.constants.methods.get(object.node)?.values() ?? [])].flatMap(({ fn }) => fn ?? []);
}

/** Under which `Frame.stores` keeps where an object was written to a variable. */
export function writeKey(variable: number, object: number): string {
  return `${String(variable)} = ${String(object)}`;
}

/** Variables of this function that hold one of the objects. */
export function namesOf(frame: Frame, cursor: Cursor, objects: ReadonlySet<AbstractObject>): Variable[] {
  const names: Variable[] = [];
  intMap.forEach(cursor.variables, (value, id) => {
    if (objectsOf(frame, value).some((each) => objects.has(each))) names.push(frame.file.ir.variables[id]!);
  });
  return names;
}

/**
 * What is over at the end of a scope is still held outside of it.
 *
 * @param objects a borrow, or a guard and what was reached through it
 * @param scope the block at whose end they are over
 */
export function checkScopeEnd(
  frame: Frame,
  cursor: Cursor,
  objects: ReadonlySet<AbstractObject>,
  scope: TSESTree.Node,
  fact: Fact,
): void {
  const names = namesOf(frame, cursor, objects).filter((name) => isInside(frame, name, scope));
  const checkStored = (value: PointsTo, placeOf: (id: number) => TSESTree.Node | undefined): void => {
    for (const each of objectsOf(frame, value)) {
      const how = holds(frame, cursor, each.single, objects, names);
      const node = how && placeOf(each.id);
      if (node !== undefined && contains(scope, node)) report(frame, node, fact, how === "captured" ? how : "stored");
    }
  };
  intMap.forEach(cursor.variables, (value, id) => {
    if (!isInside(frame, frame.file.ir.variables[id]!, scope))
      checkStored(value, (each) => frame.stores.get(writeKey(id, each)) ?? frame.stores.get(id));
  });
  intMap.forEach(cursor.heap, (fields, id) => {
    const holder = frame.file.table.objects[id]!;
    if (objects.has(holder) || isShared(holder)) return;
    const isOutside = holder.top.root !== undefined || !contains(scope, holder.node) || isElsewhere(holder);
    if (!isOutside) return;
    fields.map.forEach((value, key) => {
      if (!key.startsWith("@")) checkStored(value, () => frame.stores.get(storeKey(holder, key)));
    });
  });
  for (const [node, value] of frame.given) checkStored(value, () => node);
  for (const [node, fn] of frame.kept) {
    if (contains(scope, node) && names.some((name) => fn.captures.has(name))) report(frame, node, fact, "captured");
  }
}

/** The result of a call of which nothing is known: others have it. */
const isElsewhere = (object: AbstractObject): boolean => object.kind === "unknown" && !object.closed;

function isInside(frame: Frame, variable: Variable, scope: TSESTree.Node): boolean {
  const declaration = variable.scopeVariable?.identifiers[0];
  return variable.owner === frame.fn && declaration !== undefined && contains(scope, declaration);
}

/**
 * What a callback was lent leaves it: it is over when the callback is.
 *
 * @param operation the call that lends it
 */
export function checkCallbackEscapes(
  frame: Frame,
  cursor: Cursor,
  call: Call,
  fn: FunctionIR,
  operation: Operation,
): void {
  const summary = frame.file.summaryOf(fn);
  const isInline = contains(call.node, fn.node);
  const place = (node: TSESTree.Node): TSESTree.Node => (isInline ? node : call.node);
  const lent = new Map<number, PointsTo>(call.args.map(({ value }, index) => [index, value]));
  const names = fn.parameters.flatMap(({ variable }) => variable ?? []);
  const escapes = (value: readonly ValueReference[]): How | undefined =>
    howEscapes(frame, cursor, summary, value, lent, names);
  const fact: Fact = { kind: "invalid", operation, via: [] };
  for (const { node, value } of summary.returned) {
    const how = escapes(value);
    if (how !== undefined) report(frame, place(node), fact, how === "captured" ? how : "returned");
  }
  for (const { node, value } of summary.writes) {
    const how = escapes(value);
    if (how !== undefined && node !== undefined) report(frame, place(node), fact, how);
  }
  for (const { node, value, path } of summary.stores) {
    if (path.root.kind === "parameter" && lent.has(path.root.index)) continue;
    const how = escapes(value);
    if (how !== undefined && node !== undefined) report(frame, place(node), fact, how);
  }
  for (const { path, subject, ...effect } of summary.effects) {
    const isCapture = effect.kind === "consume" && effect.effect === "capture";
    if (isCapture && escapes([{ kind: "path", path }]) !== undefined) report(frame, place(subject), fact, "stored");
  }
  for (const [node, kept] of summary.kept) {
    if (names.some((name) => kept.captures.has(name))) report(frame, place(node), fact, "captured");
  }
}

function howEscapes(
  frame: Frame,
  cursor: Cursor,
  summary: Summary,
  value: readonly ValueReference[],
  lent: ReadonlyMap<number, PointsTo>,
  names: readonly Variable[],
): How | undefined {
  const queue: (ValueReference & { readonly isBorrowed?: boolean })[] = [...value];
  const seen = new Set<number>();
  let how: How | undefined;
  for (const each of queue) {
    if (each.kind === "path") {
      const { root, keys } = each.path;
      const start = root.kind === "parameter" && each.isFrozen !== true ? lent.get(root.index) : undefined;
      if (start !== undefined && (each.isBorrowed === true || isCertain(frame, cursor, start, keys))) return "stored";
      continue;
    }
    const made = each.kind === "made" ? summary.made[each.index] : undefined;
    const fn = (each.kind === "constant" ? each.object : made?.constant)?.fn;
    if (fn !== undefined && names.some((name) => fn.captures.has(name))) how = "captured";
    else if (each.kind === "made" && !seen.has(each.index)) {
      seen.add(each.index);
      for (const [key, values] of made?.fields ?? []) {
        if (key === BORROWED && hasFact(made!.facts, "borrowed"))
          queue.push(...values.filter((each) => isOfGuard(each)).map((each) => ({ ...each, isBorrowed: true })));
        else if (made!.closed && !key.startsWith("@")) queue.push(...values);
      }
    }
  }
  return how;

  /** A borrow made in a behaviour ends with it; one made in the callback of a borrow lives on. */
  function isOfGuard(each: ValueReference): boolean {
    if (each.kind !== "path" || each.path.root.kind !== "parameter") return false;
    return objectsOf(frame, lent.get(each.path.root.index) ?? []).some(({ kind }) => kind === "Guard");
  }
}

/** Whether what is reached is an object for sure, and no number or string. */
function isCertain(frame: Frame, cursor: Cursor, start: PointsTo, keys: readonly string[]): boolean {
  if (keys.length === 0) return start.length > 0;
  let value = start;
  for (const key of keys) value = readKnown(frame.file.table, cursor, value, key);
  const objects = objectsOf(frame, value);
  return objects.some((each) => each.kind !== "unknown" && !isUnowned(cursor, each));
}

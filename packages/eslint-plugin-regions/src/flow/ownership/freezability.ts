import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { addFinding } from "./check.js";
import type { At } from "../state/at.js";
import { isUnowned } from "../values/copies.js";
import { DEAD } from "../state/facts.js";
import type { Frame, Freezability } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { factsOf, forget, isKnown, isRegion, store, stored } from "../state/heap.js";
import { keysOf, reach } from "../state/reach.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

const UNFREEZABLE: Partial<Record<Kind, string>> = {
  TypedArray: "a typed array",
  DataView: "a DataView",
  ArrayBuffer: "an ArrayBuffer",
  SharedArrayBuffer: "a SharedArrayBuffer",
  Promise: "a Promise",
  WeakMap: "a WeakMap",
  WeakSet: "a WeakSet",
  WeakRef: "a WeakRef",
  Generator: "a generator",
};

/** Reports `freeze` of what cannot be frozen, wherever in the graph it is. @returns whether it is refused */
export function refusesUnfreezable(frame: Frame, cursor: Cursor, value: PointsTo, at: At): boolean {
  const stop = (each: AbstractObject): boolean => each.kind === "Cown" || isKnown(cursor, each, "frozen");
  for (const [object, way] of reach(cursor, frame.file.table, value, { raw: false, stop })) {
    // Private fields are out of sight for everybody but the class.
    const path = keysOf(way);
    if (way.perhaps || path.some((key) => key.startsWith("#"))) continue;
    const what = unfreezable(frame, cursor, object, path.length === 0 || isOneOfSeveral(at.node));
    if (what === undefined) continue;
    report(frame, at, what, path, "frozen");
    return true;
  }
  return false;
}

/** Each argument of `freeze` is named, and can be reached from another one. */
const isOneOfSeveral = (call: TSESTree.Node): boolean =>
  call.type === AST_NODE_TYPES.CallExpression && call.arguments.length > 1;

/** Reports a cown that is given what it cannot own. */
export function checkCownOwns(frame: Frame, cursor: Cursor, content: PointsTo, at: At): void {
  for (const object of objectsOf(frame, content)) {
    if (isUnowned(cursor, object) || isRegion(cursor, object) || object.isLost) continue;
    if (factsOf(cursor, object).some(({ kind }) => DEAD.has(kind) || kind === "merged")) continue;
    if (object.kind === "unknown" || object.loop !== undefined) continue;
    if (isKnown(cursor, object, "frozenShallow")) {
      const path = unfrozenIn(cursor, frame, object);
      if (path !== undefined) report(frame, at, "not frozen", path, "owned by a cown");
      continue;
    }
    const isLocal =
      object.closed || object.classNode !== undefined || unfreezable(frame, cursor, object, true) !== undefined;
    const what = object.isHandle
      ? "an object of a region, not the region itself"
      : isLocal
        ? (unfreezable(frame, cursor, object, true) ?? "a local object, not a region")
        : undefined;
    if (what !== undefined) report(frame, at, what, [], "owned by a cown");
  }
}

/** The way to what `Object.freeze` has left open, in what it was called on. */
function unfrozenIn(cursor: Cursor, frame: Frame, root: AbstractObject): readonly string[] | undefined {
  const isUnknown = (each: AbstractObject): boolean =>
    isUnowned(cursor, each) || isRegion(cursor, each) || each.isHandle || !(each.closed || LITERAL.has(each.kind));
  for (const [object, way] of reach(cursor, frame.file.table, root.single, { raw: false, stop: isUnknown })) {
    if (!way.perhaps && !isKnown(cursor, object, "frozenShallow")) return keysOf(way);
  }
  return undefined;
}
const LITERAL = new Set<Kind>(["Map", "Set", "Date"]);

function report(
  frame: Frame,
  { node, subject, by }: At,
  what: string,
  path: readonly string[],
  verb: "frozen" | "owned by a cown",
): void {
  addFinding(frame, { kind: "unfreezable", rule: "no-unfreezable", node, by, what, path, subject, verb });
}

const FREEZABILITY = "@freezable ";

/** `setFreezable(object, status)`: an object's own status wins. */
export function setFreezable(frame: Frame, cursor: Cursor, value: PointsTo, status: Freezability): void {
  for (const object of objectsOf(frame, value)) {
    for (const each of STATUSES) forget(cursor, object, FREEZABILITY + each);
    store(cursor, object, FREEZABILITY + status, NOTHING);
  }
}
const STATUSES: readonly Freezability[] = ["yes", "no", "explicit", "unknown"];

/** What kind of thing it is that cannot be frozen; undefined: it can, as far as is known. */
function unfreezable(frame: Frame, cursor: Cursor, object: AbstractObject, isArgument: boolean): string | undefined {
  const status = STATUSES.find((each) => stored(cursor, object, FREEZABILITY + each) !== undefined);
  if (status !== undefined) return refusalOf(status, isArgument);
  // `this` can be an instance of a class that extends this one.
  if (object.root?.kind === "this") return undefined;
  if (object.classNode !== undefined) return unregisteredClass(frame, object.classNode, isArgument);
  return isEmptyView(object.node) ? undefined : UNFREEZABLE[object.kind];
}

function refusalOf(status: Freezability, isArgument: boolean): string | undefined {
  if (status === "no") return "declared not to be freezable";
  return status === "explicit" && !isArgument ? "to be frozen only when it is named itself" : undefined;
}

/** Whether an object of its kind can be frozen: for what was asked of it before. */
export const isFreezableKind = (object: AbstractObject): boolean => UNFREEZABLE[object.kind] === undefined;

/** `new Uint8Array()` and `new Uint8Array(0)` have no elements that could change. */
const isEmptyView = (node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.NewExpression &&
  node.arguments.every((each) => each.type === AST_NODE_TYPES.Literal && each.value === 0) &&
  node.callee.type === AST_NODE_TYPES.Identifier &&
  node.callee.name.endsWith("Array");

/**
 * Classes are not freezable by default. One that leaves the file may be registered elsewhere; with `#private` fields it
 * would have to be.
 */
function unregisteredClass(frame: Frame, node: TSESTree.Node, isArgument: boolean): string | undefined {
  if (node.type !== AST_NODE_TYPES.ClassDeclaration && node.type !== AST_NODE_TYPES.ClassExpression) return undefined;
  const { freezability, bases, exportedClasses } = frame.file.constants;
  const privates = node.body.body.some(isPrivate);
  for (let each: TSESTree.Node | undefined = node; each !== undefined; each = bases.get(each)) {
    const status = freezability.get(each);
    if (status !== undefined) return refusalOf(status, isArgument);
    if (!isClass(each) || (each.superClass && !bases.has(each) && !isBuiltIn(each.superClass))) return undefined;
    if (exportedClasses.has(each) && !privates) return undefined;
  }
  const name = node.id?.name;
  const which = name === undefined ? "an instance of a class" : `an instance of class '${name}'`;
  return privates ? `${which}, which has private fields and is not registered` : `${which}, which is not registered`;
}

const isClass = (node: TSESTree.Node): node is TSESTree.ClassDeclaration | TSESTree.ClassExpression =>
  node.type === AST_NODE_TYPES.ClassDeclaration || node.type === AST_NODE_TYPES.ClassExpression;

const isPrivate = (member: TSESTree.ClassElement): boolean =>
  "key" in member && member.key.type === AST_NODE_TYPES.PrivateIdentifier;

const BUILT_IN = new Set(["Array", "Map", "Set", "Date", "RegExp", "Error", "Object"]);
const isBuiltIn = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.Identifier && BUILT_IN.has(node.name);

import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction, Temp, Variable } from "../../lower/ir.js";
import type { PathEffect, Use } from "../../summaries/summary.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { behaviourAround } from "../values/behaviours.js";
import { isBorrow } from "./borrows.js";
import { addFinding, isCertainObject } from "./check.js";
import { moorAll } from "./floating.js";
import { isUnowned } from "../values/copies.js";
import type { Frame } from "../state/frame.js";
import { nodeOf, objectsOf, valueOf } from "../state/frame.js";
import { BORROWED, factsOf, isRegion, originsOf, stored } from "../state/heap.js";
import { reach } from "../state/reach.js";
import { forEachOperand } from "../state/operands.js";
import * as intMap from "../state/int-map.js";
import { ownersOf } from "./ownership.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/**
 * Marks every variable and temporary that holds a handle which others can make invalid while the function is suspended
 * at `pause`.
 */
export function suspend(frame: Frame, cursor: Cursor, pause: TSESTree.Node): void {
  cursor.suspended = true;
  moorAll(frame, cursor);
  const mark = (value: PointsTo, key: number): void => {
    if (value.length === 0 || intMap.get(cursor.stale, key) !== undefined) return;
    if (objectsOf(frame, value).some((each) => isShareable(frame, cursor, each)))
      cursor.stale = intMap.set(cursor.stale, key, pause);
  };
  intMap.forEach(cursor.variables, (value, id) => {
    if (!isOfOthers(frame, id)) mark(value, id);
  });
  intMap.forEach(cursor.temps, (value, temp) => {
    mark(value, tempKey(frame, temp));
  });
  for (const temp of cursor.defined) mark(cursor.local[temp]!, tempKey(frame, temp));
}

/** Variables of others are read again after the pause. */
const isOfOthers = (frame: Frame, id: number): boolean => frame.file.ir.variables[id]!.owner !== frame.fn;

/** Temporaries are kept beside the variables, after them. */
const tempKey = (frame: Frame, temp: Temp): number => frame.file.ir.variables.length + temp;

/** A handle of a region, not the region itself, or a borrow, where others can reach the region. */
function isShareable(frame: Frame, cursor: Cursor, object: AbstractObject): boolean {
  if (isUnowned(cursor, object) || object.isLost) return false;
  if (!isBorrow(cursor, object) && (isRegion(cursor, object) || !isPartOfRegion(object))) return false;
  // What was refused or is over has been reported, or is about to be.
  if (factsOf(cursor, object).some(({ kind }) => kind === "invalid" || kind === "moved" || kind === "released"))
    return false;
  const owners = ownersOf(cursor, frame.file.table, object);
  const lenders = owners.length > 0 ? owners : (stored(cursor, object, BORROWED) ?? []);
  return objectsOf(frame, lenders).some((each) => isReachedByOthers(frame, cursor, each));
}

function isPartOfRegion(object: AbstractObject): boolean {
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent) {
    if (each.isHandle) return true;
  }
  return false;
}

/** A region that came from outside, or that escaped; what was reached through a guard is exclusive. */
function isReachedByOthers(frame: Frame, cursor: Cursor, region: AbstractObject): boolean {
  const { table } = frame.file;
  for (const each of originsOf(cursor, table, region) ?? [region]) {
    const { root, kind } = each.top;
    if (root !== undefined && kind !== "Guard" && !(root.kind === "parameter" && isGivenUp(frame, root.index)))
      return true;
  }
  let found = false;
  const look = (value: PointsTo): void => {
    found ||= reach(cursor, table, value, { raw: false }).has(region) || isCaptured(value);
  };
  const isCaptured = (value: PointsTo): boolean =>
    objectsOf(frame, value).some(({ fn }) =>
      [...(fn?.captures ?? [])].some((each) => intMap.get(cursor.variables, each.id)?.includes(region.id) === true),
    );
  intMap.forEach(cursor.variables, (value, id) => {
    if (isOutside(frame, frame.file.ir.variables[id]!)) look(value);
  });
  intMap.forEach(cursor.heap, (fields, id) => {
    if (found || table.objects[id]!.top.root === undefined) return;
    fields.map.forEach((value, key) => {
      if (!key.startsWith("@")) look(value);
    });
  });
  return found;
}

/** What a behaviour is given, or what a tag says that the caller gives up. */
function isGivenUp({ file, fn }: Frame, parameter: number): boolean {
  if (behaviourAround(file, fn) !== undefined) return true;
  const effects = file.tags.functions.get(fn.node)?.signature.arguments?.[parameter];
  return effects?.includes("move") === true;
}

/** Whether code that runs while this function is suspended can read the variable. */
function isOutside(frame: Frame, variable: Variable): boolean {
  if (variable.owner !== frame.fn || variable.exported) return true;
  return [...variable.capturedBy].some((fn) => isCalledLater(frame, fn));
}

const DECLARES = new Set<string>([AST_NODE_TYPES.FunctionDeclaration, AST_NODE_TYPES.ClassBody]);

/** A function of the module that others may call, or one that was handed to a timer or listener. */
function isCalledLater(frame: Frame, fn: FunctionIR): boolean {
  for (const kept of frame.kept.values()) if (kept === fn) return true;
  return frame.fn.kind === "module" && (DECLARES.has(fn.node.type) || fn.kind === "method");
}

/** Operations that only hand a value on within the function. */
const PASSES_ON = new Set<Instruction["op"]>(["write", "copy", "cast", "dispose"]);
const COMPARES = new Set(["===", "!==", "==", "!=", "== null", "!", "typeof", "??"]);

/** Follows marked handles through an instruction that is about to be done, and reports the first use. */
export function checkSuspended(frame: Frame, cursor: Cursor, instruction: Instruction): void {
  if (instruction.op === "read") {
    const pause = intMap.get(cursor.stale, instruction.variable.id);
    setStale(frame, cursor, tempKey(frame, instruction.to), pause);
    return;
  }
  if (instruction.op === "compute" && COMPARES.has(instruction.operator)) return;
  if (instruction.op === "function") checkCaptures(frame, cursor, instruction.fn);
  else if (instruction.op === "call") {
    for (const { fn } of objectsOf(frame, valueOf(frame, cursor, instruction.callee)))
      if (fn !== undefined) checkCaptures(frame, cursor, fn, instruction.node);
  }
  let passed: TSESTree.Node | undefined;
  forEachOperand(instruction, (temp) => {
    const pause = intMap.get(cursor.stale, tempKey(frame, temp));
    if (pause === undefined) return;
    if (PASSES_ON.has(instruction.op)) passed = pause;
    else if (instruction.op === "call" && isEnding(frame, cursor, instruction, temp)) return;
    else if (isUse(frame, cursor, instruction, temp)) report(frame, cursor, temp, pause, instruction.node);
  });
  if (instruction.op === "write") setStale(frame, cursor, instruction.variable.id, passed);
  else if ("to" in instruction) setStale(frame, cursor, tempKey(frame, instruction.to), passed);
}

/** A closure uses a marked handle: where it does, or at its call. */
function checkCaptures(frame: Frame, cursor: Cursor, fn: FunctionIR, call?: TSESTree.Node): void {
  for (const variable of fn.captures) {
    const pause = intMap.get(cursor.stale, variable.id);
    if (pause === undefined) continue;
    const isUseOf = ({ kind, path: { root } }: PathEffect): boolean =>
      kind !== "consume" && root.kind === "captured" && root.variable === variable;
    const effect = frame.file.summaryOf(fn).effects.find(isUseOf);
    const value = intMap.get(cursor.variables, variable.id) ?? [];
    if (effect !== undefined) reportUse(frame, cursor, value, pause, call ?? effect.subject);
  }
}

/** A helper that does nothing but end it. */
function isEnding(frame: Frame, cursor: Cursor, instruction: Instruction & { op: "call" }, temp: Temp): boolean {
  const index = instruction.args.findIndex((each) => each.temp === temp);
  const functions = objectsOf(frame, valueOf(frame, cursor, instruction.callee)).flatMap(({ fn }) => fn ?? []);
  const isOfIt = ({ path: { root } }: PathEffect): boolean => root.kind === "parameter" && root.index === index;
  return functions.some((fn) => {
    const effects = frame.file.summaryOf(fn).effects.filter(isOfIt);
    return effects.length > 0 && effects.every((each) => each.kind === "consume" && each.effect === "dispose");
  });
}

/**
 * Reports what an async callback does to what it was lent after its first `await`, where others can reach the region.
 *
 * @param handle what it is lent, as its first argument
 */
export function checkLent(frame: Frame, cursor: Cursor, fn: FunctionIR, handle: PointsTo): void {
  if (!fn.isAsync || !objectsOf(frame, handle).some((each) => isShareable(frame, cursor, each))) return;
  const effect = frame.file
    .summaryOf(fn)
    .effects.find(
      ({ suspended, kind, path: { root } }) =>
        suspended && kind !== "consume" && root.kind === "parameter" && root.index === 0,
    );
  const pause = fn.blocks.flatMap(({ instructions }) => instructions).find(({ op }) => op === "await");
  if (effect !== undefined && pause !== undefined) reportUse(frame, cursor, handle, pause.node, effect.subject);
}

function setStale(frame: Frame, cursor: Cursor, key: number, pause: TSESTree.Node | undefined): void {
  if (pause !== undefined) cursor.stale = intMap.set(cursor.stale, key, pause);
  else if (intMap.get(cursor.stale, key) !== undefined) cursor.stale = intMap.remove(cursor.stale, key);
}

function isUse(frame: Frame, cursor: Cursor, instruction: Instruction, temp: Temp): boolean {
  const objects = objectsOf(frame, valueOf(frame, cursor, temp)).filter((each) => isShareable(frame, cursor, each));
  const use = useOf(frame, instruction, temp);
  return use !== undefined && objects.some((each) => isBorrow(cursor, each) || isCertainObject(each, use));
}

function useOf(frame: Frame, instruction: Instruction, temp: Temp): Use | undefined {
  switch (instruction.op) {
    case "get":
    case "set":
    case "delete": {
      if (instruction.object !== temp) return { kind: "pass" };
      const { key } = instruction;
      if (key.kind === "dynamic" && isDisposeKey(frame, key.temp)) return undefined;
      const kind = instruction.op === "get" ? "get" : "set";
      return { kind, key: key.kind === "name" ? key.name : undefined };
    }
    case "call":
      // Its method was read before the pause, so it is an object.
      if (instruction.receiver === temp) {
        const method = frame.definitions[instruction.callee];
        if (method?.op !== "get" || method.key.kind !== "name") return undefined;
        return { kind: "call", key: method.key.name };
      }
      return { kind: "pass" };
    case "next":
    case "spread":
    case "element":
    case "rest":
      return { kind: "iterate" };
    default:
      return { kind: "pass" };
  }
}

/** `[Symbol.dispose]`: ending a borrow is what should be done with it. */
function isDisposeKey(frame: Frame, temp: Temp): boolean {
  const definition = frame.definitions[temp];
  return definition?.op === "get" && definition.key.kind === "name" && /^(async)?dispose$/i.test(definition.key.name);
}

function report(frame: Frame, cursor: Cursor, temp: Temp, pause: TSESTree.Node, otherwise: TSESTree.Node): void {
  reportUse(frame, cursor, valueOf(frame, cursor, temp), pause, nodeOf(frame, temp, otherwise));
}

/** The first use says it all: what is marked for the same objects is unmarked. */
function reportUse(frame: Frame, cursor: Cursor, value: PointsTo, pause: TSESTree.Node, node: TSESTree.Node): void {
  const isBorrowed = objectsOf(frame, value).some((each) => isBorrow(cursor, each));
  addFinding(frame, { kind: "suspension", rule: "no-borrow-across-await", node, pause, isBorrow: isBorrowed });
  intMap.forEach(cursor.stale, (_, key) => {
    const { length } = frame.file.ir.variables;
    const marked = key < length ? intMap.get(cursor.variables, key) : valueOf(frame, cursor, key - length);
    if (marked?.some((id) => value.includes(id)) === true) cursor.stale = intMap.remove(cursor.stale, key);
  });
}

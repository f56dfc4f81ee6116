import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { builtinMember } from "../flow/known/builtins.js";
import { checkChange, checkUse } from "../flow/ownership/check.js";
import { isBuiltIn } from "../flow/state/abstract-object.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { factsOf } from "../flow/state/heap.js";
import { reach } from "../flow/state/reach.js";
import * as intMap from "../flow/state/int-map.js";
import type { PointsTo } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { readVariable } from "../flow/values/variables.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import { follow } from "./follow.js";
import type { PathEffect } from "./summary.js";

/**
 * Checks what a closure does to the variables that it captures against what is known of them now.
 * Whenever it is called, that still holds for variables that are written once.
 *
 * @param variable check only what it does to this one
 */
export function checkClosure(frame: Frame, cursor: Cursor, fn: FunctionIR, variable?: Variable): void {
  if (cursor.facts === undefined) return;
  const distant = frame.file.distant.get(fn);
  const reached = variable === undefined ? [...fn.captures, ...(distant ?? [])] : [variable];
  if (!reached.some((each) => isMarked(frame, cursor, each))) return;
  const { effects } = frame.file.summaryOf(fn);
  const isAbout = ({ path: { root } }: PathEffect): boolean => root.kind === "captured" && root.variable === variable;
  checkEffects(frame, cursor, variable === undefined ? effects : effects.filter(isAbout));
}

/**
 * Checks what is exported against what is known at the end of the file: others can call it from then on only, unless the
 * file itself does so before.
 */
export function checkExported(frame: Frame, cursor: Cursor): void {
  if (cursor.facts === undefined) return;
  const { objects, classes, methods } = frame.file.constants;
  for (const [variable, { fn }] of objects) {
    if (fn !== undefined && isForOthers(variable)) checkClosure(frame, cursor, fn);
  }
  for (const [variable, node] of classes) {
    if (!isForOthers(variable)) continue;
    for (const { fn } of methods.get(node)?.values() ?? []) if (fn !== undefined) checkClosure(frame, cursor, fn);
  }
}

/** Whether it is exported, and the file itself names it in functions at most. */
const isForOthers = ({ exported, scopeVariable }: Variable): boolean =>
  exported &&
  scopeVariable?.references.every(
    ({ init, from, identifier }) =>
      init === true || from.variableScope !== scopeVariable.scope || identifier.parent.type === EXPORTED,
  ) === true;

const EXPORTED = AST_NODE_TYPES.ExportSpecifier;

/** Whether something was done to what a variable holds, or to a part of it. */
function isMarked(frame: Frame, cursor: Cursor, variable: Variable): boolean {
  if (variable.writes !== 1) return false;
  // Many closures capture the same variables, and few operations lie between them.
  const { marked } = frame;
  if (marked.facts !== cursor.facts) {
    marked.facts = cursor.facts;
    marked.variables.clear();
  }
  let answer = marked.variables.get(variable.id);
  if (answer === undefined) marked.variables.set(variable.id, (answer = holdsMarked(frame, cursor, variable)));
  return answer;
}

function holdsMarked(frame: Frame, cursor: Cursor, variable: Variable): boolean {
  const value = intMap.get(cursor.variables, variable.id);
  if (value === undefined || value.length === 0) return false;
  for (const object of reach(cursor, frame.file.table, value, { raw: false, shared: isBuiltIn }).keys()) {
    if (factsOf(cursor, object).length > 0) return true;
  }
  return false;
}

/** The uses and changes of captured variables, reported where they stand in the closure. */
function checkEffects(frame: Frame, cursor: Cursor, effects: readonly PathEffect[]): void {
  frame.isCalling = false;
  for (const effect of effects) {
    const { root, keys } = effect.path;
    if (root.kind !== "captured" || root.variable.writes > 1) continue;
    const value = follow(frame, cursor, readVariable(frame, cursor, root.variable), keys);
    if (effect.kind === "use") {
      checkUse(frame, cursor, value, effect.node, effect.use);
    } else if (effect.kind === "change") {
      checkChange(frame, cursor, value, effect.node, effect.subject, effect.change);
    } else if (effect.kind === "invoke") {
      invokeLater(frame, cursor, value, effect);
    }
  }
  frame.isCalling = true;
}

function invokeLater(frame: Frame, cursor: Cursor, value: PointsTo, effect: PathEffect & { kind: "invoke" }): void {
  for (const object of objectsOf(frame, value)) {
    const callee = effect.method === undefined ? undefined : builtinMember(frame.file, object, effect.method);
    const receiver = callee?.builtin && frame.file.signatures.get(callee.builtin)?.receiver;
    if (receiver !== "mutate" && receiver !== "mutateContent") continue;
    const change = { own: receiver === "mutate", what: `call of '${effect.method!}'` };
    checkChange(frame, cursor, object.single, effect.node, effect.subject, change);
  }
}

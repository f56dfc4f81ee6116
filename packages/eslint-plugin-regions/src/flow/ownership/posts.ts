import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Finding } from "../../findings/finding.js";
import type { FunctionIR } from "../../lower/ir.js";
import { contains, isDirectlyIn } from "../../lower/loops-around.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { At } from "../state/at.js";
import type { FileContext, Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import { addFactTo, factsOf, known, removeFacts, SOURCE, stored } from "../state/heap.js";
import { keysOf, reach } from "../state/reach.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { checkCloneable, isGivenAway } from "./cloneability.js";
import { record } from "./record.js";

/** Structured cloning of a value: its receiver has a copy. */
export function clone(frame: Frame, cursor: Cursor, value: PointsTo, at: At): void {
  checkCloneable(frame, cursor, value, at, "cloned");
  for (const object of objectsOf(frame, value))
    record(frame, cursor, object, { kind: "consume", effect: "clone", node: at.node, subject: at.subject });
}

/** Posting a value: from here on a change of it does not reach the receiver. */
export function post(frame: Frame, cursor: Cursor, value: PointsTo, at: At): void {
  checkCloneable(frame, cursor, value, at, "posted");
  const operation = operationAt(frame, at.node, "posted", at.subject);
  const stop = (each: AbstractObject): boolean => each.kind === "Cown" || isGivenAway(cursor, each, at);
  for (const [object, way] of reach(cursor, frame.file.table, value, { raw: false, stop })) {
    noteAgain(frame, cursor, object);
    if (way.from === undefined || object.parent === undefined)
      record(frame, cursor, object, { kind: "consume", effect: "post", node: at.node, subject: at.subject });
    if (!isCopied(frame, cursor, object, at)) continue;
    addFactTo(cursor, object, { kind: "posted", operation, via: keysOf(way), perhaps: way.perhaps });
  }
}

/** What was posted before, and changed since, reaches the receiver now. */
function noteAgain({ file: { posts }, fn }: Frame, cursor: Cursor, object: AbstractObject): void {
  const { root } = object.top;
  if (root?.kind === "captured") {
    const functions = posts.captured.get(root.variable);
    if (functions === undefined) posts.captured.set(root.variable, new Set([fn]));
    else functions.add(fn);
  }
  for (const { kind, operation } of factsOf(cursor, object)) if (kind === "outdated") posts.resent.add(operation.node);
  removeFacts(cursor, object, ({ kind }) => kind === "outdated" || kind === "posted");
}

/** Whether it is worth knowing that the receiver has a copy: it can be changed here, and is nothing shared. */
function isCopied(frame: Frame, cursor: Cursor, object: AbstractObject, at: At): boolean {
  if (object.kind === "SharedArrayBuffer" || object.isLost || object.isFrozen) return false;
  // Whoever else has it posts it as well, whenever it wants to.
  const { root } = object.top;
  if (root !== undefined && root.kind !== "parameter") return false;
  if (object.kind === "TypedArray" || object.kind === "DataView") return isOfItsOwnBuffer(frame, cursor, object, at);
  // Nobody can reach what is made for the call alone.
  return object.parent !== undefined || root !== undefined || !contains(at.node, object.node);
}

/** A view of shared memory is posted as such, and so is, perhaps, what nothing is known of. */
function isOfItsOwnBuffer(frame: Frame, cursor: Cursor, view: AbstractObject, at: At): boolean {
  if (view.parent !== undefined || view.root !== undefined || stored(cursor, view, SOURCE) !== undefined) return false;
  return objectsOf(frame, known(cursor, view, "buffer")).every(
    (buffer) => buffer.kind === "ArrayBuffer" && !isGivenAway(cursor, buffer, at),
  );
}

/** Whether a change of something posted is news to the receiver after all. */
export function isPostedAgain(file: FileContext, finding: Finding): boolean {
  if (finding.kind !== "mutation" || finding.fact.kind !== "posted") return false;
  if (file.posts.resent.has(finding.node)) return true;
  for (const [variable, functions] of file.posts.captured) {
    const isSubject = variable.scopeVariable?.references.some(
      ({ identifier }) => finding.subject.range[0] === identifier.range[0] && contains(finding.subject, identifier),
    );
    if (isSubject === true && [...functions].some((fn) => canRunAgain(file, fn))) return true;
  }
  return false;
}

/** Unless all that is done with a function is to call it, in the function that declares it, somebody may call it later. */
function canRunAgain({ constants }: FileContext, fn: FunctionIR): boolean {
  for (const [variable, object] of constants.objects) {
    const { scopeVariable, owner, exported } = variable;
    if (object.fn !== fn || scopeVariable === undefined || owner === undefined) continue;
    const isOnlyCalled = scopeVariable.references.every(({ identifier, init }) => {
      const call = identifier.parent;
      const isCall = call.type === AST_NODE_TYPES.CallExpression && call.callee === identifier;
      return init === true || (isCall && isDirectlyIn(owner.node, identifier));
    });
    return exported || !isOnlyCalled;
  }
  return true;
}

import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Variable } from "../../lower/ir.js";
import { argumentsFor } from "../../summaries/arguments.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Call, CallInstruction, Given } from "../state/call-site.js";
import { isEachFrozen, renewElements } from "../values/arrays.js";
import { handOver } from "../ownership/borrows.js";
import { checkChange, checkUse } from "../ownership/check.js";
import { record, touch } from "../ownership/record.js";
import { readElements } from "../values/elements.js";
import { gotFrom } from "../values/entries.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING, union } from "../state/points-to.js";
import { fillMapped, visitUnknown } from "../values/mapped.js";
import { continuation, isContinuation } from "../values/promises.js";
import { unknownResult } from "../values/results.js";
import type { Cursor } from "../state/state.js";
import { postMessage } from "../ownership/transfers.js";

/** Checks that everything given to a call may be used there. */
export function passArguments(frame: Frame, cursor: Cursor, call: Call): void {
  for (const { value, node } of [...call.args, ...call.spread]) checkUse(frame, cursor, value, node, { kind: "pass" });
}

/** Whether callers know the function: they give it, or it stands in a variable of a function around this one. */
function isGiven({ root }: AbstractObject): boolean {
  if (root?.kind !== "captured") return root?.kind === "parameter";
  const { owner } = root.variable;
  return owner !== undefined && owner.kind !== "module";
}

/** Whether `object.postMessage` can be the platform's: workers mostly arrive as parameters and fields. */
function isPostMessage(frame: Frame, instruction: CallInstruction): boolean {
  const definition = frame.definitions[instruction.callee];
  return definition?.op === "get" && definition.key.kind === "name" && definition.key.name === "postMessage";
}

/** A call of which nothing is known but what it is given: that may be used, kept and changed there. */
export function unknownCall(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  if (call.callee !== undefined && call.instruction.op === "call" && isPostMessage(frame, call.instruction)) {
    postMessage(frame, cursor, call.args, call.node);
    return NOTHING;
  }
  passArguments(frame, cursor, call);
  for (const { value } of call.args) {
    // A promise may be awaited there; what it settles with is known to nobody else.
    const isPromise = objectsOf(frame, value).some(({ kind }) => kind === "Promise");
    if (call.isNew || isPromise) handOver(frame, cursor, value);
  }
  const definition = frame.definitions[call.instruction.callee];
  if (definition?.op === "read" && isResolver(definition.variable))
    for (const { value } of call.args) handOver(frame, cursor, value);
  const method = methodOf(frame, call);
  checkData(frame, cursor, call, method);
  renewReceiver(frame, cursor, call);
  const given = argumentsFor(frame, cursor, call);
  const literals = call.args.map(({ node, literal }) => literal ?? node);
  const { node, isStatement } = call;
  if (call.receiver !== undefined && method !== undefined) {
    keepArguments(frame, cursor, call, method);
    const subject = call.receiver.node;
    for (const object of objectsOf(frame, call.receiver.value)) {
      record(frame, cursor, object, { kind: "invoke", method, ...given, literals, isStatement, node, subject });
    }
  } else if (call.callee !== undefined && isGiven(call.callee)) {
    record(frame, cursor, call.callee, {
      kind: "invoke",
      method: undefined,
      ...given,
      literals,
      isStatement,
      node,
      subject: node,
    });
    // When it is called again, what it did is done.
    touch(frame, cursor, call.callee, operationAt(frame, node, "called", node));
  }
  if (method !== undefined && isContinuation(method) && isUnknown(frame, call.receiver)) {
    return continuation(frame, cursor, call, method);
  }
  const isVisit = method !== undefined && VISITORS.has(method) && isUnknown(frame, call.receiver);
  const made = isVisit ? visitUnknown(frame, cursor, call) : NOTHING;
  if (call.isStatement) return NOTHING;
  const result =
    frozenElement(frame, cursor, call, method) ??
    gotFrom(frame, cursor, call, method) ??
    unknownResult(frame, cursor, node);
  if (method === "map") fillMapped(frame, cursor, result, made);
  // A class that is only declared, at the top of the file as all types with tags are.
  const type =
    call.isNew && definition?.op === "read" && isOfFile(frame, definition.variable)
      ? frame.file.tags.types.get(definition.variable.name)
      : undefined;
  if (type !== undefined) for (const object of objectsOf(frame, result)) object.type = type;
  return result;
}

/** `list.find(f)`, `list.at(0)` of what has elements that were all frozen. */
function frozenElement(
  frame: Frame,
  cursor: Cursor,
  { receiver }: Call,
  method: string | undefined,
): PointsTo | undefined {
  const [only, ...others] = objectsOf(frame, receiver?.value ?? NOTHING);
  if (only === undefined || others.length > 0 || method === undefined || !TAKERS.has(method)) return undefined;
  return isEachFrozen(cursor, only) ? readElements(frame, cursor, only) : undefined;
}

/** In plain data, what has a method that changes arrays is an array. */
function checkData(frame: Frame, cursor: Cursor, { receiver, node }: Call, method: string | undefined): void {
  if (receiver === undefined || method === undefined || !(MOVERS.has(method) || CHANGERS.has(method))) return;
  const data = objectsOf(frame, receiver.value).filter(({ isData, kind }) => isData && kind === "unknown");
  if (data.length === 0) return;
  const change = { own: true, what: `call of '${method}'` };
  checkChange(frame, cursor, fromIds(data.map(({ id }) => id)), node, receiver.node, change);
}

const isOfFile = ({ file }: Frame, { owner }: Variable): boolean => owner === undefined || owner === file.ir.module;

/** The name of the method that is called. */
function methodOf(frame: Frame, { instruction }: Call): string | undefined {
  const definition = frame.definitions[instruction.callee];
  return definition?.op === "get" && definition.key.kind === "name" ? definition.key.name : undefined;
}

/** A method of which not everything is known can put other elements into its receiver. */
export function renewReceiver(frame: Frame, cursor: Cursor, call: Call): void {
  const method = methodOf(frame, call) ?? "";
  if (READERS.has(method)) return;
  const isMoved = MOVERS.has(method);
  for (const object of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    // All of them are frozen, wherever they stand by now.
    if (PERMUTERS.has(method) && isEachFrozen(cursor, object)) continue;
    if (object.kind === "unknown")
      renewElements(frame, cursor, object, isMoved, (key) => unknownResult(frame, cursor, call.node, `renewed ${key}`));
  }
}

/** Whatever has a method `then` is taken for a promise. */
function isUnknown(frame: Frame, receiver: Given | undefined): boolean {
  const objects = objectsOf(frame, receiver?.value ?? NOTHING);
  return objects.length > 0 && objects.every(({ kind }) => kind === "unknown");
}

/** What collections and event targets do with what they are given, also where nothing else is known of them. */
function keepArguments(frame: Frame, cursor: Cursor, call: Call, method: string): void {
  if (KEEPERS.has(method)) {
    for (const { value } of call.args) {
      handOver(frame, cursor, value);
      frame.given.set(call.node, union(frame.given.get(call.node) ?? NOTHING, value));
    }
  } else if (LISTENS.has(method)) {
    for (const { value, node } of call.args)
      for (const { fn } of objectsOf(frame, value)) if (fn !== undefined) frame.kept.set(node, fn);
  }
}

const LISTENS = new Set(["addEventListener"]);
/** `resolve` in `new Promise((resolve) => …)`, also in functions inside of the executor: whoever awaits gets it. */
function isResolver({ scopeVariable }: Variable): boolean {
  const [definition] = scopeVariable?.defs ?? [];
  if (definition?.type !== "Parameter") return false;
  const { node: executor, name } = definition;
  const promise = executor.parent;
  return (
    executor.params[0] === name &&
    promise.type === AST_NODE_TYPES.NewExpression &&
    promise.callee.type === AST_NODE_TYPES.Identifier &&
    promise.callee.name === "Promise"
  );
}

/** Methods that call a function with each of the elements, whatever has them. */
const VISITORS = new Set(["map", "forEach"]);

/** Methods that keep what they are given, whatever collection or stack of resources they are called on. */
const KEEPERS = new Set(["push", "unshift", "add", "set", "append", "enqueue", "use", "adopt"]);

/** Those of them that add none. */
const PERMUTERS = new Set(["shift", "sort", "reverse", "copyWithin"]);
/** Methods that give one of the elements, whatever has them. */
const TAKERS = new Set(["at", "find", "findLast", "pop", "shift"]);
/** Methods that leave all elements where they are, whatever has them. */
const READERS = new Set(
  "at concat entries every filter find findIndex flatMap forEach get has includes indexOf join keys map reduce slice some values".split(
    " ",
  ),
);
/** Methods that change arrays, and leave the other elements where they are. */
const CHANGERS = new Set(["push", "pop", "fill"]);
/** Methods that put other elements into the places of a list, whatever list it is. */
const MOVERS = new Set(["shift", "unshift", "splice", "sort", "reverse", "copyWithin"]);

import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR } from "../../lower/ir.js";
import type { ValueReference } from "../../summaries/summary.js";
import { handOver } from "../ownership/borrows.js";
import { float, type LaterUse, waitThrough } from "../ownership/floating.js";
import * as intMap from "../state/int-map.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate, isShared } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { readName } from "./fields.js";
import { AWAITED, create, originsOf, store, stored, storeMore, unknownPart } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { unknownResult } from "./results.js";
import type { Cursor } from "../state/state.js";

/** What `await` gives: what a promise is settled with, anything else itself. */
export function settledValue(frame: Frame, cursor: Cursor, value: PointsTo): PointsTo {
  let result: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) {
    const settled = stored(cursor, each, AWAITED);
    const isPromise = each.kind === "Promise" || (each.kind === "unknown" && !each.closed && !isShared(each));
    if (settled !== undefined && each.builtin === undefined) result = union(result, settled);
    else if (each.kind === "Promise" && originsOf(cursor, frame.file.table, each) !== undefined) {
      result = union(result, readName(frame, cursor, each, AWAITED));
    } else if (isPromise && !each.isRegion) {
      result = union(result, unknownPart(cursor, frame.file.table, each, AWAITED).single);
    } else result = union(result, each.single);
  }
  return result;
}

/** The same for values of which only some may be promises, which the others are told apart from by their kind. */
export function settledIfPromise(frame: Frame, cursor: Cursor, value: PointsTo): PointsTo {
  let result: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) {
    result = union(result, each.kind === "Promise" ? settledValue(frame, cursor, each.single) : each.single);
  }
  return result;
}

function makePromise(frame: Frame, cursor: Cursor, node: TSESTree.Node, role: string): AbstractObject {
  const promise = allocate(frame.file.table, node, role, { kind: "Promise" });
  create(cursor, frame.file.table, promise);
  promise.waits = [];
  return promise;
}

function promiseWith(frame: Frame, cursor: Cursor, node: TSESTree.Node, value: PointsTo, role = "promise"): PointsTo {
  const promise = makePromise(frame, cursor, node, role);
  for (const each of objectsOf(frame, value)) promise.waits = [...promise.waits, ...each.waits];
  waitThrough(frame, cursor, value, promise);
  store(cursor, promise, AWAITED, settledIfPromise(frame, cursor, value));
  return promise.single;
}

/** `Promise.resolve(x)` */
export function promiseOf(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  return promiseWith(frame, cursor, call.node, call.args[0]?.value ?? NOTHING);
}

/** `Promise.try(f, …)` */
export function promiseTry(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [callback, ...args] = call.args;
  const inner = { ...call, receiver: undefined, args, isStatement: false };
  return promiseWith(frame, cursor, call.node, callAll(frame, cursor, inner, callback?.value ?? NOTHING));
}

function callAll(frame: Frame, cursor: Cursor, call: Call, callees: PointsTo): PointsTo {
  let returned: PointsTo = NOTHING;
  for (const callee of objectsOf(frame, callees)) {
    returned = union(returned, frame.file.applyCall(frame, cursor, { ...call, isNew: false, callee }));
    cursor.reachable = true;
  }
  return returned;
}

/** `new Promise((resolve) => …)`, whose executor is called at once, and `Promise.withResolvers()`. */
export function newPromise(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { node } = call;
  const promise = makePromise(frame, cursor, node, "promise");
  const { table } = frame.file;
  const resolve = allocate(table, node, "resolve", { kind: "function", builtin: "@resolve" });
  create(cursor, table, resolve);
  store(cursor, resolve, AWAITED, promise.single);
  if (!call.isNew) {
    const parts = allocate(table, node, "resolvers", { kind: "object" });
    create(cursor, table, parts);
    store(cursor, parts, "promise", promise.single);
    store(cursor, parts, "resolve", resolve.single);
    return parts.single;
  }
  const args = [{ value: resolve.single, node }];
  const inner = { ...call, receiver: undefined, args, spread: [], isStatement: true };
  callAll(frame, cursor, inner, call.args[0]?.value ?? NOTHING);
  return promise.single;
}

/** What `new Promise` gives to its executor. */
export function resolvePromise(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const promises = call.callee && stored(cursor, call.callee, AWAITED);
  const value = settledIfPromise(frame, cursor, call.args[0]?.value ?? NOTHING);
  for (const promise of objectsOf(frame, promises ?? NOTHING)) storeMore(cursor, promise, AWAITED, value);
  return NOTHING;
}

const CONTINUATIONS = new Set(["then", "catch", "finally"]);

export const isContinuation = (method: string): boolean => CONTINUATIONS.has(method);

/** Whether the function that contains a chain of `then`s waits for its end. */
function isAwaited(call: TSESTree.Node): boolean {
  const { parent } = call;
  if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === call) {
    const isThen = parent.property.type === AST_NODE_TYPES.Identifier && CONTINUATIONS.has(parent.property.name);
    return isThen && parent.parent.type === AST_NODE_TYPES.CallExpression && isAwaited(parent.parent);
  }
  return parent?.type === AST_NODE_TYPES.AwaitExpression;
}

/** `p.then(f, g)`, `p.catch(g)`, `p.finally(f)`: the functions are called later, unless this function waits for it. */
export function continuation(frame: Frame, cursor: Cursor, call: Call, method: string): PointsTo {
  const settled = settledValue(frame, cursor, call.receiver?.value ?? NOTHING);
  const onSuccess = method === "catch" ? undefined : call.args[0];
  const onFailure = method === "finally" ? undefined : call.args[method === "catch" ? 0 : 1];
  const run = (callees: PointsTo, args: Call["args"], isDeferred: boolean): PointsTo => {
    let returned: PointsTo = NOTHING;
    for (const callee of objectsOf(frame, callees)) {
      const isFunction = callee.fn !== undefined || callee.builtin !== undefined;
      const inner = { ...call, callee, isNew: false, receiver: undefined, args, spread: [], isStatement: false };
      // What becomes of it then is not known, or cannot be said now.
      if (!isFunction || (isDeferred && callee.fn !== undefined && keepsArguments(frame, callee.fn)))
        for (const { value } of args) handOver(frame, cursor, value);
      if (!isFunction) returned = union(returned, unknownResult(frame, cursor, call.node, "continued"));
      else if (isDeferred && callee.fn === undefined) returned = union(returned, builtinLater(frame, cursor, inner));
      else {
        const isLater = isDeferred && isKnownElsewhere(frame, args[0]?.value ?? NOTHING);
        returned = union(returned, frame.file.applyCall(frame, cursor, { ...inner, isDeferred, isLater }));
      }
      cursor.reachable = true;
    }
    return returned;
  };
  const isDeferred = !isAwaited(call.node);
  const given = method === "finally" ? [] : [{ value: settled, node: call.receiver?.node ?? call.node }];
  const result = onSuccess === undefined ? settled : run(onSuccess.value, given, isDeferred);
  const rescued = onFailure === undefined ? NOTHING : run(onFailure.value, [], true);
  const value = promiseWith(frame, cursor, call.node, union(method === "finally" ? settled : result, rescued), "then");
  const waits = objectsOf(frame, call.receiver?.value ?? NOTHING).flatMap((each) => each.waits);
  for (const promise of objectsOf(frame, value)) {
    promise.waits = [...promise.waits, ...waits];
    waitThrough(frame, cursor, union(call.receiver?.value ?? NOTHING, union(result, rescued)), promise);
  }
  if (isDeferred)
    for (const { value: callees } of call.args)
      float(frame, cursor, value, usesIn(frame, cursor, callees), call.node, undefined);
  return value;
}

/** What functions do to what they capture. */
const usesIn = (frame: Frame, cursor: Cursor, callees: PointsTo): LaterUse[] =>
  objectsOf(frame, callees)
    .flatMap(({ fn }) => (fn === undefined ? [] : frame.file.summaryOf(fn).effects))
    .flatMap((effect) => {
      const { root, keys } = effect.path;
      if (effect.kind !== "use" || root.kind !== "captured" || keys.length > 0) return [];
      const { node, subject } = effect;
      return [{ node, subject, value: intMap.get(cursor.variables, root.variable.id) ?? NOTHING }];
    });

/** Whether a function puts what it is given somewhere, or makes functions that have it. */
function keepsArguments(frame: Frame, fn: FunctionIR): boolean {
  const { writes, stores } = frame.file.summaryOf(fn);
  const isGiven = (each: ValueReference): boolean =>
    each.kind === "made" || (each.kind === "path" && each.path.root.kind === "parameter");
  const isCaptured = fn.parameters.some(({ variable }) => variable !== undefined && variable.capturedBy.size > 0);
  return isCaptured || [...writes, ...stores].some(({ value }) => value.some(isGiven));
}

/** Whether some other name than that of the promise is known for it. */
const isKnownElsewhere = (frame: Frame, value: PointsTo): boolean =>
  objectsOf(frame, value).some(
    (each) => each.key !== AWAITED && (each.closed || each.isHandle || each.top.root !== undefined),
  );

/** `p.then(freeze)`: until then nothing is done to what is known by other names too. */
function builtinLater(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const args = call.args.map(({ value, node }) => {
    return { value: isKnownElsewhere(frame, value) ? unknownResult(frame, cursor, call.node, "settled") : value, node };
  });
  return frame.file.applyCall(frame, cursor, { ...call, args });
}

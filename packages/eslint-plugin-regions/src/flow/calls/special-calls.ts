import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Special } from "../../operations/signature.js";
import { allocate } from "../state/abstract-object.js";
import { clear } from "../values/arrays.js";
import type { Call } from "../state/call-site.js";
import { consume } from "../ownership/consume.js";
import { copyGraph } from "../values/copies.js";
import { readElements } from "../values/elements.js";
import { readName, writeField } from "../values/fields.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  AWAITED,
  BOUND,
  BOUND_ARGUMENT,
  BOUND_THIS,
  create,
  fieldsOf,
  LENT,
  removeFacts,
  store,
  stored,
  storeMore,
} from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { freshResult, unknownResult } from "../values/results.js";
import { continuation, newPromise, promiseOf, promiseTry, resolvePromise } from "../values/promises.js";
import { borrow, handOver } from "../ownership/borrows.js";
import { concat, lastName, newWorker, nextOf, reflectGet } from "./container-calls.js";
import { acquire, newCown, readCown, tryAcquire, when } from "../ownership/cowns.js";
import { promiseOfAll } from "../ownership/promise-of-all.js";
import { dispose } from "../ownership/dispose.js";
import { checkCallbackEscapes } from "../ownership/escapes.js";
import { setFreezable } from "../ownership/freezability.js";
import { checkLent } from "../ownership/suspensions.js";
import { dissolveRegion, moveRegion, newRegion, thaw } from "../ownership/regions.js";
import type { Cursor } from "../state/state.js";
import {
  lockBody,
  newView,
  postMessage,
  postMessageContent,
  transferListed,
  transferOption,
} from "../ownership/transfers.js";
import { freezabilityIn, requiredModule } from "../known/constants.js";

const STREAM = "@stream";

/** The operations that a table of effects cannot say. */
export function applySpecial(frame: Frame, cursor: Cursor, call: Call, special: Special): PointsTo {
  const { node } = call;
  const [first] = call.args;
  const at = { node, subject: first?.node ?? node };
  switch (special) {
    case "newRegion":
      return newRegion(frame, cursor, first?.value, node);
    case "newCown":
      return newCown(frame, cursor, first?.value ?? NOTHING, at);
    case "move":
      return moveRegion(frame, cursor, first?.value ?? NOTHING, call.instruction.args[0]?.temp ?? -1, at);
    case "dissolve":
      return dissolveRegion(frame, cursor, first?.value ?? NOTHING, at);
    case "thaw":
      return thaw(frame, cursor, first?.value ?? NOTHING, node);
    case "borrow":
      return borrowCall(frame, cursor, call);
    case "dispose":
      dispose(frame, cursor, call.receiver?.value ?? NOTHING, { node, subject: call.receiver?.node ?? node });
      return NOTHING;
    case "readCown":
      return readCown(frame, cursor, first?.value ?? NOTHING, node);
    case "acquire":
      return acquire(frame, cursor, call);
    case "tryAcquire":
      return tryAcquire(frame, cursor, call);
    case "when":
      return when(frame, cursor, call);
    case "quiesce":
      return quiesce(frame, cursor, call);
    case "listen":
      return listen(frame, cursor, call);
    case "useInStack":
      return useInStack(frame, cursor, call);
    case "setFreezable":
      setFreezable(frame, cursor, first?.value ?? NOTHING, freezabilityIn(argumentNode(node, 1)));
      return NOTHING;
    case "defineProperty":
    case "setProperty":
    case "deleteProperty":
      return setProperty(frame, cursor, call, special);
    case "promiseOfAll":
      return promiseOfAll(frame, cursor, call);
    case "freezeAsAsked":
      consume(frame, cursor, first?.value ?? NOTHING, isTrue(argumentNode(node, 1)) ? "freeze" : "freezeShallow", at);
      return first?.value ?? NOTHING;
    case "postMessage":
      postMessage(frame, cursor, call.args, node);
      return NOTHING;
    case "structuredClone":
      return structuredCloneCall(frame, cursor, call);
    case "newView":
      return newView(frame, cursor, first, node);
    case "clear":
      for (const each of objectsOf(frame, call.receiver?.value ?? NOTHING)) clear(cursor, each);
      return NOTHING;
    case "concat":
      return concat(frame, cursor, call);
    case "assign":
      return assign(frame, cursor, call);
    case "call":
    case "apply":
      return indirectCall(frame, cursor, call, special);
    case "bind":
      return bind(frame, cursor, call);
    case "reflectApply":
      return first === undefined
        ? NOTHING
        : indirectCall(frame, cursor, { ...call, receiver: first, args: call.args.slice(1) }, "apply");
    case "require":
      return requiredModule(frame.file, node)?.single ?? unknownResult(frame, cursor, node);
    case "then":
      return continuation(frame, cursor, call, lastName(call.callee?.builtin));
    case "promiseOf":
      return promiseOf(frame, cursor, call);
    case "promiseTry":
      return promiseTry(frame, cursor, call);
    case "newPromise":
      return newPromise(frame, cursor, call);
    case "resolvePromise":
      return resolvePromise(frame, cursor, call);
    case "next":
      return nextOf(frame, cursor, call);
    case "reflectGet":
      return reflectGet(frame, cursor, call);
    case "newWorker":
      return newWorker(frame, cursor, call);
    case "takeTransferred":
      for (const each of call.args.slice(0, 2)) transferOption(frame, cursor, each, "transfer", node);
      return unknownResult(frame, cursor, node);
    case "sendBody":
      lockBody(frame, cursor, call);
      return freshResult(frame, cursor, call, { fresh: "Response", ...(call.isNew ? {} : { promise: true }) }, NOTHING);
    case "releaseLock":
      for (const reader of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
        for (const stream of objectsOf(frame, stored(cursor, reader, STREAM) ?? NOTHING)) {
          removeFacts(cursor, stream, (fact) => fact.kind === "locked");
        }
      }
      return NOTHING;
    case "getReader": {
      const reader = freshResult(frame, cursor, call, { fresh: "Reader" }, NOTHING);
      for (const object of objectsOf(frame, reader)) store(cursor, object, STREAM, call.receiver?.value ?? NOTHING);
      return reader;
    }
    case "tee": {
      const both = freshResult(frame, cursor, call, { fresh: "array", parts: { 0: "Stream", 1: "Stream" } }, NOTHING);
      return both;
    }
    case "pipeThrough":
      return pipeThrough(frame, cursor, call);
  }
}

/** `borrow(h)`, or `borrow(h, use)`, whose borrow ends with the call. */
function borrowCall(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [lender, use] = call.args;
  const subject = lender?.node ?? call.node;
  const handle = borrow(frame, cursor, lender?.value ?? NOTHING, call.node, subject);
  if (use === undefined) return handle;
  let result: PointsTo = NOTHING;
  const operation = operationAt(frame, call.node, "borrowed", subject);
  for (const callee of objectsOf(frame, use.value)) {
    const inner = { ...call, callee, receiver: undefined, args: [{ value: handle, node: subject }], spread: [] };
    if (callee.fn !== undefined) {
      checkCallbackEscapes(frame, cursor, inner, callee.fn, operation);
      checkLent(frame, cursor, callee.fn, handle);
    }
    const returned = frame.file.applyCall(frame, cursor, inner);
    // An async callback has the borrow until its promise is settled.
    if (callee.fn?.isAsync === true) for (const each of objectsOf(frame, returned)) store(cursor, each, LENT, handle);
    result = union(result, returned);
  }
  const isSettledLater = objectsOf(frame, result).some((each) => stored(cursor, each, LENT) !== undefined);
  if (!isSettledLater) dispose(frame, cursor, handle, { node: call.node, subject });
  else for (const each of objectsOf(frame, handle)) removeFacts(cursor, each, ({ kind }) => kind === "undisposed");
  return result;
}

/** Whoever holds a cown never sees the end of all behaviours: its own is one of them. */
function quiesce(frame: Frame, cursor: Cursor, { node }: Call): PointsTo {
  const promise = allocate(frame.file.table, node, "promise", { kind: "Promise" });
  create(cursor, frame.file.table, promise);
  promise.waits = [node];
  frame.file.quiescing.add(node);
  store(cursor, promise, AWAITED, NOTHING);
  return promise.single;
}

/** `listen(port, handler)`: a listener, to be disposed of unless it lives as long as the program. */
function listen(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { node } = call;
  const listener = allocate(frame.file.table, node, "listener", { kind: "Listener" });
  create(cursor, frame.file.table, listener);
  if (frame.fn.kind !== "module" || !call.isStatement) {
    const operation = operationAt(frame, node, "listening", call.args[0]?.node ?? node);
    addFactTo(cursor, listener, { kind: "undisposed", operation, via: [] });
  }
  return listener.single;
}

/** `stack.use(x)` disposes of it with the stack, and returns it; `stack.adopt(x, f)` and `defer` do so by a callback. */
function useInStack(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [resource] = call.args;
  const value = resource?.value ?? NOTHING;
  for (const stack of objectsOf(frame, call.receiver?.value ?? NOTHING)) storeMore(cursor, stack, ANY, value);
  handOver(frame, cursor, value);
  return value;
}

function structuredCloneCall(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [message, options] = call.args;
  if (message === undefined) return NOTHING;
  postMessageContent(frame, cursor, message);
  const clone = copyGraph(frame, cursor, message.value, call.node, {
    role: "clone",
    isHandle: false,
    keep: () => false,
    shares: (each) => each.kind === "SharedArrayBuffer" || each.fn !== undefined || each.builtin !== undefined,
    linkRaw: false,
  });
  if (options !== undefined) transferListed(frame, cursor, options, call.node);
  return clone;
}

function assign(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [target, ...sources] = call.args;
  if (target === undefined) return NOTHING;
  const targets = objectsOf(frame, target.value);
  for (const source of sources) {
    for (const object of objectsOf(frame, source.value)) {
      for (const [name, value] of fieldsOf(cursor, object)?.entries() ?? []) {
        if (!name.startsWith("@")) writeField(frame, cursor, targets, { kind: "name", name }, value, call.node);
      }
    }
  }
  return target.value;
}

const argumentNode = (call: TSESTree.Node, index: number): TSESTree.Node | undefined =>
  call.type === AST_NODE_TYPES.CallExpression ? call.arguments[index] : undefined;

const isTrue = (node: TSESTree.Node | undefined): boolean =>
  node?.type === AST_NODE_TYPES.Literal && node.value === true;

/** `Object.defineProperty(o, k, { value })`, `Reflect.set(o, k, value)`, `Reflect.deleteProperty(o, k)`. */
function setProperty(
  frame: Frame,
  cursor: Cursor,
  call: Call,
  how: "defineProperty" | "setProperty" | "deleteProperty",
): PointsTo {
  const [target, , given] = call.args;
  if (target === undefined) return NOTHING;
  let value = given?.value ?? NOTHING;
  if (how === "defineProperty") {
    let described: PointsTo = NOTHING;
    for (const each of objectsOf(frame, value)) described = union(described, stored(cursor, each, "value") ?? NOTHING);
    value = described;
  }
  const name = argumentNode(call.node, 1);
  const isNamed = name?.type === AST_NODE_TYPES.Literal;
  const key = { kind: "name", name: isNamed ? String(name.value) : ANY } as const;
  if (isNamed || how !== "deleteProperty")
    writeField(frame, cursor, objectsOf(frame, target.value), key, value, call.node, { isPushed: !isNamed });
  return call.callee?.builtin === "Object.defineProperty" ? target.value : NOTHING;
}

/** `f.call(receiver, …)` and `f.apply(receiver, list)`: the method is the receiver of this call. */
function indirectCall(frame: Frame, cursor: Cursor, call: Call, how: "call" | "apply"): PointsTo {
  const [receiver, ...rest] = call.args;
  let args = rest;
  if (how === "apply") {
    const [list] = rest;
    args = [];
    for (const object of objectsOf(frame, list?.value ?? NOTHING)) {
      for (let index = 0; fieldsOf(cursor, object)?.has(String(index)) === true; index++) {
        args.push({ value: readName(frame, cursor, object, String(index)), node: list!.node });
      }
      if (args.length === 0) args.push({ value: readElements(frame, cursor, object), node: list!.node });
    }
  }
  let result: PointsTo = NOTHING;
  for (const callee of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    result = union(result, frame.file.applyCall(frame, cursor, { ...call, callee, receiver, args }));
  }
  return result;
}

function bind(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { table } = frame.file;
  const bound = allocate(table, call.node, "bound", { kind: "function" });
  create(cursor, table, bound);
  store(cursor, bound, BOUND, call.receiver?.value ?? NOTHING);
  store(cursor, bound, BOUND_THIS, call.args[0]?.value ?? NOTHING);
  call.args.slice(1).forEach(({ value }, index) => {
    store(cursor, bound, `${BOUND_ARGUMENT}${String(index)}`, value);
  });
  return bound.single;
}

/** The writable side is locked too; what comes out is the readable side of the transform. */
function pipeThrough(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const [transform] = call.args;
  let readable: PointsTo = NOTHING;
  for (const object of objectsOf(frame, transform?.value ?? NOTHING)) {
    const writable = readName(frame, cursor, object, "writable");
    consume(frame, cursor, writable, "lock", { node: call.node, subject: transform!.node });
    readable = union(readable, readName(frame, cursor, object, "readable"));
  }
  return readable;
}

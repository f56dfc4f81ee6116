import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { contains } from "../../lower/loops-around.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate } from "../state/abstract-object.js";
import type { Call, Given } from "../state/call-site.js";
import { checkUse, reportUse, wasDoneBefore } from "./check.js";
import { post } from "./posts.js";
import { readName } from "../values/fields.js";
import { isRotatedAway } from "./rotation.js";
import { propertyOf } from "../../particular/evaluate.js";
import { takenFromAll } from "./iterations.js";
import { isSelection } from "./loops-over.js";
import { record } from "./record.js";
import { consume } from "./consume.js";
import { BODY, CONTAINS, type Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  create,
  factsOf,
  fieldsOf,
  isElementKey,
  removeFacts,
  SOURCE,
  storeMore,
  stored,
  unknownPart,
} from "../state/heap.js";
import { keysOf, reach } from "../state/reach.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** Whether a value can be a list of transferables or an object with a `transfer` list. */
function transferLists(frame: Frame, cursor: Cursor, given: Given, call: TSESTree.Node): AbstractObject[] {
  return objectsOf(frame, given.value).flatMap((object) => {
    if (object.kind === "unknown" || (object.kind === "array" && object.top.root !== undefined)) {
      // A wrapper: whoever calls it knows the list.
      record(frame, cursor, object, { kind: "consume", effect: "transferList", node: call, subject: given.node });
    }
    if (object.kind === "array") return [object];
    const list = stored(cursor, object, "transfer");
    return list === undefined ? [] : transferLists(frame, cursor, { value: list, node: given.node }, call);
  });
}

/** The literal `[a, b]` behind a list, to point at its elements. */
function elementNodes(list: AbstractObject): readonly (TSESTree.Node | null)[] {
  return list.node.type === AST_NODE_TYPES.ArrayExpression ? list.node.elements : [];
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);

/** Detaches everything in the transfer list of a call. */
export function transferListed(frame: Frame, cursor: Cursor, given: Given, call: TSESTree.Node): void {
  const lists = new Set(transferLists(frame, cursor, given, call));
  // What is in several lists, of which one is given, is given once.
  const inOthers = new Set<number>();
  for (const list of lists)
    for (const id of transferElements(frame, cursor, list, inOthers, given, call)) inOthers.add(id);
}

function transferElements(
  frame: Frame,
  cursor: Cursor,
  list: AbstractObject,
  inOthers: ReadonlySet<number>,
  given: Given,
  call: TSESTree.Node,
): PointsTo {
  const nodes = elementNodes(list);
  const isHere = contains(call, list.node);
  const before = cursor.facts;
  const elements = [...(fieldsOf(cursor, list)?.entries() ?? [])].filter(
    ([key, value]) => isElementKey(key) && !value.some((id) => inOthers.has(id)),
  );
  for (const [key, value] of elements) {
    const node = (isHere ? nodes[Number(key)] : undefined) ?? given.node;
    const subject = nodes[Number(key)] ?? given.node;
    // Storing a dead object in the literal was reported there; what is left is a second place in the same list.
    // An element at some index can be one that was met under another key.
    if (isIndex(key) || cursor.facts === before) {
      checkUse(frame, cursor, value, node, { kind: "pass" });
      checkUnlocked(frame, cursor, value, node);
    }
    const over = takenFromAll(list, objectsOf(frame, value), frame.file.sourceCode);
    consume(frame, cursor, value, "transfer", { node: call, subject, over, isOfSome: isSelection(list) });
  }
  return elements.flatMap(([, value]) => value);
}

/** Detaches what a list among options names: `new Worker(url, { transferList })`. */
export function transferOption(
  frame: Frame,
  cursor: Cursor,
  { value, node }: Given,
  key: "transfer" | "transferList",
  call: TSESTree.Node,
): void {
  for (const options of objectsOf(frame, value)) {
    const list = stored(cursor, options, key);
    if (list !== undefined) transferListed(frame, cursor, { value: list, node }, call);
  }
}

/** `fetch(url, { body })` and `new Request(url, { body })` read a stream to its end. */
export function lockBody(frame: Frame, cursor: Cursor, call: Call): void {
  const options = call.args[1];
  for (const each of objectsOf(frame, options?.value ?? NOTHING)) {
    const body = stored(cursor, each, "body") ?? NOTHING;
    const streams = fromIds(objectsOf(frame, body).flatMap(({ kind, id }) => (kind === "Stream" ? [id] : [])));
    checkUnlocked(frame, cursor, streams, options!.node);
    consume(frame, cursor, streams, "lock", { node: call.node, subject: options!.node });
  }
}

/**
 * `response.text()` reads its stream to the end, which must be there and read by nobody else.
 *
 * @param call what reads it; undefined: it only needs one that can be read
 */
export function readBody(
  frame: Frame,
  cursor: Cursor,
  { value, node }: Given,
  call: TSESTree.Node | undefined,
  by?: string,
): void {
  for (const response of objectsOf(frame, value)) {
    const body = readName(frame, cursor, response, "body");
    for (const object of objectsOf(frame, body)) {
      const gone = factsOf(cursor, object).find(
        (fact) => (fact.kind === "locked" || fact.kind === "transferred") && wasDoneBefore(frame, fact, object),
      );
      if (gone !== undefined) reportUse(frame, cursor, { ...gone, via: [BODY] }, node, by);
    }
    if (call !== undefined) consume(frame, cursor, body, "readBody", { node: call, subject: node, by });
  }
}

/** A pipe gives its streams back when it is done: once others ran, nobody here knows whether it is. */
export function releasePipes(frame: Frame, cursor: Cursor): void {
  const { table } = frame.file;
  intMap.forEach(cursor.facts, (facts, id) => {
    if (facts.some(isPipe)) removeFacts(cursor, table.objects[id]!, isPipe);
  });
}

const isPipe = ({ kind, operation: { node } }: Fact): boolean =>
  kind === "locked" &&
  node.type === AST_NODE_TYPES.CallExpression &&
  node.callee.type === AST_NODE_TYPES.MemberExpression &&
  node.callee.property.type === AST_NODE_TYPES.Identifier &&
  node.callee.property.name === "pipeTo";

/** A stream that somebody reads cannot be handed on. */
export function checkUnlocked(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): void {
  for (const object of objectsOf(frame, value)) {
    const locked = factsOf(cursor, object).find((fact) => fact.kind === "locked" && wasDoneBefore(frame, fact, object));
    if (locked !== undefined) reportUse(frame, cursor, locked, node);
  }
}

/** Cloning reads all that the message reaches; what is detached in it makes the call fail. */
export function postMessageContent(frame: Frame, cursor: Cursor, message: Given): void {
  checkUse(frame, cursor, message.value, message.node, { kind: "pass" });
  for (const [object, way] of reach(cursor, frame.file.table, message.value, { raw: false })) {
    if (way.from === undefined || way.perhaps) continue;
    const fact = factsOf(cursor, object).find(
      (each) => each.kind === "transferred" && wasDoneBefore(frame, each, object),
    );
    if (fact === undefined) continue;
    const { operation } = fact;
    const part = partAt(message.node, keysOf(way)[0]);
    if (part !== undefined && isRotatedAway(frame, operation.node, operation.subject, part)) continue;
    reportUse(frame, cursor, { ...fact, via: [CONTAINS] }, message.node);
  }
}

/** `postMessage(buffers, buffers)`: what is posted and listed can only be a list of what is transferred. */
function transferWhole(frame: Frame, cursor: Cursor, message: Given, listed: Given, call: TSESTree.Node): void {
  const operation = operationAt(frame, call, "transferred", listed.node);
  for (const list of objectsOf(frame, listed.value)) {
    if (!message.value.includes(list.id) || list.kind !== "unknown") continue;
    addFactTo(cursor, unknownPart(cursor, frame.file.table, list, ANY), { kind: "transferred", operation, via: [] });
  }
}

/** The expression for a property of an object that is written out. */
function partAt(node: TSESTree.Node, name: string | undefined): TSESTree.Node | undefined {
  if (node.type !== AST_NODE_TYPES.ObjectExpression || name === undefined) return undefined;
  return propertyOf(node, name) ?? undefined;
}

/** `postMessage(message, transfer)`, `postMessage(message, { transfer })`, and Window's with the origin in between. */
export function postMessage(frame: Frame, cursor: Cursor, given: readonly Given[], call: TSESTree.Node): void {
  const [message, ...rest] = given;
  if (message !== undefined) postMessageContent(frame, cursor, message);
  const options = rest.slice(0, 2);
  for (const each of options) transferListed(frame, cursor, each, call);
  if (message !== undefined && rest[0] !== undefined) transferWhole(frame, cursor, message, rest[0], call);
  if (message === undefined) return;
  post(frame, cursor, message.value, {
    node: call,
    subject: message.node,
    mayTransferMore: options.some(({ value }) => objectsOf(frame, value).some((each) => !each.closed)),
  });
}

/** `new Uint8Array(buffer)` is a window to the buffer; of anything else it is a copy. */
export function newView(frame: Frame, cursor: Cursor, source: Given | undefined, node: TSESTree.Node): PointsTo {
  const { table } = frame.file;
  const isDataView = node.type === AST_NODE_TYPES.NewExpression && /^DataView$/.test(nameOf(node.callee));
  const view = allocate(table, node, "view", { kind: isDataView ? "DataView" : "TypedArray" });
  create(cursor, table, view);
  for (const each of objectsOf(frame, source?.value ?? NOTHING)) {
    if (BUFFERS.has(each.kind)) storeMore(cursor, view, "buffer", each.single);
    else if (each.kind === "unknown") storeMore(cursor, view, SOURCE, each.single);
  }
  return view.single;
}

const BUFFERS = new Set(["ArrayBuffer", "SharedArrayBuffer"]);

const nameOf = (node: TSESTree.Node): string => (node.type === AST_NODE_TYPES.Identifier ? node.name : "");

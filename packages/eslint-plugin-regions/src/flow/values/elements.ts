import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { contains, isDirectlyIn, loopAround } from "../../lower/loops-around.js";
import { type AbstractObject, type Kind, allocate, DEEPEST_PART, isShared, lost } from "../state/abstract-object.js";
import { type Fact, isObligation } from "../state/facts.js";
import { type Frame, objectsOf } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  create,
  ELEMENT_OF,
  factsOf,
  fieldsOf,
  forget,
  holders,
  isElement,
  isEntry,
  isIndex,
  isSingular,
  isVague,
  MAP_KEY,
  originsOf,
  removeFacts,
  SPREAD,
  store,
  stored,
  TAKEN,
  unknownPart,
} from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import { isSelection } from "../ownership/loops-over.js";
import { type PointsTo, fromIds, NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/**
 * Makes `proxy` stand for one of `origins` in this turn of `loop`: it has their facts, but not those that earlier
 * turns of the loop gave to other elements.
 */
export function standFor(
  frame: Frame,
  cursor: Cursor,
  proxy: AbstractObject,
  origins: PointsTo,
  containers: readonly AbstractObject[],
): PointsTo {
  let result: PointsTo = NOTHING;
  let behind: PointsTo = NOTHING;
  for (const origin of objectsOf(frame, origins)) {
    if (isShared(origin) || origin.isLost) result = union(result, origin.single);
    else if (origin !== proxy) behind = union(behind, origin.single);
  }
  if (behind.length === 0) return result;
  create(cursor, frame.file.table, proxy);
  store(cursor, proxy, ELEMENT_OF, behind);
  const kinds = new Set(objectsOf(frame, behind).map((each) => each.kind));
  if (kinds.size === 1 && proxy.kind === "unknown") [proxy.kind = "unknown"] = kinds;
  const [type, ...otherTypes] = new Set(objectsOf(frame, behind).map((each) => each.type));
  if (otherTypes.length === 0) proxy.type = type;
  proxy.isRegion = objectsOf(frame, behind).every((each) => each.isRegion);
  if (proxy.isRegion) proxy.isHandle = true;
  for (const origin of objectsOf(frame, behind)) {
    const isOneOfThem = containers.length === 0 || containers.some((each) => hasAllOf(cursor, each, origin));
    for (const fact of factsOf(cursor, origin)) {
      if (!isOneOfThem && isOfOne(fact)) continue;
      const isOther =
        proxy.loop !== undefined &&
        fact.perhaps === true &&
        contains(proxy.loop, fact.operation.node) &&
        !containers.some((each) => factsOf(cursor, each).some((whole) => whole.operation === fact.operation));
      // What is to be disposed of is owed for the element itself, by whatever name it was asked for.
      if (!isOther && !isObligation(fact)) addFactTo(cursor, proxy, fact);
    }
  }
  return union(result, proxy.single);
}

/** It was done to one element, nobody knows which, and not to each. */
const isOfOne = (fact: Fact): boolean => fact.perhaps === true && fact.each === undefined && !isObligation(fact);

/** Whether a container has all the elements for which `any` stands. */
function hasAllOf(cursor: Cursor, container: AbstractObject, any: AbstractObject): boolean {
  if (stored(cursor, any, TAKEN) !== undefined) return true;
  if (isSelection(container)) return false;
  const list = any.key === ANY ? any.parent : undefined;
  if (list === undefined || list === container) return true;
  return stored(cursor, container, SPREAD)?.includes(list.id) === true || isCopy(container.node);
}

/** `Object.values(list)`, `new Set(list)`: what is made of another list, and not filled one by one. */
const isCopy = (node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.CallExpression ||
  (node.type === AST_NODE_TYPES.NewExpression && node.arguments.length > 0);

/**
 * Some element was taken out of a container, or replaced: whichever is at hand may be that one, and so may be the one to
 * which something was done.
 */
export function mayHaveLeft(frame: Frame, cursor: Cursor, container: AbstractObject): void {
  const { table } = frame.file;
  for (const holder of holders(cursor, table, container)) {
    const elements = stored(cursor, holder, ANY) ?? holder.parts?.get(ANY)?.single ?? NOTHING;
    if (elements.length === 0) continue;
    for (const each of objectsOf(frame, elements)) if (!isSingular(each)) removeFacts(cursor, each, isOfOne);
    for (const key of fieldsOf(cursor, holder)?.keys() ?? [])
      if (isVague(key) && key !== ANY && key !== MAP_KEY) forget(cursor, holder, key);
    const taken: AbstractObject[] = [];
    intMap.forEach(cursor.heap, (_, id) => {
      const object = table.objects[id]!;
      if (object.loop === undefined) return;
      if (stored(cursor, object, ELEMENT_OF)?.every((each) => elements.includes(each)) === true) taken.push(object);
    });
    for (const each of taken) store(cursor, each, TAKEN, NOTHING);
  }
}

/** Whether what has a key is declared to be a primitive. */
export const holdsPrimitive = ({ primitives }: AbstractObject, key: string): boolean =>
  primitives?.has(isIndex(key) || isEntry(key) ? ANY : key) === true;

/** More different elements than this are not told apart. */
export const MOST_ELEMENTS = 24;
/** What holds no objects. */
export const HOLDS_NUMBERS = new Set<Kind>(["TypedArray", "DataView", "ArrayBuffer", "SharedArrayBuffer", "String"]);

/** Any element: of an array, a Set, the values of a Map, the fields of an object by an unknown key. */
export function readElements(frame: Frame, cursor: Cursor, object: AbstractObject): PointsTo {
  const { table } = frame.file;
  if (HOLDS_NUMBERS.has(object.kind)) return NOTHING;
  const ids = new Set<number>();
  const collect = (holder: AbstractObject): void => {
    const fields = fieldsOf(cursor, holder);
    fields?.forEach((each, key) => {
      if (key === ANY || isEntry(key) || (holder.kind === "object" && !key.startsWith("@")))
        for (const id of each) ids.add(id);
      // What stands for one of those of unknown place is among them.
      else if (isIndex(key)) for (const id of each) if (!isElement(cursor, holder, table.objects[id]!)) ids.add(id);
    });
    const isUnknown = !holder.closed && !isShared(holder) && !holdsPrimitive(holder, ANY);
    if (isUnknown && fields?.has(ANY) !== true && fields?.has(ELEMENT_OF) !== true)
      ids.add(unknownPart(cursor, table, holder, ANY).id);
  };
  for (const holder of holders(cursor, table, object)) {
    collect(holder);
    for (const origin of originsOf(cursor, table, holder) ?? []) collect(origin);
    const spread = new Set(stored(cursor, holder, SPREAD));
    for (const id of spread) {
      collect(table.objects[id]!);
      stored(cursor, table.objects[id]!, SPREAD)?.forEach((each) => spread.add(each));
    }
  }
  return ids.size > MOST_ELEMENTS ? anyOf(frame, cursor, object, ids) : fromIds(ids);
}

/** One element that stands for all, with what was done to any of them. */
export function anyOf(frame: Frame, cursor: Cursor, container: AbstractObject, ids: Iterable<number>): PointsTo {
  const any = unknownPart(cursor, frame.file.table, container, ANY);
  if (cursor.facts !== undefined) {
    for (const id of ids) {
      for (const fact of factsOf(cursor, frame.file.table.objects[id]!)) addFactTo(cursor, any, fact);
    }
  }
  return any.single;
}

/**
 * An element taken at `node`. In a loop it stands for a different one in each turn.
 *
 * @param role tells apart several such accesses at one node
 */
export function takeElement(
  frame: Frame,
  cursor: Cursor,
  container: AbstractObject,
  node: TSESTree.Node,
  loop: TSESTree.Node | undefined,
  role: string,
): PointsTo {
  const elements = readElements(frame, cursor, container);
  if (loop === undefined || elements.length === 0) return elements;
  // An element of an element of an element …: walking down a tree in a loop.
  if (container.depth >= DEEPEST_PART) return lost(frame.file.table, node).single;
  const proxy = allocate(frame.file.table, node, `element ${role} ${String(container.id)}`, {
    loop,
    isHandle: container.isHandle,
    depth: container.depth + 1,
  });
  proxy.isOfSome =
    isSelection(container) && objectsOf(frame, elements).some((each) => stored(cursor, each, TAKEN) === undefined);
  const value = standFor(frame, cursor, proxy, elements, [container]);
  if (cursor.facts !== undefined) {
    const ofAll = new Set(factsOf(cursor, container).map(({ operation }) => operation));
    for (const each of objectsOf(frame, elements))
      forgetParts(
        cursor,
        each,
        (fact) => !isObligation(fact) && !ofAll.has(fact.operation) && contains(loop, fact.operation.node),
      );
  }
  return value;
}

/**
 * An element that a method gives. Each call gives another one, unless it is known which there are.
 *
 * @param isTakenOut what is done to it from then on, is done to none of those that are left
 */
export function pickElement(
  frame: Frame,
  cursor: Cursor,
  container: AbstractObject,
  node: TSESTree.Node,
  isTakenOut = false,
): PointsTo {
  const loop = loopAround(node);
  if (loop === undefined) {
    const elements = readElements(frame, cursor, container);
    if (objectsOf(frame, elements).every((each) => each.node !== container.node && isOne(frame, each))) return elements;
  }
  const value = takeElement(frame, cursor, container, node, loop ?? frame.fn.node, "taken");
  if (isTakenOut)
    for (const each of objectsOf(frame, value)) if (each.loop !== undefined) store(cursor, each, TAKEN, NOTHING);
  return value;
}

/** Whether it stands for one thing in the whole function: it is not made again and again. */
const isOne = ({ fn }: Frame, object: AbstractObject): boolean =>
  isSingular(object) &&
  (object.root !== undefined ||
    object.parent !== undefined ||
    (loopAround(object.node) === undefined && isDirectlyIn(fn.node, object.node)));

/** The elements with which a method calls a function, one after the other. */
export function elementsInTurn(frame: Frame, cursor: Cursor, container: AbstractObject, call: TSESTree.Node): PointsTo {
  const elements = readElements(frame, cursor, container);
  // Something was done to one that need not be among them.
  const isApart = objectsOf(frame, elements).some(
    (each) => !hasAllOf(cursor, container, each) && factsOf(cursor, each).some(isOfOne),
  );
  return isApart ? takeElement(frame, cursor, container, call, call, "of") : elements;
}

/** What earlier turns of a loop did to parts of an element, they did to those of another one. */
function forgetParts(cursor: Cursor, element: AbstractObject, isOfAnother: (fact: Fact) => boolean): void {
  for (const each of element.parts?.values() ?? []) {
    removeFacts(cursor, each, isOfAnother);
    forgetParts(cursor, each, isOfAnother);
  }
}

/** `[k, v]` of a Map, an element of everything else. */
export function takeEntry(
  frame: Frame,
  cursor: Cursor,
  container: AbstractObject,
  node: TSESTree.Node,
  loop: TSESTree.Node | undefined,
): PointsTo {
  const value = takeElement(frame, cursor, container, node, loop, "of");
  if (container.kind !== "Map") return value;
  return makePair(frame, cursor, node, `entry ${String(container.id)}`, readKeys(frame, cursor, container), value);
}

/** `[key, value]`, made at `node`. */
export function makePair(
  frame: Frame,
  cursor: Cursor,
  node: TSESTree.Node,
  role: string,
  key: PointsTo,
  value: PointsTo,
): PointsTo {
  const pair = allocate(frame.file.table, node, role, { kind: "array", closed: true });
  create(cursor, frame.file.table, pair);
  store(cursor, pair, "0", key);
  store(cursor, pair, "1", value);
  return pair.single;
}

/** Any key of a Map; the members of a Set; those of arrays and other objects are strings. */
export function readKeys(frame: Frame, cursor: Cursor, container: AbstractObject): PointsTo {
  if (container.kind === "Set") return readElements(frame, cursor, container);
  if (container.kind !== "Map") return NOTHING;
  return stored(cursor, container, MAP_KEY) ?? NOTHING;
}

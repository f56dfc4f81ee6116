import type { TSESTree } from "@typescript-eslint/utils";
import type { Key } from "../../lower/ir.js";
import { contains, loopAround } from "../../lower/loops-around.js";
import { recordAdoption } from "../ownership/adoption.js";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { allocate, DEEPEST_PART, isShared, lost, part } from "../state/abstract-object.js";
import { builtinMember } from "../known/builtins.js";
import { adopt } from "./copies.js";
import { DEEP, isObligation } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, storeKey } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  BORROWED,
  create,
  ELEMENT_OF,
  factsOf,
  fieldsOf,
  forget,
  holders,
  isElement,
  isElementKey,
  isEntry,
  isIndex,
  isRegion,
  isSingular,
  isVague,
  MAP_KEY,
  originsOf,
  SPREAD,
  store,
  stored,
  storeMore,
  unknownPart,
} from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import { memberOfConstant } from "../known/members.js";
import { isTakenOut, own, ownersOf } from "../ownership/ownership.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING, union } from "../state/points-to.js";
import { checkReference, subjectOf } from "../ownership/references.js";
import type { Cursor } from "../state/state.js";

/**
 * Makes `proxy` stand for one of `origins` in this turn of `loop`: it has their facts, but not those that earlier
 * turns of the loop gave to other elements.
 */
function standFor(
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
    for (const fact of factsOf(cursor, origin)) {
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

/** The value of a named field. */
export function readName(frame: Frame, cursor: Cursor, object: AbstractObject, key: string): PointsTo {
  if (stored(cursor, object, BORROWED) === undefined) return readOwn(frame, cursor, object, key);
  let value: PointsTo = NOTHING;
  for (const holder of holders(cursor, frame.file.table, object))
    value = union(value, readOwn(frame, cursor, holder, key));
  return value;
}

function readOwn(frame: Frame, cursor: Cursor, object: AbstractObject, key: string): PointsTo {
  const fields = fieldsOf(cursor, object);
  const known = fields?.get(key);
  if (known === undefined && isIndex(key) && (object.kind === "array" || object.kind === "unknown")) {
    const value = elementAt(frame, cursor, object, key);
    if (value !== undefined) return value;
  }
  // An object literal that is filled by unknown keys can have any of them.
  const element = known ?? (isIndex(key) || isEntry(key) || isDictionary(object) ? fields?.get(ANY) : undefined);
  if (element !== undefined) return element;
  const member = builtinMember(frame.file, object, key) ?? memberOfConstant(frame.file, object, key);
  if (member !== undefined) return member.single;
  if (fields?.has(ELEMENT_OF) === true) {
    let behind: PointsTo = NOTHING;
    for (const origin of originsOf(cursor, frame.file.table, object)!)
      behind = union(behind, readName(frame, cursor, origin, key));
    const child = part(frame.file.table, object, key);
    const value = child.isLost ? behind : standFor(frame, cursor, child, behind, []);
    store(cursor, object, key, value);
    inheritDeep(cursor, object, child, key);
    return value;
  }
  if (fields?.has(SPREAD) === true) {
    const value = readSpread(frame, cursor, object, key);
    store(cursor, object, key, value);
    return value;
  }
  if (object.closed || isShared(object) || holdsPrimitive(object, key)) return NOTHING;
  const child = unknownPart(cursor, frame.file.table, object, key);
  if (isIndex(key) || isEntry(key)) likeAny(cursor, object, child);
  return child.single;
}

/** The element at an index of an array of which it is not known what stands where; undefined: nothing is known of it. */
function elementAt(frame: Frame, cursor: Cursor, array: AbstractObject, index: string): PointsTo | undefined {
  for (const original of objectsOf(frame, stored(cursor, array, SPREAD) ?? NOTHING))
    if (isAsFound(cursor, original, index)) return readName(frame, cursor, original, index);
  if (array.top.root !== undefined) return undefined;
  const elements = stored(cursor, array, ANY);
  if (elements === undefined || elements.length === 0 || array.depth >= DEEPEST_PART) return undefined;
  // Under two indices there are two elements.
  const element = allocate(frame.file.table, array.node, `element ${index} ${String(array.id)}`, {
    loop: frame.fn.node,
    isHandle: array.isHandle,
    depth: array.depth + 1,
  });
  const value = standFor(frame, cursor, element, elements, [array]);
  store(cursor, array, index, value);
  return value;
}

/** Nothing was put into its places that was not there from the beginning. */
const isAsFound = (cursor: Cursor, array: AbstractObject, index: string): boolean =>
  stored(cursor, array, index) === undefined && stored(cursor, array, ANY) === undefined;

const holdsPrimitive = ({ primitives }: AbstractObject, key: string): boolean =>
  primitives?.has(isIndex(key) || isEntry(key) ? ANY : key) === true;

/** One element is what all elements are said to be. */
function likeAny(cursor: Cursor, container: AbstractObject, element: AbstractObject): void {
  const any = container.parts?.get(ANY);
  if (any === undefined) return;
  for (const fact of factsOf(cursor, any)) if (fact.kind === "transferred") addFactTo(cursor, element, fact);
  if (element.kind !== "unknown" || element.isLost) return;
  element.kind = any.kind;
  element.content = any.content;
  element.isRegion = any.isRegion;
  element.isHandle = any.isHandle;
  element.isFrozen = any.isFrozen;
}

const isDictionary = (object: AbstractObject): boolean => object.kind === "object" && object.closed;

/** A field of what was spread into an object, which may have been made by spreading itself. */
function readSpread(frame: Frame, cursor: Cursor, object: AbstractObject, key: string): PointsTo {
  const seen = new Set([object.id]);
  let value: PointsTo = NOTHING;
  for (const id of seen) {
    const source = frame.file.table.objects[id]!;
    const known = source === object ? undefined : stored(cursor, source, key);
    const further = stored(cursor, source, SPREAD);
    if (known !== undefined) value = union(value, known);
    else if (further !== undefined) further.forEach((each) => seen.add(each));
    else if (source !== object) value = union(value, readName(frame, cursor, source, key));
  }
  return value;
}

function inheritDeep(cursor: Cursor, whole: AbstractObject, child: AbstractObject, key: string): void {
  for (const fact of factsOf(cursor, whole)) {
    if (DEEP.has(fact.kind) && !key.startsWith("#")) addFactTo(cursor, child, { ...fact, via: [...fact.via, key] });
  }
}

/** More different elements than this are not told apart. */
const MOST_ELEMENTS = 24;
const HOLDS_NUMBERS = new Set<Kind>(["TypedArray", "DataView", "ArrayBuffer", "SharedArrayBuffer", "String"]);

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
function anyOf(frame: Frame, cursor: Cursor, container: AbstractObject, ids: Iterable<number>): PointsTo {
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
  return standFor(frame, cursor, proxy, elements, [container]);
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

/** The key under which `list[i]` is remembered while `i` does not change. */
function keyName(frame: Frame, key: Key): string | undefined {
  if (key.kind === "name") return key.name;
  const definition = frame.definitions[key.temp];
  return definition?.op === "read" ? `[${String(definition.variable.id)}]` : undefined;
}

export function readField(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  key: Key,
  node: TSESTree.Node,
): PointsTo {
  if (key.kind === "name") return readName(frame, cursor, object, key.name);
  const remembered = keyName(frame, key);
  const known = remembered === undefined ? undefined : stored(cursor, object, remembered);
  if (known !== undefined) return known;
  // By another key it is another element, as far as is known: what this function did to one says nothing of it.
  const value = takeElement(frame, cursor, object, node, loopAround(node) ?? frame.fn.node, remembered ?? "dynamic");
  if (remembered !== undefined) store(cursor, object, remembered, value);
  return value;
}

/** Once `variable` holds another value, `list[variable]` is another element. */
export function forgetKey(frame: Frame, cursor: Cursor, variable: number): void {
  const key = `[${String(variable)}]`;
  intMap.forEach(cursor.heap, (_, id) => {
    forget(cursor, frame.file.table.objects[id]!, key);
  });
}

/** How a value is stored. */
export interface Manner {
  /** It is a further element, which replaces none. */
  readonly isPushed?: boolean;
  /** The helper that stores it has put something else before into the place that owned it. */
  readonly isFreed?: boolean;
}

/**
 * Stores a value in a field of one of `objects`; an object of a region adopts what it is given.
 */
export function writeField(
  frame: Frame,
  cursor: Cursor,
  objects: readonly AbstractObject[],
  key: Key,
  value: PointsTo,
  node: TSESTree.Node,
  { isPushed = false, isFreed = false }: Manner = {},
): void {
  const targets = objects.flatMap((each) => holders(cursor, frame.file.table, each)).filter((each) => !isShared(each));
  const name = keyName(frame, key) ?? ANY;
  const inRegion = (target: AbstractObject): boolean => target.isHandle || isRegion(cursor, target);
  const isRefused = (target: AbstractObject): boolean =>
    inRegion(target) &&
    !checkReference(frame, cursor, { holder: target, key: name }, value, node, { subject: subjectOf(node), isFreed });
  const allowed = targets.filter((target) => !isRefused(target));
  for (const target of allowed) {
    if (HOLDS_NUMBERS.has(target.kind) && isElementKey(name)) continue;
    const held = inRegion(target) ? takeIn(frame, cursor, target, name, value, node) : value;
    const place = storeKey(target, name);
    frame.stores.set(place, node);
    if (value.length > 0 && objectsOf(frame, value).every((each) => isTakenOut(cursor, each))) frame.freed.add(place);
    else frame.freed.delete(place);
    if (isVague(name) && name !== MAP_KEY) {
      // It may replace any element that is known by its index or key.
      for (const place of fieldsOf(cursor, target)?.keys() ?? []) {
        if ((isIndex(place) && !isPushed) || isEntry(place)) storeMore(cursor, target, place, held);
      }
      if (name !== ANY) storeElement(frame, cursor, target, held);
    }
    if (targets.length === 1 && isSingular(target) && name !== ANY) store(cursor, target, name, held);
    else if (name === ANY) storeElement(frame, cursor, target, held);
    else storeMore(cursor, target, name, held);
    for (const origin of originsOf(cursor, frame.file.table, target) ?? []) {
      if (isVague(name)) storeElement(frame, cursor, origin, held);
      else storeMore(cursor, origin, name, held);
    }
  }
}

/** An object of a region adopts what it is given. @returns what it holds then */
export function takeIn(
  frame: Frame,
  cursor: Cursor,
  holder: AbstractObject,
  key: string,
  value: PointsTo,
  node: TSESTree.Node,
): PointsTo {
  const owners = ownersOf(cursor, frame.file.table, holder);
  // What callers know the holder of they are told as what it holds at the end.
  if (holder.top.root === undefined) recordAdoption(frame, cursor, value, owners, key, node);
  const held = adopt(frame, cursor, value, node);
  if (held !== value) own(frame, cursor, held, value, owners);
  else if (objectsOf(frame, held).some((each) => isStray(frame, cursor, each)))
    own(frame, cursor, held, NOTHING, owners);
  return held;
}

/** A helper made it for the region that it is given to. */
const isStray = (frame: Frame, cursor: Cursor, object: AbstractObject): boolean =>
  object.isHandle && object.top.root === undefined && ownersOf(cursor, frame.file.table, object).length === 0;

/** What stands for one element of another container is stored as what it stands for, or such links would pile up. */
function storeElement(frame: Frame, cursor: Cursor, container: AbstractObject, value: PointsTo): void {
  const isKnown = container.closed || isShared(container);
  let all =
    stored(cursor, container, ANY) ??
    (isKnown ? NOTHING : unknownPart(cursor, frame.file.table, container, ANY).single);
  for (const object of objectsOf(frame, value)) {
    const origins = object.loop === undefined ? undefined : originsOf(cursor, frame.file.table, object);
    for (const each of origins ?? [object]) all = union(all, each.single);
  }
  store(cursor, container, ANY, all.length > MOST_ELEMENTS ? anyOf(frame, cursor, container, all) : all);
}

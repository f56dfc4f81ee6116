import type { TSESTree } from "@typescript-eslint/utils";
import type { Key, Variable } from "../../lower/ir.js";
import { loopAround } from "../../lower/loops-around.js";
import { recordAdoption } from "../ownership/adoption.js";
import { type AbstractObject, allocate, DEEPEST_PART, isBuiltIn, isShared, part } from "../state/abstract-object.js";
import { builtinMember } from "../known/builtins.js";
import { adopt } from "./copies.js";
import { anyOf, HOLDS_NUMBERS, holdsPrimitive, mayHaveLeft, MOST_ELEMENTS, standFor, takeElement } from "./elements.js";
import { DEEP, isObligation } from "../state/facts.js";
import { type Frame, objectsOf, storeKey } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  BORROWED,
  ELEMENT_OF,
  factsOf,
  fieldsOf,
  forget,
  holders,
  isElementKey,
  isEntry,
  isIndex,
  isRegion,
  isSingular,
  isTaken,
  isVague,
  MAP_KEY,
  originsOf,
  SPREAD,
  store,
  stored,
  storeMore,
  unknownPart,
  variableKey,
} from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import { memberOfConstant } from "../known/members.js";
import { isTakenOut, own, ownersOf } from "../ownership/ownership.js";
import { type PointsTo, NOTHING, union } from "../state/points-to.js";
import { checkReference, subjectOf } from "../ownership/references.js";
import type { Cursor } from "../state/state.js";

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
  if (isIndex(key) || isEntry(key)) likeAny(frame, cursor, object, child);
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

/** One element is what all elements are said to be. */
function likeAny(frame: Frame, cursor: Cursor, container: AbstractObject, element: AbstractObject): void {
  const any = container.parts?.get(ANY);
  if (any === undefined) return;
  any.parts?.forEach(({ kind }, key) => {
    const own = part(frame.file.table, element, key);
    if (own.kind === "unknown" && !own.isLost) own.kind = kind;
  });
  for (const fact of factsOf(cursor, any))
    if (fact.kind === "transferred" && fact.perhaps !== true) addFactTo(cursor, element, fact);
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

/** The key under which `list[i]` is remembered while `i` does not change. */
function keyName(frame: Frame, key: Key): string | undefined {
  if (key.kind === "name") return key.name;
  const definition = frame.definitions[key.temp];
  return definition?.op === "read" ? variableKey(definition.variable) : undefined;
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
export function forgetKey(frame: Frame, cursor: Cursor, variable: Variable): void {
  const key = variableKey(variable);
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
  const targets = objects.flatMap((each) => holders(cursor, frame.file.table, each)).filter((each) => !isBuiltIn(each));
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
      if (!isPushed) mayHaveLeft(frame, cursor, target);
      // It may replace any element that is known by its index or key.
      for (const place of fieldsOf(cursor, target)?.keys() ?? []) {
        if ((isIndex(place) && !isPushed) || isEntry(place)) storeMore(cursor, target, place, held);
      }
      if (name !== ANY) storeElement(frame, cursor, target, held);
      else if (isPushed) keepKnown(cursor, target);
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

/** Elements of which something is known stay where they are. */
function keepKnown(cursor: Cursor, container: AbstractObject): void {
  for (const [key, each] of container.parts ?? [])
    if (isIndex(key) && stored(cursor, container, key) === undefined && factsOf(cursor, each).length > 0)
      store(cursor, container, key, each.single);
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

/** What was taken out of a list, and changed, is one of its elements again. */
function putBack(
  cursor: Cursor,
  container: AbstractObject,
  taken: AbstractObject,
  among: readonly AbstractObject[],
): void {
  const facts = factsOf(cursor, taken).filter((fact) => !isObligation(fact));
  for (const each of among)
    if (each.parent === container) for (const fact of facts) addFactTo(cursor, each, { ...fact, perhaps: true });
}

/** What stands for one element of another container is stored as what it stands for, or such links would pile up. */
function storeElement(frame: Frame, cursor: Cursor, container: AbstractObject, value: PointsTo): void {
  const isKnown = container.closed || isShared(container);
  let all =
    stored(cursor, container, ANY) ??
    (isKnown ? NOTHING : unknownPart(cursor, frame.file.table, container, ANY).single);
  for (const object of objectsOf(frame, value)) {
    const origins = object.loop === undefined ? undefined : originsOf(cursor, frame.file.table, object);
    for (const each of origins ?? [object]) all = union(all, each.single);
    if (origins !== undefined && isTaken(cursor, frame.file.table, object)) putBack(cursor, container, object, origins);
  }
  store(cursor, container, ANY, all.length > MOST_ELEMENTS ? anyOf(frame, cursor, container, all) : all);
}

import type { AbstractObject } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import {
  ANY,
  factsOf,
  fieldsOf,
  forget,
  holders,
  isAdopted,
  isElementKey,
  isIndex,
  isKnown,
  isSingular,
  MAP_KEY,
  removeFacts,
  SPREAD,
  store,
  stored,
} from "../state/heap.js";
import { unknownPart } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** The number of elements of an array that is known element by element; undefined: it is not. */
export function knownLength(cursor: Cursor, array: AbstractObject): number | undefined {
  if (array.kind !== "array" || !array.closed || !isSingular(array)) return undefined;
  let length = 0;
  for (const key of fieldsOf(cursor, array)?.keys() ?? []) {
    if (isIndex(key)) length++;
    else if (key === ANY || key === SPREAD) return undefined;
  }
  return length > 0 && stored(cursor, array, String(length - 1)) === undefined ? undefined : length;
}

/** The array that has the elements: of a borrow, its lender. */
export function arrayBehind(frame: Frame, cursor: Cursor, value: PointsTo): AbstractObject | undefined {
  const [only, ...others] = objectsOf(frame, value).flatMap((each) => holders(cursor, frame.file.table, each));
  return others.length === 0 ? only : undefined;
}

/** Longer arrays, which grow in a loop above all, are not known element by element. */
const MOST_PLACES = 24;

/**
 * Puts the elements of an array behind those of another one, as far as both are known element by element.
 *
 * @returns whether they are
 */
export function appendAll(cursor: Cursor, target: AbstractObject, source: AbstractObject): boolean {
  const start = target.kind === "array" ? knownLength(cursor, target) : 0;
  const length = knownLength(cursor, source);
  if (start === undefined || length === undefined || start + length > MOST_PLACES) return false;
  for (let index = 0; index < length; index++)
    store(cursor, target, String(start + index), stored(cursor, source, String(index))!);
  return true;
}

/** A copy of all elements has each where the original has it, as long as both stay as they are. */
export function keepPlaces(cursor: Cursor, copy: AbstractObject, source: AbstractObject): void {
  const isArray = source.kind === "array" || source.kind === "unknown";
  if (!isArray || !isSingular(source) || (fieldsOf(cursor, copy)?.keys() ?? []).length > 0) return;
  const isFilled = source.closed || stored(cursor, source, ANY) !== undefined;
  if (!isFilled) store(cursor, copy, SPREAD, source.single);
  for (const [key, value] of fieldsOf(cursor, source)?.entries() ?? [])
    if (isIndex(key)) store(cursor, copy, key, value);
}

/** What stands where in a list that is known element by element; undefined: it is not, or a region has it. */
export function placesOf(cursor: Cursor, array: AbstractObject): readonly PointsTo[] | undefined {
  const length = array.isHandle || isAdopted(cursor, array) ? undefined : knownLength(cursor, array);
  return length === undefined
    ? undefined
    : Array.from({ length }, (_, index) => stored(cursor, array, String(index)) ?? NOTHING);
}

/** What stands where from now on. */
export function place(cursor: Cursor, array: AbstractObject, elements: readonly PointsTo[]): void {
  for (const key of fieldsOf(cursor, array)?.keys() ?? []) if (isElementKey(key)) forget(cursor, array, key);
  elements.forEach((each, index) => {
    store(cursor, array, String(index), each);
  });
}

/** `pop()` and `shift()` of an array that is known element by element. */
export function takeEnd(cursor: Cursor, array: AbstractObject, end: "first" | "last"): PointsTo | undefined {
  const length = knownLength(cursor, array);
  if (length === undefined) return undefined;
  if (length === 0) return NOTHING;
  const last = String(length - 1);
  const taken = stored(cursor, array, end === "first" ? "0" : last)!;
  if (end === "first") {
    for (let index = 1; index < length; index++) {
      store(cursor, array, String(index - 1), stored(cursor, array, String(index))!);
    }
  }
  forget(cursor, array, last);
  return taken;
}

/** After elements were removed or replaced, it is no longer known which regions the container still owns. */
export function forgetOwned(frame: Frame, cursor: Cursor, container: AbstractObject, except: PointsTo): void {
  if (cursor.facts === undefined) return;
  for (const holder of holders(cursor, frame.file.table, container)) {
    for (const [key, value] of fieldsOf(cursor, holder)?.entries() ?? []) {
      if (!isElementKey(key)) continue;
      for (const each of objectsOf(frame, value)) {
        if (!except.includes(each.id)) removeFacts(cursor, each, ({ kind }) => kind === "owned");
      }
    }
  }
}

/** `clear()` of a Map or Set. */
export function clear(cursor: Cursor, collection: AbstractObject): void {
  if (!isSingular(collection)) return;
  for (const key of fieldsOf(cursor, collection)?.keys() ?? []) {
    if (key === ANY || key === MAP_KEY || isElementKey(key)) store(cursor, collection, key, NOTHING);
  }
}

/** Whether all elements of something of unknown type were frozen one by one. */
export function isEachFrozen(cursor: Cursor, container: AbstractObject): boolean {
  const any = container.parts?.get(ANY);
  const isFrozen = ({ kind }: Fact): boolean => kind === "frozen" || kind === "frozenShallow";
  return any !== undefined && factsOf(cursor, any).some((fact) => isFrozen(fact) && fact.each !== undefined);
}

/**
 * After a method of unknown effect the elements of something of unknown type may be others.
 * What is deeply frozen stays frozen.
 *
 * @param isMoved the method is known to move elements, frozen ones too
 */
export function renewElements(
  frame: Frame,
  cursor: Cursor,
  container: AbstractObject,
  isMoved: boolean,
  fresh: (key: string) => PointsTo,
): void {
  const keepsFrozen = !isMoved || isKnown(cursor, container, "frozen");
  for (const each of [...(container.parts?.values() ?? [])]) {
    if (!isElementKey(each.key!) || stored(cursor, container, each.key!) !== undefined) continue;
    const known = unknownPart(cursor, frame.file.table, container, each.key!);
    if (keepsFrozen && isKnown(cursor, known, "frozen")) continue;
    store(cursor, container, each.key!, fresh(each.key!));
  }
  for (const key of fieldsOf(cursor, container)?.keys() ?? []) {
    const value = isElementKey(key) ? objectsOf(frame, stored(cursor, container, key)!) : [];
    if (value.length > 0 && !(keepsFrozen && value.some((each) => isKnown(cursor, each, "frozen")))) {
      store(cursor, container, key, fresh(key));
    }
  }
}

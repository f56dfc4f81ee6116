import { ownerOf } from "../../heap/ownership.js";
import { isArrayIndex } from "../../objects/array-index.js";
import { irregular } from "../../objects/children.js";
import { isReference } from "../../objects/is-reference.js";
import type { Changes, Log } from "./changes.js";
import type { Numbering } from "./numbering.js";

/*
 * An entry is a list of steps, flat: the number of the step, the object, and what the step needs.
 */

/** The content is another value. What follows: the value; there is no object. */
export const REPLACE = 0;
/** A field, element or entry gets a value, or a Set a member. Key, value. */
export const SET = 1;
/** Key. */
export const DELETE = 2;
/** Length of an array. */
export const LENGTH = 3;
/** All elements of an array: count, elements. */
export const FILL = 4;
/** A Map or Set is emptied. */
export const CLEAR = 5;
/** Time of a Date. */
export const TIME = 6;

/** An array with so many holes is better off in a whole image. */
const MANY_HOLES = 64;

type Fields = Record<PropertyKey, unknown>;

/**
 * The steps that make of a graph as it was what it is now.
 *
 * @returns undefined where they cannot say it: only objects without a class, arrays, Maps, Sets and Dates are replayed
 */
export function stepsFor(changes: Changes, numbering: Numbering): unknown[] | undefined {
  const steps: unknown[] = [];
  for (const [object, log] of changes.objects) {
    // what is new is written as it is now
    if (numbering.numberOf(object) === undefined) continue;
    const from = steps.length;
    if (!addSteps(steps, object, log, numbering) || mentionsSubregion(steps, from, object)) return undefined;
  }
  return steps;
}

/** A reference to a subregion is owning: which one was there before, readers could not tell. */
function mentionsSubregion(steps: readonly unknown[], from: number, object: object): boolean {
  const region = ownerOf(object);
  for (let i = from; i < steps.length; i++) {
    const each = steps[i];
    if (!isReference(each)) continue;
    const owner = ownerOf(each);
    if (owner?.state === "live" && owner !== region) return true;
  }
  return false;
}

function addSteps(steps: unknown[], object: object, log: Log | undefined, numbering: Numbering): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  switch (prototype) {
    case Array.prototype:
      return Array.isArray(object) && addElements(steps, object, log);
    case Object.prototype:
    case null:
      return log !== undefined && !Array.isArray(object) && addFields(steps, object as Fields, log);
    case Map.prototype:
    case Set.prototype:
      return addEntries(steps, object as Map<unknown, unknown> | Set<unknown>, log, numbering);
    case Date.prototype:
      steps.push(TIME, object, Date.prototype.getTime.call(object as Date));
      return true;
    default:
      return false;
  }
}

function addFields(steps: unknown[], object: Fields, { keys }: Log): boolean {
  for (const [key, wasDeleted] of keys) {
    if (typeof key !== "string") return false;
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (wasDeleted || descriptor === undefined) steps.push(DELETE, object, key);
    if (descriptor === undefined) continue;
    if (!isOrdinary(descriptor)) return false;
    steps.push(SET, object, key, descriptor.value);
  }
  return true;
}

function isOrdinary({ writable, enumerable, configurable }: PropertyDescriptor): boolean {
  return writable === true && enumerable === true && configurable === true;
}

function addElements(steps: unknown[], array: unknown[], log: Log | undefined): boolean {
  if (log === undefined) return addAllElements(steps, array);
  const { keys, shortest } = log;
  if (shortest < array.length) steps.push(LENGTH, array, shortest);
  for (const key of keys.keys()) {
    if (typeof key === "symbol" || !isArrayIndex(String(key))) return false;
    const index = Number(key);
    if (index >= array.length) continue;
    const descriptor = Object.getOwnPropertyDescriptor(array, index);
    if (descriptor === undefined) steps.push(DELETE, array, index);
    else if (isOrdinary(descriptor)) steps.push(SET, array, index, descriptor.value);
    else return false;
  }
  steps.push(LENGTH, array, array.length);
  return true;
}

function addAllElements(steps: unknown[], array: unknown[]): boolean {
  let holes = 0;
  steps.push(FILL, array, array.length);
  for (let i = 0; i < array.length; i++)
    if (Object.hasOwn(array, i)) steps.push(array[i]);
    else if (++holes > MANY_HOLES) return false;
    else steps.length += 1;
  return !irregular.has(array) || hasElementsOnly(array, holes);
}

function hasElementsOnly(array: unknown[], holes: number): boolean {
  const keys = Reflect.ownKeys(array);
  // with "length"
  if (keys.length !== array.length - holes + 1) return false;
  return keys.every((key) => key === "length" || isOrdinary(Object.getOwnPropertyDescriptor(array, key)!));
}

function addEntries(
  steps: unknown[],
  collection: Map<unknown, unknown> | Set<unknown>,
  log: Log | undefined,
  numbering: Numbering,
): boolean {
  const isMap = Object.getPrototypeOf(collection) === Map.prototype;
  const valueOf = (key: unknown): unknown =>
    isMap ? Map.prototype.get.call(collection as Map<unknown, unknown>, key) : undefined;
  if (log === undefined) {
    steps.push(CLEAR, collection);
    collection.forEach((_, key) => steps.push(SET, collection, key, valueOf(key)));
    return true;
  }
  for (const [key, wasDeleted] of log.keys) {
    const has = (isMap ? Map : Set).prototype.has.call(collection as Map<unknown, unknown> & Set<unknown>, key);
    // an object that nobody knows was never a key for others
    const isKnown = !isReference(key) || numbering.numberOf(key) !== undefined;
    if (isKnown && (wasDeleted || !has)) steps.push(DELETE, collection, key);
    if (has) steps.push(SET, collection, key, valueOf(key));
  }
  return true;
}

import { isRefusal } from "../freeze/shadows.js";
import { irregular } from "../objects/children.js";
import { entriesOf, refill } from "../objects/contents.js";
import { ARRAY, BUILT_IN, isOrdinary, type Kind, PLAIN, PROTOTYPE } from "../objects/kind.js";
import { inheritedTrait } from "../objects/traits.js";

type Fields = Record<PropertyKey, unknown>;

/** Can a copy of such an object be made? Classes with state that no property shows need a codec. */
export function canCopy(object: object, kind: Kind): boolean {
  if (isOrdinary(kind)) return typeof object !== "function" && kind !== PROTOTYPE;
  if (typeof object === "function" || kind === BUILT_IN || kind === PROTOTYPE) return false;
  return kind.movable === "yes" || (kind.movable === "opaque" && codecOf(object) !== undefined);
}

function codecOf(object: object): { encode(value: unknown): unknown; decode(data: unknown): unknown } | undefined {
  return inheritedTrait(Object.getPrototypeOf(object) as object | null, "codec");
}

/** An object with more fields is taken for a dictionary. */
const LARGE = 32;
const LARGE_ARRAY = 100_000;

/** A mutable copy of a frozen object, one level deep. */
export function copyOf(object: object, kind: Kind): object {
  if (isRegular(object, kind)) {
    if (Array.isArray(object)) return copyElements(object);
    if (!isDictionary(object)) return { ...object };
    // while it has no prototype, nothing has to be searched for a setter
    const copy = Object.create(null) as object;
    copyInto(copy, object, kind);
    return Object.setPrototypeOf(copy, Object.prototype) as object;
  }
  const copy = emptyLike(object, kind);
  copyInto(copy, object, kind);
  return copy;
}

/** `slice()` takes a hundred times as long as spreading when the array is frozen, but spreading fills holes. */
function copyElements(array: readonly unknown[]): unknown[] {
  return array.includes(undefined) ? array.slice() : [...array];
}

/** Has a regular object so many fields that they are keys of data rather than names in a program? */
export function isDictionary(object: object): boolean {
  return !Array.isArray(object) && Object.keys(object).length > LARGE;
}

/** Is a regular object copied in no time at all? Arrays are: spreading takes less than a nanosecond for each element. */
export function isSmall(object: object): boolean {
  return Array.isArray(object) ? object.length <= LARGE_ARRAY : Object.keys(object).length <= LARGE;
}

/**
 * Engines give each further field of a small object a layout of its own, which for many fields takes several times as
 * long as entering them in a table; an object that had no prototype has such a table from the start.
 */
function emptyDictionary(): object {
  return Object.setPrototypeOf(Object.create(null), Object.prototype) as object;
}

/** Is there nothing to it but enumerable fields or elements? Every part of a graph that is thawed has been looked at. */
export function isRegular(object: object, kind: Kind): boolean {
  return (kind === PLAIN || kind === ARRAY) && !irregular.has(object);
}

/** An object of the same class and with the same hidden state, but without properties or contents. */
export function emptyLike(object: object, kind: Kind): object {
  if (kind === PLAIN) return isDictionary(object) ? emptyDictionary() : {};
  const codec = kind.movable === "opaque" ? codecOf(object) : undefined;
  if (codec !== undefined) return codec.decode(codec.encode(object)) as object;
  const prototype = Object.getPrototypeOf(object) as object | null;
  const empty = makers[kind.base]?.(object);
  if (empty === undefined) return Object.create(prototype) as object;
  if (Object.getPrototypeOf(empty) !== prototype) Object.setPrototypeOf(empty, prototype);
  return empty;
}

const makers: Record<string, ((object: object) => object) | undefined> = {
  Array: () => [],
  Map: () => new Map(),
  Set: () => new Set(),
  Date: (date) => new Date(Date.prototype.getTime.call(date as Date)),
  RegExp: (regExp) => new RegExp(regExp as RegExp),
  Error: () => {
    const error = new Error();
    for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key);
    return error;
  },
  Number: boxLike,
  String: boxLike,
  Boolean: boxLike,
  BigInt: boxLike,
  Symbol: boxLike,
  TypedArray: (array) => new (array.constructor as Uint8ArrayConstructor)(0),
};

function boxLike(box: object): object {
  return Object(box.valueOf()) as object;
}

/** Gives an empty copy the properties and contents of the original, and the freedom to change them. */
export function copyInto(copy: object, object: object, kind: Kind): void {
  if (kind.movable === "opaque") return;
  // assigning a field of that name would set the prototype
  if (isRegular(object, kind) && !Object.hasOwn(object, "__proto__")) {
    if (Array.isArray(object)) {
      (copy as unknown[]).length = object.length;
      for (let i = 0; i < object.length; i++) if (i in object) (copy as unknown[])[i] = object[i];
    } else for (const key of Object.keys(object)) (copy as Fields)[key] = (object as Fields)[key];
    return;
  }
  if (irregular.has(object)) irregular.add(copy);
  const fields = copy as Fields;
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    if (!("value" in descriptor)) {
      Object.defineProperty(copy, key, { ...descriptor, configurable: true });
      continue;
    }
    if (isRefusal(descriptor.value)) continue;
    const own = Object.getOwnPropertyDescriptor(copy, key);
    // the characters of a boxed string, the length of an array, lastIndex
    if (own?.configurable === false) {
      if (own.writable === true) fields[key] = descriptor.value;
    } else if (descriptor.enumerable === true && key !== "__proto__") fields[key] = descriptor.value;
    else Object.defineProperty(copy, key, { ...descriptor, writable: true, configurable: true });
  }
  const entries = entriesOf(object, kind.base);
  if (entries !== undefined) refill(copy, kind.base, entries);
}

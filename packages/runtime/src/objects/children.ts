import { isReference } from "./is-reference.js";

const { __lookupGetter__: lookUpGetter } = Object.prototype as unknown as {
  __lookupGetter__: (key: PropertyKey) => unknown;
};
const { getPrototypeOf, getOwnPropertyNames, getOwnPropertySymbols, getOwnPropertyDescriptor } = Object;

/**
 * Set when the object read last may be something else than a plain object or array: by its prototype, or because it
 * has a method or a symbol, as every prototype and namespace has. Then `kindOf` has to look closer.
 */
export let unusual = false;

/** Set when the object read last has a getter or a setter. */
export let accessors = false;

/** Typed arrays with more elements are taken to have no other properties. */
const MANY = 256;

/**
 * Pushes every object and function that an object references by its own properties: enumerable or not, under
 * strings, symbols and indices, and the functions of accessors, which are not called. Prototypes are not followed, and
 * what a Map or Set contains is left to `pushContents`.
 *
 * Names, symbols and one descriptor per key are the cheapest questions that together miss nothing: measured, they
 * are a third of `Reflect.ownKeys` and a tenth of `getOwnPropertyDescriptors`, except on arrays.
 *
 * @param marked the object carries a private field: then engines list names as slowly as all keys
 */
export function pushChildren(object: object, into: object[], marked = false): void {
  const prototype: unknown = getPrototypeOf(object);
  accessors = false;
  if (prototype === Array.prototype && Array.isArray(object)) {
    unusual = false;
    pushElements(object, into);
    return;
  }
  unusual = prototype !== Object.prototype && prototype !== null;
  const elements = unusual ? elementsOf(object) : 0;
  if (elements > MANY) return;
  const names: PropertyKey[] = marked ? Reflect.ownKeys(object) : getOwnPropertyNames(object);
  for (let i = elements; i < names.length; i++) pushProperty(object, names[i]!, into);
  const symbols = marked ? [] : getOwnPropertySymbols(object);
  for (let i = 0; i < symbols.length; i++) pushProperty(object, symbols[i]!, into);
  if (symbols.length === 0 && typeof names[names.length - 1] !== "symbol") return;
  unusual = true;
  irregular.add(object);
}

/**
 * Pushes what an object references otherwise than by properties: the keys and values of a Map, the members of a Set.
 *
 * @param base of the object's kind
 */
export function pushContents(object: object, base: string, into: object[]): void {
  const push = (value: unknown): void => {
    if (isReference(value)) into.push(value);
  };
  if (base === "Set") Set.prototype.forEach.call(object as Set<unknown>, push);
  if (base === "Map")
    Map.prototype.forEach.call(object as Map<unknown, unknown>, (value, key) => {
      push(key);
      push(value);
    });
}

/** The buffer that a typed array or DataView shows; undefined for anything else. */
export function bufferOf(object: object): object | undefined {
  // asked of the built-in accessors, because own properties may hide them
  return ArrayBuffer.isView(object) ? (Reflect.get(viewPrototype(object), "buffer", object) as object) : undefined;
}

/** How many elements a typed array has; 0 for anything else. They are no references, and the first of its keys. */
export function elementsOf(object: object): number {
  return ArrayBuffer.isView(object)
    ? ((Reflect.get(viewPrototype(object), "length", object) as number | undefined) ?? 0)
    : 0;
}

/** Can the memory behind this typed array or DataView ever be written, or grow so that it can? */
export function hasMemory(view: object): boolean {
  const buffer = bufferOf(view) as (ArrayBufferLike & { resizable?: boolean; growable?: boolean }) | undefined;
  return buffer !== undefined && (buffer.byteLength > 0 || buffer.resizable === true || buffer.growable === true);
}

/** Has a typed array so many elements that to list its keys, in search of one that is none, would take longer than all the rest? */
export function hasManyElements(object: object): boolean {
  return elementsOf(object) > MANY;
}

function viewPrototype(view: ArrayBufferView): object {
  const typedArray = getPrototypeOf(Uint8Array.prototype) as object;
  // the built-in tag of a DataView is none of a typed array's
  return Reflect.get(typedArray, Symbol.toStringTag, view) === undefined ? DataView.prototype : typedArray;
}

/**
 * Plain objects and arrays with something else than enumerable fields under strings, or elements: spreading or slicing
 * does not copy them, and comparing the values of fields does not tell all.
 */
export const irregular = /* @__PURE__ */ new WeakSet();

function pushElements(array: unknown[], into: object[]): void {
  const keys = Reflect.ownKeys(array);
  const { length } = array;
  // keys are ordered: indices, then "length", then what was added; so this tells a dense array
  const dense = keys[length] === "length";
  if (!dense || keys.length > length + 1) irregular.add(array);
  for (let i = 0; dense && i < length; i++) {
    // far cheaper than a descriptor for an index, and it tells an accessor without calling it
    const value: unknown = lookUpGetter.call(array, i) === undefined ? array[i] : undefined;
    if (value === undefined || typeof value === "function") pushProperty(array, i, into);
    else if (typeof value === "object" && value !== null) into.push(value);
  }
  // asking for the descriptor of "length" costs as much as all the rest
  for (let i = dense ? length + 1 : 0; i < keys.length; i++) pushProperty(array, keys[i]!, into);
}

function pushProperty(object: object, key: PropertyKey, into: object[]): void {
  const descriptor = getOwnPropertyDescriptor(object, key)!;
  const value: unknown = descriptor.value;
  if (descriptor.enumerable === false) irregular.add(object);
  if (typeof value === "object") {
    if (value !== null) into.push(value);
  } else if (typeof value === "function") {
    unusual = true;
    into.push(value);
  } else if (value === undefined) pushAccessors(object, descriptor, into);
}

function pushAccessors(object: object, descriptor: PropertyDescriptor, into: object[]): void {
  for (const part of ["get", "set"] as const) {
    const accessor = Reflect.get(descriptor, part) as object | undefined;
    if (accessor === undefined) continue;
    accessors = true;
    irregular.add(object);
    into.push(accessor);
  }
}

const { __lookupGetter__: lookUpGetter } = Object.prototype as unknown as {
  __lookupGetter__: (key: PropertyKey) => unknown;
};
const { getOwnPropertyNames, getOwnPropertySymbols, getOwnPropertyDescriptor } = Object;

/**
 * Set when the object read last may be something else than a plain object or array: by its prototype, or because it
 * has a method or a symbol, as every prototype and namespace has. Then `kindOf` has to look closer.
 */
export let unusual = false;

/** Set when the object read last has a getter or a setter. */
export let accessors = false;

/** Cleared when the object read last has a property that shows that it is not under `Object.freeze`. */
export let perhapsFrozen = true;

/**
 * Pushes every object and function that an object references by its own properties: enumerable or not, under
 * strings, symbols and indices, and the functions of accessors, which are not called. Prototypes are not followed.
 *
 * Names, symbols and one descriptor per key are three fast paths of the engine; `Reflect.ownKeys` and
 * `getOwnPropertyDescriptors` are slow ones.
 */
export function pushChildren(object: object, into: object[]): void {
  const prototype: unknown = Object.getPrototypeOf(object);
  const isArray = Array.isArray(object);
  unusual = isArray ? prototype !== Array.prototype : prototype !== Object.prototype && prototype !== null;
  accessors = false;
  perhapsFrozen = true;
  // its elements are no references, and there may be millions
  if (unusual && ArrayBuffer.isView(object)) return;
  if (isArray) pushElements(object, into);
  else {
    const names = getOwnPropertyNames(object);
    for (let i = 0; i < names.length; i++) pushProperty(object, names[i]!, into);
  }
  const symbols = getOwnPropertySymbols(object);
  if (symbols.length === 0) return;
  unusual = true;
  for (let i = 0; i < symbols.length; i++) pushProperty(object, symbols[i]!, into);
}

function pushElements(array: unknown[], into: object[]): void {
  const names = getOwnPropertyNames(array);
  const { length } = array;
  // names are ordered: indices, then "length", then what was added; so this tells a dense array
  const dense = names[length] === "length" ? length : 0;
  for (let i = 0; i < dense; i++) {
    // far cheaper than a descriptor for an index, and it tells an accessor without calling it
    if (lookUpGetter.call(array, i) !== undefined) {
      pushProperty(array, i, into);
      continue;
    }
    const value = array[i];
    if (typeof value === "object") {
      if (value !== null) into.push(value);
    } else if (typeof value === "function") into.push(value);
    else if (value === undefined) pushProperty(array, i, into);
  }
  for (let i = dense; i < names.length; i++) pushProperty(array, names[i]!, into);
}

function pushProperty(object: object, key: PropertyKey, into: object[]): void {
  const descriptor = getOwnPropertyDescriptor(object, key)!;
  const value: unknown = descriptor.value;
  if (descriptor.configurable === true) perhapsFrozen = false;
  if (typeof value === "object") {
    if (value !== null) into.push(value);
  } else if (typeof value === "function") {
    unusual = true;
    into.push(value);
  } else if (value === undefined) {
    if (descriptor.get !== undefined) {
      accessors = true;
      into.push(descriptor.get);
    }
    if (descriptor.set !== undefined) {
      accessors = true;
      into.push(descriptor.set);
    }
  }
}

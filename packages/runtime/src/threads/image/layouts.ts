/** Keys that assigning would not make fields of, because plain objects inherit something by that name. */
const isInherited = (key: PropertyKey): boolean => key in Object.prototype;

const field = { value: undefined, writable: true, enumerable: true, configurable: true };

/**
 * Engines make up a layout for each list of fields that they meet, and code for each layout, and forget both when the last
 * object is gone, as happens whenever garbage is collected between two messages. So objects of each sort are kept, one of
 * them frozen; when there are very many sorts, none is worth it.
 */
let kept: Map<string, readonly object[]> | undefined;
const MANY = 1000;

function keep(keys: string, fields: PropertyDescriptorMap): void {
  if (kept?.has(keys) === true) return;
  if (kept === undefined || kept.size === MANY) kept = new Map();
  const make = (): object => Object.defineProperties({}, fields);
  kept.set(keys, [make(), Object.freeze(make())]);
}

/**
 * The fields that a new object must have before fields with these keys are assigned in their order: none, unless it inherits
 * something by the name of one, like `__proto__`.
 *
 * A copy of an object that has all fields would be as fast, but engines copy objects to a layout of its own for each
 * `Object.freeze` afterwards, which takes ten times as long as all the rest.
 */
export function fieldsFor(keys: readonly PropertyKey[]): PropertyDescriptorMap | undefined {
  const fields = Object.fromEntries(keys.map((key) => [key, field]));
  keep(JSON.stringify(keys), fields);
  return keys.some(isInherited) ? fields : undefined;
}

/** Longer arrays grow as they are filled. */
const SHORT = 64;
const arrays: undefined[][] = [];

/** An array that has room for just so many elements, which are to be assigned; an empty one when there are many. */
export function arrayOf(length: number): unknown[] {
  return length > SHORT ? [] : (arrays[length] ??= Array.from({ length }, () => undefined)).slice();
}

/** Engines make up a layout for each list of fields that they meet, and code for each layout. */
interface Layout {
  /** An object that has the fields. */
  readonly template: object;
  /** One under `Object.freeze`, which has another layout. */
  readonly specimen: object;
}

/**
 * Both are forgotten when the last object is gone, as happens whenever garbage is collected between two messages. So
 * an object of each sort is kept; when there are very many sorts, none is worth it.
 */
let layouts: Map<string, Layout> | undefined;
const MANY = 1000;

/** An object that has these fields. Whoever spreads it can assign them, also one called `__proto__`. */
export function templateOf(keys: readonly (string | symbol)[]): object {
  const isNamed = keys.every((key) => typeof key === "string");
  const text = isNamed ? keys.map((key) => `${key.length}:${key}`).join() : undefined;
  let layout = text === undefined ? undefined : layouts?.get(text);
  if (layout === undefined) {
    layout = makeLayout(keys);
    if (text !== undefined) {
      if (layouts === undefined || layouts.size === MANY) layouts = new Map();
      layouts.set(text, layout);
    }
  }
  return layout.template;
}

function makeLayout(keys: readonly (string | symbol)[]): Layout {
  // the one way to make an object with room for just so many fields that needs no code of its own
  const template = JSON.parse(
    `{${keys
      .filter((key) => typeof key === "string")
      .map((key) => `${JSON.stringify(key)}:null`)
      .join()}}`,
  ) as object;
  // fields in the order of the keys, whatever sort they are
  for (const key of keys)
    Object.defineProperty(template, key, { value: undefined, writable: true, enumerable: true, configurable: true });
  return { template, specimen: Object.freeze({ ...template }) };
}

/** Longer arrays grow as they are filled. */
const SHORT = 64;
const arrays: undefined[][] = [];

/** An array that has room for just so many elements, which are to be assigned; an empty one when there are many. */
export function arrayOf(length: number): unknown[] {
  return length > SHORT ? [] : (arrays[length] ??= Array.from({ length }, () => undefined)).slice();
}

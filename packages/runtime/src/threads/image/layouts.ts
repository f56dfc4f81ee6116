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
  const template = {};
  for (const key of keys)
    Object.defineProperty(template, key, { value: undefined, writable: true, enumerable: true, configurable: true });
  return { template, specimen: Object.freeze({ ...template }) };
}

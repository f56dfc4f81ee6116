import fc from "fast-check";

/** Names of every sort, those among them that mean something to objects. */
const names = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "length",
    "constructor",
    "__proto__",
    "toString",
    "then",
    "0",
    "17",
    "-1",
    "",
    "ключ",
    "\u{1F600}",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
  // half of a pair of surrogates is no text, and a name all the same
  fc.constantFrom("\ud83d", "x\udc00y"),
);

const symbols = fc.constantFrom(Symbol.for("a"), Symbol.for("\ud800"), Symbol.iterator, Symbol.toPrimitive);

const keys: fc.Arbitrary<PropertyKey> = fc.oneof({ weight: 8, arbitrary: names }, { weight: 1, arbitrary: symbols });

export const primitives: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    false,
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    2 ** 30,
    2 ** 30 - 1,
    -(2 ** 30),
    -(2 ** 30) - 1,
  ),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  names,
  symbols,
);

const errors = [Error, TypeError, RangeError, SyntaxError, URIError, EvalError, ReferenceError];

/** Objects that hold nothing yet. */
const empty: fc.Arbitrary<() => object> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      () => ({}),
      () => [],
    ),
  },
  fc.constantFrom(
    () => Object.create(null) as object,
    () => new Map(),
    () => new Set(),
    () => new Date(NaN),
    () => new ArrayBuffer(3),
    () => new AggregateError([1], "several"),
  ),
  fc.date({ noInvalidDate: false }).map((date) => () => new Date(date)),
  fc
    .constantFrom("a+", "(", "/[]/", "\u{1F600}")
    .map((text) => () => new RegExp(text.replace(/[()[\]]/g, "\\$&"), "giu")),
  fc.constantFrom(...errors).map((Class) => () => new Class("message", { cause: "cause" })),
  fc.constantFrom(1, -0, "boxed", true, 5n, Symbol.for("boxed")).map((value) => () => Object(value) as object),
  fc
    .constantFrom(
      Uint8Array,
      Int8Array,
      Uint16Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      Uint8ClampedArray,
      DataView,
    )
    .map((View) => () => new (View as Uint8ArrayConstructor)(new ArrayBuffer(24), 8, 1)),
  fc
    .uint8Array({ maxLength: 9 })
    .map((bytes) => () => (typeof Buffer === "undefined" ? new Uint8Array(bytes) : Buffer.from(bytes))),
);

/** What is done to an object once all of them are there. */
type Change =
  | { readonly set: PropertyKey; readonly value: unknown }
  | { readonly hide: PropertyKey; readonly value: unknown; readonly attributes: number }
  | { readonly put: unknown; readonly at: unknown }
  | { readonly close: (object: object) => unknown };

const REFERENCE = Symbol("reference");
interface Reference {
  readonly [REFERENCE]: number;
}

const values = fc.oneof(
  primitives,
  fc.nat(9).map((index): Reference => ({ [REFERENCE]: index })),
);

const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ set: keys, value: values }) },
  { weight: 1, arbitrary: fc.record({ hide: keys, value: values, attributes: fc.nat(7) }) },
  { weight: 4, arbitrary: fc.record({ put: values, at: values }) },
  { weight: 1, arbitrary: fc.record({ close: fc.constantFrom(Object.freeze, Object.seal, Object.preventExtensions) }) },
);

/** Is it a length, or an element of memory, which accept numbers only? */
function isElement(object: object, key: PropertyKey): boolean {
  return (
    (Array.isArray(object) && key === "length") ||
    (ArrayBuffer.isView(object) && typeof key === "string" && String(Number(key)) === key)
  );
}

function apply(object: object, change: Change, resolve: (value: unknown) => unknown): void {
  if (("set" in change && isElement(object, change.set)) || ("hide" in change && isElement(object, change.hide)))
    return;
  if ("set" in change)
    Reflect.defineProperty(object, change.set, { value: resolve(change.value), writable: true, enumerable: true, configurable: true }); // prettier-ignore
  else if ("hide" in change) {
    const { hide, value, attributes } = change;
    // elements that are merely read-only are not looked for: see the guide, "What is guaranteed"
    const has = (bit: number): boolean =>
      (attributes & bit) !== 0 || (Array.isArray(object) && /^\d+$/.test(String(hide)));
    Reflect.defineProperty(object, hide, {
      value: resolve(value),
      writable: has(1),
      enumerable: has(2),
      configurable: has(4),
    });
  } else if ("put" in change) {
    if (object instanceof Map) object.set(resolve(change.at), resolve(change.put));
    else if (object instanceof Set) object.add(resolve(change.put));
    else if (Array.isArray(object) && Object.isExtensible(object)) object[object.length + 2 * Number(object.length === 1)] = resolve(change.put); // prettier-ignore
  } else {
    // elements of memory cannot be frozen
    if (!ArrayBuffer.isView(object)) change.close(object);
  }
}

/** Graphs of every kind of object: cyclic, shared, sparse, sealed. */
export const graphs: fc.Arbitrary<object> = fc
  .record({
    makers: fc.array(empty, { minLength: 1, maxLength: 8 }),
    changes: fc.array(fc.tuple(fc.nat(7), changes), { maxLength: 30 }),
  })
  .map(({ makers, changes: list }) => {
    const objects = makers.map((make) => make());
    const resolve = (value: unknown): unknown =>
      typeof value === "object" && value !== null && REFERENCE in value
        ? objects[(value as Reference)[REFERENCE] % objects.length]
        : value;
    for (const [at, change] of list) apply(objects[at % objects.length]!, change, resolve);
    return objects[0]!;
  });

type Pair = readonly [a: unknown, b: unknown, path: string];

/**
 * Are two graphs the same, object for object? Cycles, sharing, the order of keys, attributes, prototypes, what can be added
 * and frozen, and hidden state are compared; objects of one must not be objects of the other.
 *
 * @returns the first difference; undefined when there is none
 */
export function difference(a: unknown, b: unknown): string | undefined {
  const twins = new Map<object, object>();
  const back = new Map<object, object>();
  const pairs: Pair[] = [[a, b, "$"]];
  for (const [x, y, path] of pairs) {
    if (typeof x !== "object" || x === null || typeof y !== "object" || y === null) {
      if (!Object.is(x, y)) return `${path}: ${describe(x)} and ${describe(y)}`;
      continue;
    }
    if (twins.has(x) || back.has(y)) {
      if (twins.get(x) !== y || back.get(y) !== x) return `${path}: shared in one, not in the other`;
      continue;
    }
    if (x === y) return `${path}: the same object`;
    twins.set(x, y);
    back.set(y, x);
    const found = differenceOf(x, y, path, pairs);
    if (found !== undefined) return `${path}: ${found}`;
  }
  return undefined;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null
    ? Object.prototype.toString.call(value)
    : `${typeof value} ${String(value)}`;
}

function differenceOf(x: object, y: object, path: string, pairs: Pair[]): string | undefined {
  if (Object.getPrototypeOf(x) !== Object.getPrototypeOf(y)) return "prototypes";
  if (!Object.is(hidden(x), hidden(y))) return `hidden state, ${String(hidden(x))} and ${String(hidden(y))}`;
  for (const ask of [Object.isExtensible, Object.isSealed, Object.isFrozen]) if (ask(x) !== ask(y)) return ask.name;
  const keys = Reflect.ownKeys(x).filter((key) => !isMethod(x, key));
  const others = Reflect.ownKeys(y).filter((key) => !isMethod(y, key));
  if (keys.length !== others.length || keys.some((key, i) => key !== others[i]))
    return `keys ${keys.map(String).join()} and ${others.map(String).join()}`;
  for (const key of keys) {
    const one = propertyOf(x, key);
    const other = propertyOf(y, key);
    // V8 calls an empty array frozen that is merely not extensible
    if (Array.isArray(x) && key === "length" && Object.isFrozen(x)) continue;
    for (const attribute of ["writable", "enumerable", "configurable"] as const)
      if (one[attribute] !== other[attribute]) return `${attribute} of ${String(key)}`;
    pairs.push([one.value, other.value, `${path}.${String(key)}`]);
  }
  const contents = [contentsOf(x), contentsOf(y)] as const;
  if (contents[0].length !== contents[1].length) return "contents";
  contents[0].forEach((value, i) => pairs.push([value, contents[1][i], `${path}<${i}>`]));
  return undefined;
}

/** As data, also what some engines keep behind an accessor. */
function propertyOf(object: object, key: PropertyKey): PropertyDescriptor {
  const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
  if ("value" in descriptor || key !== "stack") return descriptor;
  return { ...descriptor, value: (object as Error).stack, writable: !Object.isFrozen(object) };
}

/** What freezing puts into a Map, Set, Date or RegExp. */
function isMethod(object: object, key: PropertyKey): boolean {
  return typeof Object.getOwnPropertyDescriptor(object, key)?.value === "function";
}

function hidden(object: object): unknown {
  if (object instanceof Date) return Date.prototype.getTime.call(object);
  if (object instanceof RegExp)
    return ["source", "flags"].map((name) => Reflect.get(RegExp.prototype, name, object)).join("/");
  if (object instanceof ArrayBuffer) return new Uint8Array(object).join();
  if (ArrayBuffer.isView(object)) return `${object.byteOffset}+${object.byteLength}`;
  for (const { prototype } of [Number, String, Boolean, BigInt, Symbol])
    if (Object.getPrototypeOf(object) === prototype) return (prototype.valueOf as () => unknown).call(object);
  return undefined;
}

function contentsOf(object: object): unknown[] {
  if (object instanceof Map) return [...Map.prototype.entries.call(object)].flat();
  if (object instanceof Set) return [...Set.prototype.values.call(object)];
  return ArrayBuffer.isView(object) ? [object.buffer] : [];
}

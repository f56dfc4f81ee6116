import fc from "fast-check";
import { freeze } from "../../../src/index.js";

/** A value, made anew for each graph: an object of it (by its place in a walk), a primitive, or something new. */
type Make = (objects: readonly object[]) => unknown;
/** Does the same to any graph, whether by handles or not. */
export type Write = (objects: readonly object[]) => void;

const keys = fc.constantFrom("a", "b", "c", "list", "0", "__proto__");

const primitives = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom<unknown>(-0, NaN, 2 ** 30, undefined, null, true, false, 10n ** 20n, Symbol.iterator),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const values: fc.Arbitrary<Make> = fc.oneof(
  { weight: 3, arbitrary: primitives.map((value) => () => value) },
  {
    weight: 3,
    arbitrary: fc.nat(30).map(
      (at): Make =>
        (objects) =>
          objects[at % objects.length],
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({ value: primitives, at: fc.nat(30), kind: fc.nat(5) }).map(({ value, at, kind }): Make => (objects) => made(kind, value, objects[at % objects.length]!)), // prettier-ignore
  },
  { weight: 1, arbitrary: fc.integer().map((n) => () => freeze({ n, more: [{ n }] })) },
);

function made(kind: number, value: unknown, object: object): object {
  const all = [{ value }, [value, object], new Map([[value, object]]), new Set([object]), new Date(8.64e13), { object, bytes: new Uint8Array(2) }]; // prettier-ignore
  return all[kind]!;
}

const isArray = (object: object): object is unknown[] => Array.isArray(object);

type Step = (object: object, value: () => unknown, key: string, n: number) => void;

const steps: readonly Step[] = [
  (object, value, key) => {
    // the prototype is no field
    if (key !== "__proto__" && !(object instanceof Date)) Reflect.set(object, key, value());
  },
  (object, _, key) => Reflect.deleteProperty(object, key),
  (object, value, key) => {
    if (!isArray(object)) Object.defineProperty(object, key, { value: value(), writable: true, enumerable: true, configurable: true }); // prettier-ignore
  },
  (object, value) => isArray(object) && object.push(value(), 1),
  (object) => isArray(object) && object.pop(),
  (object) => isArray(object) && object.shift(),
  (object, value, _, n) => isArray(object) && object.splice(n % (object.length + 1), n % 3, value()),
  (object) => isArray(object) && object.reverse(),
  (object, _, __, n) => isArray(object) && (object.length = n % 6),
  (object, value) => object instanceof Map && object.set("key", value()),
  (object, value) => object instanceof Map && object.set(value(), 1),
  (object) => object instanceof Map && object.delete("key"),
  (object, value) => object instanceof Set && object.add(value()),
  (object, value) => object instanceof Set && object.delete(value()),
  (object, _, __, n) => (object instanceof Map || object instanceof Set) && n % 4 === 0 && object.clear(),
  (object, _, __, n) => object instanceof Date && object.setTime(n),
  (object, _, __, n) => object instanceof Uint8Array && (object[0] = n),
  (object, _, __, n) => n % 5 === 0 && freeze(object),
];

const write: fc.Arbitrary<Write> = fc
  .record({ step: fc.nat(steps.length - 1), at: fc.nat(30), value: values, key: keys, n: fc.nat(100) })
  .map(({ step, at, value, key, n }): Write => (objects) => {
    steps[step]!(objects[at % objects.length]!, () => value(objects), key, n);
  });

/** What threads do one after another: which of them has the cown, and what it writes. */
export const programs: fc.Arbitrary<{ thread: number; writes: Write[] }[]> = fc.array(
  fc.record({ thread: fc.nat(2), writes: fc.array(write, { maxLength: 6 }) }),
  { minLength: 1, maxLength: 12 },
);

/** A graph to begin with. */
export function beginning(): object {
  const shared = { n: 1 };
  const graph: Record<string, unknown> = { a: shared, list: [shared, { b: [] }, 3], map: new Map<unknown, unknown>([["key", shared], [shared, 1]]), set: new Set([shared, 2]), date: new Date(0) }; // prettier-ignore
  graph.self = graph;
  return graph;
}

/** All objects of a graph, in the order of a walk that is the same for handles. */
export function objectsIn(root: object): object[] {
  const found = new Set([root]);
  const meet = (value: unknown): void => {
    if (typeof value === "object" && value !== null) found.add(value);
  };
  for (const object of found) {
    if (object instanceof Map) for (const entry of object as Map<unknown, unknown>) entry.forEach(meet);
    else if (object instanceof Set) (object as Set<unknown>).forEach(meet);
    if (object instanceof Uint8Array) continue;
    for (const key of Reflect.ownKeys(object)) meet((object as Record<PropertyKey, unknown>)[key]);
  }
  return [...found];
}

import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { borrow, checkInvariant, freeze, move, Region, RegionError, regionOf } from "../../src/index.js";

vi.setConfig({ testTimeout: 60_000 });

/** What two runs of the same code, on a handle and on a plain twin, led to. */
type Outcome = { value: unknown } | { error: string };

/** A value with every handle and object replaced by its id, so that it can be compared with the twin's. */
function describeValue(value: any, names: Map<unknown, string>, depth = 0): unknown {
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : value;
  const known = names.get(value);
  if (known !== undefined) return known;
  if (depth > 4) return "deep";
  if (Array.isArray(value))
    return {
      length: value.length,
      items: Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, { value: item, enumerable }]) => [
        key,
        enumerable,
        describeValue(item, names, depth + 1),
      ]),
    };
  return Reflect.ownKeys(value).map((key) => [String(key), describeValue(value[key], names, depth + 1)]);
}

function run(
  step: (target: any, objects: any[]) => unknown,
  target: any,
  objects: any[],
  names: Map<unknown, string>,
): Outcome {
  try {
    const result = step(target, objects);
    return { value: result === target ? "the target" : describeValue(result, names) };
  } catch (error) {
    if (error instanceof RegionError) throw error;
    return { error: (error as Error).name };
  }
}

const item = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom("a", "b", undefined, null, NaN, -0),
  fc.record({ object: fc.nat(3) }),
);
type Item = number | string | undefined | null | { object: number };
const index = fc.oneof(
  fc.integer({ min: -7, max: 9 }),
  fc.constantFrom(undefined, NaN, Infinity, -Infinity, 1.5, "1", null),
);
const resolve = (value: Item, objects: any[]): unknown =>
  typeof value === "object" && value !== null ? objects[value.object] : value;
const HOLE = Symbol("hole");
const items = fc.array(item, { maxLength: 4 });
const key = fc.constantFrom("0", "1", "2", "5", "-1", "1.5", "01", "length", "extra", "4294967295");

const compare = (a: any, b: any): number => {
  const rank = (x: any): number => (typeof x === "object" && x !== null ? x.id : typeof x === "number" ? x : 0);
  return rank(a) - rank(b) || 0;
};

const step = fc.oneof(
  items.map((xs) => (l: any, o: any[]) => l.push(...xs.map((x) => resolve(x as Item, o)))),
  items.map((xs) => (l: any, o: any[]) => l.unshift(...xs.map((x) => resolve(x as Item, o)))),
  fc.constant((l: any) => l.pop()),
  fc.constant((l: any) => l.shift()),
  fc.constant((l: any) => l.reverse()),
  fc.constant((l: any) => l.sort()),
  fc.constant((l: any) => l.sort(undefined)),
  fc.constant((l: any) => l.sort(compare)),
  fc.constant((l: any) => l.sort("bad")),
  fc.tuple(index, index, items).map(
    ([a, b, xs]) =>
      (l: any, o: any[]) =>
        l.splice(a, b, ...xs.map((x) => resolve(x as Item, o))),
  ),
  index.map((a) => (l: any) => l.splice(a)),
  fc.constant((l: any) => l.splice()),
  fc.tuple(item, index, index).map(
    ([x, a, b]) =>
      (l: any, o: any[]) =>
        l.fill(resolve(x, o), a, b),
  ),
  fc.tuple(index, index, index).map(
    ([a, b, c]) =>
      (l: any) =>
        l.copyWithin(a, b, c),
  ),
  fc.tuple(key, item).map(([k, x]) => (l: any, o: any[]) => {
    if (k === "length") return "skipped";
    return (l[k] = resolve(x, o));
  }),
  key.map((k) => (l: any) => Reflect.deleteProperty(l, k)),
  key.map((k) => (l: any) => k in l),
  key.map((k) => (l: any) => l[k]),
  key.map((k) => (l: any) => Object.hasOwn(l, k)),
  fc.constantFrom(0, 1, 2, 3, 8, -1, 1.5, "2", "x", 4294967296).map((n) => (l: any) => (l.length = n)),
  fc.tuple(fc.constantFrom("0", "1", "4", "extra"), item, fc.boolean()).map(
    ([k, x, enumerable]) =>
      (l: any, o: any[]) =>
        Object.defineProperty(l, k, { value: resolve(x as Item, o), enumerable, writable: true, configurable: true }),
  ),
  fc.tuple(index, index).map(
    ([a, b]) =>
      (l: any) =>
        l.slice(a, b),
  ),
  index.map((a) => (l: any) => l.at(a)),
  item.map((x) => (l: any, o: any[]) => [
    l.indexOf(resolve(x, o)),
    l.lastIndexOf(resolve(x, o)),
    l.includes(resolve(x, o)),
  ]),
  fc.constant((l: any) => l.concat([1], 2, l)),
  fc.constant((l: any) => l.flat()),
  fc.constant((l: any) => [...l]),
  fc.constant((l: any) => [...l.entries()].flat()),
  fc.constant((l: any) => [...l.keys()]),
  fc.constant((l: any) => l.map((x: any, i: number, a: any) => [x, i, a === l])),
  fc.constant((l: any) => l.filter((x: any) => x)),
  fc.constant((l: any) => l.find((x: any) => typeof x === "object")),
  fc.constant((l: any) => l.findLastIndex((x: any) => typeof x === "number")),
  fc.constant((l: any) => l.some((x: any) => x === null)),
  fc.constant((l: any) => l.reduce((sum: string, x: any) => sum + typeof x, "")),
  fc.constant((l: any) => l.reduceRight((sum: string, x: any) => sum + typeof x, "")),
  fc.constant((l: any) => l.join("-")),
  fc.constant((l: any) => JSON.stringify(l)),
  fc.constant((l: any) => Object.keys(l)),
  fc.constant((l: any) => Reflect.ownKeys(l)),
  fc.constant((l: any) => Object.values(l)),
  fc.constant((l: any) => {
    const keys = [];
    for (const k in l) keys.push(k);
    return keys;
  }),
  fc.constant((l: any) => Array.isArray(l)),
  fc.constant((l: any) => Array.from(l)),
  fc.constant((l: any) => ({ ...l })),
  fc.constant((l: any) => Array.prototype.push.call(l, 1)),
  fc.constant((l: any) => Array.prototype.pop.call(l)),
  fc.constant((l: any) => Array.prototype.shift.call(l)),
  fc.constant((l: any) => Array.prototype.reverse.call(l)),
  fc.constant((l: any) => Object.assign(l, [9])),
  fc.constant((l: any) => l.toReversed?.()),
  fc.constant((l: any) => l.toSorted?.(compare)),
  fc.constant((l: any) => l.toSpliced?.(1, 1)),
  fc.constant((l: any) => {
    const [a, b = "default", ...rest] = l;
    return [a, b, rest];
  }),
);

describe("an array in a region and a plain array", () => {
  function worlds(initial: (Item | typeof HOLE)[]): { twin: any; twinObjects: any[]; region: any; objects: any[] } {
    const make = (): { list: any[]; objects: any[] } => {
      const objects = [0, 1, 2, 3].map((id) => ({ id }));
      const list: any[] = [];
      for (const [at, x] of initial.entries()) if (x !== HOLE) list[at] = resolve(x, objects);
      list.length = initial.length;
      return { list, objects };
    };
    const { list: twin, objects: twinObjects } = make();
    const region = new Region<any>(make());
    return { twin, twinObjects, region, objects: [0, 1, 2, 3].map((at) => region.objects[at]) };
  }
  const initial = fc.array(fc.oneof(item, fc.constant(HOLE)), { maxLength: 6 });

  it.each(["a handle", "a borrow"])("do the same, step by step, for every method and property, through %s", (how) => {
    fc.assert(
      fc.property(initial, fc.array(step, { minLength: 1, maxLength: 8 }), (start, steps) => {
        const { twin, twinObjects, region, objects } = worlds(start);
        const target = how === "a handle" ? region.list : borrow(region.list);
        const names = new Map<unknown, string>([
          ...objects.map((o, i) => [o, `#${i}`] as const),
          [target, "target"],
          [region.list, "target"],
        ]);
        const twinNames = new Map<unknown, string>([
          ...twinObjects.map((o, i) => [o, `#${i}`] as const),
          [twin, "target"],
        ]);
        for (const one of steps) {
          const expected = run(one, twin, twinObjects, twinNames);
          const actual = run(one, target, objects, names);
          expect(actual, String(one)).toEqual(expected);
          expect(target.length, String(one)).toBe(twin.length);
          const inner = new Map([...names].filter(([, name]) => name !== "target"));
          const twinInner = new Map([...twinNames].filter(([, name]) => name !== "target"));
          expect(describeValue(target, inner), String(one)).toEqual(describeValue(twin, twinInner));
        }
        checkInvariant(region);
      }),
      { numRuns: 800, seed: 5 },
    );
  });

  it("do the same after freezing, and refuse the same writes", () => {
    fc.assert(
      fc.property(initial, step, (start, one) => {
        const { twin, twinObjects, region, objects } = worlds(start);
        const { list } = region;
        freeze(twin);
        freeze(region);
        const names = new Map<unknown, string>([...objects.map((o, i) => [o, `#${i}`] as const), [list, "target"]]);
        const twinNames = new Map<unknown, string>([
          ...twinObjects.map((o, i) => [o, `#${i}`] as const),
          [twin, "target"],
        ]);
        const before = JSON.stringify(list);
        const expected = run(one, twin, twinObjects, twinNames);
        let actual: Outcome;
        try {
          actual = run(one, list, objects, names);
        } catch (error) {
          expect((error as RegionError).code).toBe("ERR_FROZEN_MUTATION");
          actual = { error: "TypeError" };
        }
        if (!("error" in expected) && "error" in actual)
          expect(String(one)).toMatch(
            /push|unshift|pop|shift|sort|reverse|splice|fill|copyWithin|length = |l\[k\] =|define|assign|delete/,
          );
        else expect("error" in actual, String(one)).toBe("error" in expected);
        expect(JSON.stringify(list)).toBe(before);
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});

describe("an object in a region and a plain object", () => {
  const name = fc.constantFrom("a", "b", "1", "0", "__proto__x", "constructor", "toString", "length", "s");
  const descriptor = fc.record(
    {
      value: item,
      enumerable: fc.boolean(),
      writable: fc.boolean(),
      configurable: fc.constant(true),
    },
    { requiredKeys: ["configurable"] },
  );
  const objectStep = fc.oneof(
    fc.tuple(name, item).map(
      ([k, x]) =>
        (t: any, o: any[]) =>
          (t[k] = resolve(x, o)),
    ),
    fc.tuple(name, item).map(
      ([k, x]) =>
        (t: any, o: any[]) =>
          Reflect.set(t, k, resolve(x as Item, o)),
    ),
    fc.tuple(name, descriptor).map(
      ([k, d]) =>
        (t: any, o: any[]) =>
          Object.defineProperty(t, k, "value" in d ? { ...d, value: resolve(d.value as Item, o) } : d),
    ),
    fc.tuple(name, descriptor).map(
      ([k, d]) =>
        (t: any, o: any[]) =>
          Reflect.defineProperty(t, k, "value" in d ? { ...d, value: resolve(d.value, o) } : d),
    ),
    name.map(
      (k) => (t: any) =>
        Object.defineProperty(t, k, {
          get(this: any) {
            return typeof this;
          },
          set(this: any, x: unknown) {
            this.b = x;
          },
          configurable: true,
          enumerable: true,
        }),
    ),
    name.map((k) => (t: any) => delete t[k]),
    name.map((k) => (t: any) => Reflect.deleteProperty(t, k)),
    name.map((k) => (t: any) => [k in t, Object.hasOwn(t, k), typeof t[k]]),
    name.map((k) => (t: any) => {
      const d = Object.getOwnPropertyDescriptor(t, k);
      return d && [d.value, d.writable, d.enumerable, d.configurable, typeof d.get, typeof d.set];
    }),
    fc.constant((t: any) => Object.keys(t)),
    fc.constant((t: any) => Object.values(t)),
    fc.constant((t: any) => Object.entries(t).flat()),
    fc.constant((t: any) => Reflect.ownKeys(t)),
    fc.constant((t: any) => JSON.stringify(t)),
    fc.constant((t: any) => ({ ...t })),
    fc.constant((t: any) => {
      const keys = [];
      for (const k in t) keys.push(k);
      return keys;
    }),
    fc.constant((t: any) => {
      const { a, ...rest } = t;
      return [a, rest];
    }),
    fc.tuple(name, name).map(
      ([j, k]) =>
        (t: any) =>
          ([t[j], t[k]] = [t[k], t[j]]),
    ),
    fc.constant((t: any) => Object.getPrototypeOf(t) === Object.prototype),
    fc.constant((t: any) => Object.isExtensible(t)),
    fc.constant((t: any) => Object.assign(t, { a: 1, b: 2 })),
    fc.constant((t: any) => Object.fromEntries(Object.entries(t))),
  );

  it("do the same, step by step", () => {
    fc.assert(
      fc.property(fc.array(objectStep, { minLength: 1, maxLength: 12 }), (steps) => {
        const make = (): any => ({ objects: [0, 1, 2, 3].map((id) => ({ id })), t: { a: 1, b: {} } });
        const twin = make();
        const region = new Region<any>(make());
        const target = region.t;
        const objects = [...region.objects];
        const names = new Map<unknown, string>([...objects.map((o, i) => [o, `#${i}`] as const), [target, "target"]]);
        const twinNames = new Map<unknown, string>([
          ...twin.objects.map((o: any, i: number) => [o, `#${i}`] as const),
          [twin.t, "target"],
        ]);
        for (const one of steps) {
          const expected = run(one, twin.t, twin.objects, twinNames);
          const actual = run(one, target, objects, names);
          expect(actual, String(one)).toEqual(expected);
          expect(Reflect.ownKeys(target)).toEqual(Reflect.ownKeys(twin.t));
        }
        const moved = move(region);
        expect(JSON.stringify(moved.t)).toBe(JSON.stringify(twin.t));
        expect(regionOf(moved.t)).toBe(moved);
        checkInvariant(moved);
      }),
      { numRuns: 800, seed: 7 },
    );
  });
});

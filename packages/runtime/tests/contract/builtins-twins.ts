import fc from "fast-check";
import { expect } from "vitest";
import { borrow, checkInvariant, move, Region, RegionError } from "../../src/index.js";

/** The value under test, and four objects that steps may store in it. */
export interface World {
  v: any;
  o: any[];
  /** Another handle of the value. */
  alias?: unknown;
}
export type Step = ((world: World) => unknown) & { label: string };

/** A step is described by data only, so that it can be run on the value in a region and on its plain twin. */
export function step<T>(
  name: string,
  args: fc.Arbitrary<T>,
  run: (v: any, args: T, world: World) => unknown,
): fc.Arbitrary<Step> {
  return args.map((given) => {
    const label = `${name}(${fc.stringify(given)})`;
    return Object.assign((world: World) => run(world.v, given, world), { label, [fc.toStringMethod]: () => label });
  });
}

/** A step without arguments. */
export function plainStep(name: string, run: (v: any, world: World) => unknown): fc.Arbitrary<Step> {
  return step(name, fc.constant(undefined), (v, _, world) => run(v, world));
}

export type Item = number | string | boolean | undefined | null | { object: number } | { fresh: number };
/** Primitives, one of the four objects, and new local objects. */
export const item: fc.Arbitrary<Item> = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom<Item>("a", "b", undefined, null, NaN, -0, true),
  fc.record({ object: fc.nat(3) }),
  fc.record({ object: fc.nat(3) }),
  fc.record({ fresh: fc.nat(3) }),
);
export function resolve(value: Item, { o }: World): unknown {
  if (typeof value !== "object" || value === null) return value;
  return "object" in value ? o[value.object] : { ...value };
}

const TypedArray = Object.getPrototypeOf(Uint8Array) as abstract new () => Uint8Array;

/** A value as plain data: handles and objects become their names, so that it can be compared with the twin's. */
function describeValue(value: any, world: World, depth = 0): unknown {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : value;
  if (value === world.v || value === world.alias) return "the subject";
  const at = world.o.indexOf(value);
  return at < 0 ? content(value, world, depth) : `#${at}`;
}

/** What an object consists of, whatever its kind is. */
export function content(value: any, world: World, depth = 0): unknown[] {
  if (depth > 5) return ["deep"];
  const inner = (part: unknown): unknown => describeValue(part, world, depth + 1);
  const fields = Reflect.ownKeys(value)
    .filter((key) => key !== "stack" && !(value instanceof TypedArray && /^\d+$/.test(String(key))))
    .map((key) => [String(key), inner(value[key])]);
  if (Array.isArray(value)) return ["Array", ...fields];
  if (value instanceof Map) return ["Map", value.size, [...value].map(([k, x]) => [inner(k), inner(x)]), ...fields];
  if (value instanceof Set) return ["Set", value.size, [...value].map((x) => inner(x)), ...fields];
  if (value instanceof Date) return ["Date", value.getTime(), ...fields];
  if (value instanceof RegExp) return ["RegExp", value.source, value.flags, ...fields];
  if (value instanceof ArrayBuffer) return ["ArrayBuffer", ...new Uint8Array(value.slice(0)), ...fields];
  if (value instanceof DataView)
    return ["DataView", value.byteOffset, ...Array.from({ length: value.byteLength }, (_, i) => value.getUint8(i))];
  if (value instanceof TypedArray)
    return [value[Symbol.toStringTag], value.byteOffset, Array.from(value, (x) => inner(x)), ...fields];
  if (value instanceof Error) return [value.name, value.message, ...fields];
  return [value.constructor?.name, ...fields];
}

export type Outcome = { value: unknown } | { error: string };
export function outcome(run: (world: World) => unknown, world: World): Outcome {
  try {
    return { value: describeValue(run(world), world) };
  } catch (error) {
    if (error instanceof RegionError) throw error;
    return { error: (error as Error).name };
  }
}

export function twins(make: (o: any[]) => unknown): { plain: World; owned: World; region: any } {
  const ids = (): object[] => [0, 1, 2, 3].map((id) => ({ id }));
  const objects = ids();
  const plain = { v: make(objects), o: objects };
  const inside = ids();
  const region = new Region<any>({ v: make(inside), o: inside });
  return { plain, owned: { v: region.v, o: [...region.o] }, region };
}

/** Runs the steps on a value in a region and on a plain one: results, exceptions and contents must agree. */
export function compareTwins(make: (o: any[]) => unknown, steps: readonly Step[], borrowed = false): void {
  const { plain, owned, region } = twins(make);
  if (borrowed) {
    owned.alias = owned.v;
    owned.v = borrow(owned.v);
  }
  for (const one of steps) {
    expect(outcome(one, owned), one.label).toEqual(outcome(one, plain));
    expect(content(owned.v, owned), one.label).toEqual(content(plain.v, plain));
  }
  checkInvariant(region);
  if (borrowed) owned.v[Symbol.dispose]();
  const moved = move(region);
  expect(content(moved.v, { v: moved.v, o: [...moved.o] })).toEqual(content(plain.v, plain));
  checkInvariant(moved);
}

/** Both worlds must answer one question alike, and not by an exception. */
export function sameAnswer(make: (o: any[]) => unknown, ask: (v: any, world: World) => unknown): void {
  const { plain, owned, region } = twins(make);
  const expected = outcome((world) => ask(world.v, world), plain);
  expect(expected).toHaveProperty("value");
  expect(outcome((world) => ask(world.v, world), owned)).toEqual(expected);
  expect(content(owned.v, owned)).toEqual(content(plain.v, plain));
  checkInvariant(region);
}

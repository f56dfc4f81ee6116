import { types } from "node:util";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  configure,
  dissolve,
  freeze,
  isClosed,
  isFrozen,
  isRegion,
  merge,
  move,
  parentOf,
  Region,
  RegionError,
  regionInfo,
  regionOf,
  thaw,
  validate,
} from "../../src/index.js";

vi.setConfig({ testTimeout: 120_000 });

interface Pool {
  values: any[];
  borrows: { handle: any; ended: boolean }[];
}
interface Step {
  op: number;
  a: number;
  b: number;
  n: number;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A raw reference to an object that a region owns would go past every check, so it leaves the pool. */
function isRaw(value: unknown): boolean {
  return isObject(value) && !types.isProxy(value) && regionOf(value) !== undefined;
}

/** A field of an object, unless that would be a raw reference into a region: then a local object still holds it. */
function part(object: any, name: string): any {
  const value = object[name];
  if (isRaw(value)) return types.isProxy(object) ? expect.fail("a handle gave away a raw object") : new Map();
  return value;
}

const keyOf = (n: number): string => ["a", "b", "c"][n % 3]!;

/** The operations. Each takes anything from the pool and may add what it made. */
const operations: Record<string, (pool: Pool, a: any, b: any, n: number) => unknown> = {
  region: (pool) => pool.values.push(new Region<any>({ list: [], map: new Map() }, { name: `r${pool.values.length}` })),
  regionOf: (pool, a) => pool.values.push(new Region<any>({ a })),
  local: (pool, a, b) => pool.values.push({ a, list: [b], map: new Map([["k", a]]), set: new Set([b]) }),
  write: (_, a, b, n) => (a[keyOf(n)] = b),
  writeDeep: (_, a, b, n) => (a[keyOf(n)] = { deep: [b], map: new Map([[b, b]]) }),
  remove: (_, a, __, n) => delete a[keyOf(n)],
  read: (pool, a, _, n) => pool.values.push(part(a, keyOf(n))),
  readList: (pool, a) => pool.values.push(part(a, "list"), ...part(a, "list")),
  readMap: (pool, a) => pool.values.push(part(a, "map"), ...part(a, "map").keys(), ...part(a, "map").values()),
  push: (_, a, b) => part(a, "list").push(b),
  splice: (pool, a, b, n) => pool.values.push(...part(a, "list").splice(n % 2, 1, b)),
  mapSet: (_, a, b, n) => part(a, "map").set(n % 2 === 0 ? keyOf(n) : b, b),
  mapDelete: (_, a, b, n) => part(a, "map").delete(n % 2 === 0 ? keyOf(n) : b),
  mapClear: (_, a) => part(a, "map").clear(),
  setAdd: (_, a, b) => {
    a.set ??= new Set();
    part(a, "set").add(b);
  },
  setDelete: (_, a, b) => part(a, "set").delete(b),
  move: (pool, a) => pool.values.push(move(a)),
  borrow: (pool, a) => {
    const handle = borrow(a);
    pool.borrows.push({ handle, ended: false });
    pool.values.push(handle);
  },
  endBorrow: (pool, _, __, n) => {
    const held = pool.borrows[n % (pool.borrows.length || 1)];
    held?.handle[Symbol.dispose]();
    if (held !== undefined) held.ended = true;
  },
  close: (_, a) => close(a),
  drop: (_, a, __, n) => n % 4 === 0 && a[Symbol.dispose]?.(),
  freeze: (_, a, b, n) => n % 3 === 0 && freeze(a, ...(n % 2 === 0 ? [b] : [])),
  merge: (_, a, b) => merge(a, b),
  mergeUp: (_, a) => merge(a, parentOf(a) as any),
  dissolve: (pool, a, _, n) => n % 2 === 0 && pool.values.push(dissolve(a)),
  validate: (_, a) => validate(a),
  thaw: (pool, a) => isFrozen(a) && isObject(a) && pool.values.push(thaw<any>(a)),
  refreeze: (pool, a) => pool.values.push(freeze(thaw<any>(freeze(a)))),
};
const names = Object.keys(operations);

const step = fc.record({
  op: fc.nat(names.length - 1),
  a: fc.nat(40),
  b: fc.nat(40),
  n: fc.nat(100),
});

function isAlive(handle: any): boolean {
  try {
    return [(handle as { probe?: unknown }).probe].length === 1;
  } catch {
    return false;
  }
}

/** Errors of the runtime are explained; the engine's own may only come from the operation itself. */
function expectOrdinary(error: unknown): void {
  if (error instanceof RegionError) {
    expect(error.message.length).toBeGreaterThan(20);
    return;
  }
  if (error instanceof TypeError && error.message.includes("was given")) return;
  const thrownAt = ((error as Error).stack ?? "").split("\n").find((line) => /^ +at /.test(line)) ?? "";
  if (!(error instanceof TypeError) || /[\\/]src[\\/]/.test(thrownAt)) throw error;
}

function expectOrder(pool: Pool): void {
  const live = new Set<any>();
  for (const value of pool.values)
    if (isObject(value) && isAlive(value)) {
      const owner = regionOf(value);
      if (owner !== undefined) live.add(owner);
      expect(isFrozen(value) && owner !== undefined, "frozen and in a region").toBe(false);
    }
  checkInvariant(...live);
  const open = new Map<unknown, number>();
  for (const region of live) {
    const info = regionInfo(region);
    const outstanding = pool.borrows.filter(
      ({ handle, ended }) => !ended && isAlive(handle) && regionOf(handle) === region,
    );
    expect(info.borrowCount).toBe(1 + outstanding.length);
    expect(info.borrows).toHaveLength(outstanding.length);
    expect([info.state, isRegion(region)]).toEqual([isClosed(region) ? "closed" : "open", true]);
    expect(info.state).toBe(info.borrowCount === 1 && info.openSubregions === 0 ? "closed" : "open");
    const parent = parentOf(region);
    expect(info.parent).toBe(parent === undefined ? "none" : "region");
    if (parent !== undefined && info.state === "open") open.set(parent, (open.get(parent) ?? 0) + 1);
  }
  for (const [parent, count] of open)
    expect(regionInfo(parent as any).openSubregions, "open subregions").toBeGreaterThanOrEqual(count);
}

it.each(["fast", "full"] as const)('keeps order whatever operations follow each other, with checks: "%s"', (checks) => {
  configure({ checks });
  try {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 70 }), (steps: Step[]) => {
        const frozen: any = freeze({ a: { list: [{ n: 1 }], map: new Map([["k", {}]]) }, b: new Set([{}]) });
        const pool: Pool = {
          values: [
            new Region<any>({ a: { list: [] }, list: [], map: new Map() }, { name: "one" }),
            new Region<any>({ list: [{}], map: new Map([["a", {}]]) }, { name: "two" }),
            new Region<any>({ list: [], map: new Map() }, { name: "three" }),
            thaw<any>(frozen, { name: "thawed" }),
            { list: [] },
            frozen,
            1,
          ],
          borrows: [],
        };
        for (const { op, a, b, n } of steps) {
          pool.values = pool.values.filter((value) => !isRaw(value));
          const pick = (i: number): any => pool.values[i % pool.values.length];
          try {
            operations[names[op]!]!(pool, pick(a), pick(b), n);
          } catch (error) {
            expectOrdinary(error);
          }
          pool.values = pool.values.filter((value) => !isRaw(value));
          expectOrder(pool);
          expect([JSON.stringify(frozen), frozen.a.map.size, frozen.b.size]).toEqual([
            '{"a":{"list":[{"n":1}],"map":{}},"b":{}}',
            1,
            1,
          ]);
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 150), seed: Number(process.env.FUZZ_SEED ?? 5) },
    );
  } finally {
    configure({ checks: "fast" });
  }
});

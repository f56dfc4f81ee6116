import { types } from "node:util";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  freeze,
  isClosed,
  isFreezable,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  RegionError,
  regionInfo,
  regionOf,
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
  key: number;
  n: number;
}

const KEYS = ["a", "b", "list", "0", "1", "__proto__x"];

/** A raw reference to an object of a region: code that kept one goes past every check, so these operations do not use it. */
function isRaw(value: unknown): boolean {
  return typeof value === "object" && value !== null && !types.isProxy(value) && regionOf(value) !== undefined;
}

function listOf(value: any): any {
  const { list } = value;
  if (!isRaw(list)) return list;
  if (types.isProxy(value)) return expect.fail("a handle gave away the object behind another");
  throw new TypeError("a raw reference");
}

/** The operations. Each takes anything from the pool and may add what it made. */
const operations: ((pool: Pool, a: any, b: any, key: string, n: number) => unknown)[] = [
  (pool) => pool.values.push(new Region<any>({ list: [] }, { name: `r${pool.values.length}` })),
  (pool, a) => pool.values.push(new Region<any>(a)),
  (pool, a, b, key) => pool.values.push({ [key]: a, list: [b] }),
  (_pool, a, b, key) => (a[key] = b),
  (_pool, a, b, key) => (a[key] = { deep: [b] }),
  (_pool, a, b, key) => (a[key] = [b, b]),
  (_pool, a, _b, key) => delete a[key],
  (pool, a, _b, key) => pool.values.push(a[key]),
  (pool, a) => pool.values.push(listOf(a)),
  (_pool, a, b) => listOf(a).push(b),
  (_pool, a, b) => listOf(a).push({ x: b }, b),
  (_pool, a, b) => listOf(a).unshift(b),
  (_pool, a, b, _key, n) => listOf(a).splice(n % 3, n % 2, b),
  (pool, a, _b, _key, n) => pool.values.push(...listOf(a).splice(n % 3, 2)),
  (pool, a) => pool.values.push(listOf(a).pop()),
  (pool, a) => pool.values.push(listOf(a).shift()),
  (_pool, a) => listOf(a).reverse(),
  (_pool, a) => listOf(a).sort(() => 1),
  (_pool, a, b) => listOf(a).fill(b),
  (_pool, a, _b, _key, n) => listOf(a).copyWithin(n % 3, (n >> 1) % 3),
  (_pool, a, _b, _key, n) => (listOf(a).length = n % 4),
  (_pool, a, b, key) => Object.defineProperty(a, key, { value: b, configurable: true }),
  (_pool, a, b, key) => Object.defineProperty(a, key, { get: () => b, configurable: true }),
  (_pool, a, b) => Object.assign(a, b),
  (pool, a) => pool.values.push({ ...a }),
  (pool, a) => pool.values.push(move(a)),
  (pool, a) => {
    const handle = borrow(a);
    pool.borrows.push({ handle, ended: false });
    pool.values.push(handle);
  },
  (pool, a, b, key) => borrow(a, (held: any) => pool.values.push(held, (held[key] = b))),
  (pool, _a, _b, _key, n) => {
    const held = pool.borrows[n % pool.borrows.length];
    if (held !== undefined) {
      held.handle[Symbol.dispose]();
      held.ended = true;
    }
  },
  (_pool, a) => close(a),
  (_pool, a, _b, _key, n) => n % 4 === 0 && a[Symbol.dispose]?.(),
  (_pool, a, _b, _key, n) => n % 3 === 0 && freeze(a),
  (_pool, a, b) => freeze(a, [b]),
  (_pool, a, b, key) => Reflect.set(a, key, b, b),
  (_pool, a) => borrowCount(a),
  (_pool, a) => parentOf(a),
  (_pool, a) => isClosed(a),
  (pool, a) => pool.values.push(regionOf(a)),
  (_pool, a) => [isFrozen(a), isFreezable(a), isRegion(a)],
  (_pool, a) => checkInvariant(a),
];

const step = fc.record({
  op: fc.oneof(fc.nat(operations.length - 1), fc.nat(14)),
  a: fc.nat(40),
  b: fc.nat(40),
  key: fc.nat(KEYS.length - 1),
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
function isOrdinary(error: unknown): boolean {
  if (error instanceof RegionError) return true;
  if (!(error instanceof TypeError || error instanceof RangeError)) return false;
  const thrownAt = (error.stack ?? "").split("\n").find((line) => /^ +at /.test(line)) ?? "";
  return !/[\\/]src[\\/]/.test(thrownAt) || error.message.includes("was given");
}

describe("whatever operations follow each other", () => {
  it("no object has two owners, counts are right, and errors are explained", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps: Step[]) => {
        const frozen = freeze({ f: { list: [1] } });
        const pool: Pool = {
          values: [
            new Region<any>({ a: { list: [] }, list: [] }, { name: "one" }),
            new Region<any>({ list: [{}] }, { name: "two" }),
            new Region<any>([], { name: "three" }),
            { list: [] },
            frozen,
            1,
          ],
          borrows: [],
        };
        for (const { op, a, b, key, n } of steps) {
          pool.values = pool.values.filter((value) => !isRaw(value));
          const { values } = pool;
          const pick = (i: number): any => values[i % values.length];
          try {
            operations[op]!(pool, pick(a), pick(b), KEYS[key]!, n);
          } catch (error) {
            if (!isOrdinary(error)) throw error;
          }
          const live = new Set<any>();
          for (const value of values)
            if (isAlive(value)) {
              const owner = typeof value === "object" && value !== null ? regionOf(value) : undefined;
              if (owner !== undefined) live.add(owner);
            }
          checkInvariant(...live);
          for (const region of live) {
            const info = regionInfo(region);
            expect(info.borrowCount).toBeGreaterThanOrEqual(1);
            expect(info.borrows).toHaveLength(info.borrowCount - 1);
            expect(info.state).toBe(isClosed(region) ? "closed" : "open");
            const outstanding = pool.borrows.filter(
              ({ handle, ended }) => !ended && isAlive(handle) && regionOf(handle) === region,
            ).length;
            expect(info.borrowCount).toBe(1 + outstanding);
            const parent = parentOf(region);
            expect(info.parent).toBe(parent === undefined ? "none" : "region");
            if (parent !== undefined && info.state === "open")
              expect(regionInfo(parent as any).openSubregions).toBeGreaterThan(0);
          }
          expect([JSON.stringify(frozen), isFrozen(frozen)]).toEqual(['{"f":{"list":[1]}}', true]);
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 150), seed: Number(process.env.FUZZ_SEED ?? 3) },
    );
  });
});

import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { Tinypool } from "tinypool";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Cown, Region, RegionError, when } from "../../src/index.js";
import { behaviours, type TaskPool, whenOn } from "../../src/pool.js";
import { struct } from "../../src/threads.js";
import type { Account } from "./worker/bank.js";

vi.setConfig({ testTimeout: 120_000 });

const filename = new URL("worker/boot.mjs", import.meta.url).href;
const over = (pool: { run: TaskPool["run"] }, more: object = {}): TaskPool => ({
  run: (task, options) => pool.run(task, { ...options, ...more, filename }),
});
const piscina = new Piscina({ minThreads: 1, maxThreads: 1 });
const pool = over(piscina);
afterAll(() => piscina.destroy());

const hostile = behaviours<typeof import("./worker/hostile.js")>(new URL("worker/hostile.ts", import.meta.url));

const account = (balance: number, name = "account"): Cown<Region<Account>> =>
  new Cown(new Region<Account>({ balance }), { name });
const balancesOf = (...cowns: Cown<Region<Account>>[]): Promise<number[]> =>
  when(cowns, (...guards) => guards.map(({ value }) => value.balance));

async function rejection(promise: Promise<unknown>): Promise<any> {
  return promise.then(
    (value) => expect.unreachable(`it was resolved, with ${String(value)}`),
    (error: unknown) => error,
  );
}

describe("Whatever a body throws, its changes are there, and who called it is told", () => {
  it.each<[string, (thrown: any) => boolean]>([
    ["undefined", (thrown) => thrown === undefined],
    ["null", (thrown) => thrown === null],
    ["symbol", ({ message }) => /a behaviour threw .*symbol/.test(message)],
    ["function", ({ message }) => /a behaviour threw .*function/.test(message)],
    [
      "frozen error",
      (thrown) => thrown instanceof RangeError && thrown.message === "frozen" && Object.isFrozen(thrown),
    ],
    ["error with a function", (thrown) => thrown instanceof Error && thrown.message === "has more"],
    ["handle", ({ message }) => /Cannot throw from a behaviour a handle/.test(message)],
    ["region", (thrown) => thrown.n === 1],
    ["promise", ({ message }) => /a behaviour threw .*Promise/.test(message)],
  ])("%s", async (what, isRight) => {
    const cown = account(1);
    expect(await rejection(whenOn(pool, [cown], hostile("throwValue"), what))).toSatisfy(isRight);
    expect(await balancesOf(cown)).toEqual([2]);
  });
});

it("Contents that change places, or leave their cown, are where the body has put them", async () => {
  const [a, b] = [1, 2].map((balance) => new Cown<Region<Account> | null>(new Region<Account>({ balance })));
  await whenOn(pool, [a!, b!], hostile("swap"));
  expect(await when([a!, b!], (...guards) => guards.map(({ value }) => value!.balance))).toEqual([2, 1]);
  const taken = await whenOn(pool, [a!], hostile("takeOut"));
  expect([taken.balance, await when(a!, ({ value }) => value)]).toEqual([2, null]);
});

it("A borrow that is still open when the body is over is an error, and the changes stay, as in when", async () => {
  const cown = account(7);
  expect((await rejection(whenOn(pool, [cown], hostile("keepBorrow")))).code).toBe("ERR_BORROW_LEAKED");
  expect(await balancesOf(cown)).toEqual([-1]);
});

it("A result that cannot travel is refused, and the changes stay", async () => {
  const cown = account(7);
  const error = await rejection(whenOn(pool, [cown], hostile("returnFunction")));
  expect(error).toMatchObject({ code: "ERR_NOT_SENDABLE" });
  expect(await balancesOf(cown)).toEqual([8]);
});

it("What comes back of a class that is not known here leaves all cowns as they were", async () => {
  const [a, b] = [new Cown(new Region<Record<string, unknown>>({ n: 1 })), account(2)];
  const error = await rejection(whenOn(pool, [a, b], hostile("storeUnknown")));
  expect(error).toMatchObject({ code: "ERR_UNKNOWN_TYPE" });
  expect(await when(a, ({ value }) => Object.entries(value))).toEqual([["n", 1]]);
  expect(await balancesOf(b)).toEqual([2]);
  expect(await rejection(whenOn(pool, [b], hostile("returnUnknown")))).toMatchObject({ code: "ERR_UNKNOWN_TYPE" });
  expect(await balancesOf(b)).toEqual([3]);
});

it("A module that cannot be loaded, and what all objects have, are told apart from behaviours", async () => {
  const cown = account(1);
  const broken = behaviours<any>(new URL("worker/broken.mjs", import.meta.url))("anything");
  expect((await rejection(whenOn(pool, [cown], broken as any))).message).toBe("this module cannot be loaded");
  for (const name of ["toString", "constructor", "__proto__"])
    expect((await rejection(whenOn(pool, [cown], (hostile as any)(name)))).message).toContain(
      "exports nothing of that name",
    );
  expect(await whenOn(pool, [], (hostile as any)("own"))).toBe("own");
  expect(await balancesOf(cown)).toEqual([1]);
});

it("Fields in shared memory are no content that can be lent", async () => {
  const cown = new Cown(struct({ n: "i32" }, { n: 5 }));
  expect(await rejection(whenOn(pool, [cown], hostile("hang") as any))).toMatchObject({ code: "ERR_NOT_SENDABLE" });
  expect(await when(cown, ({ value }) => value.n)).toBe(5);
});

it.each([
  undefined,
  null,
  5,
  {},
  { contents: [] },
  { contents: [undefined, undefined], ended: "returned" },
  { contents: [{}], ended: "returned" },
])("A pool that answers with something else, %j, leaves the cown as it was", async (answer) => {
  const cown = account(7);
  const odd: TaskPool = { run: () => Promise.resolve(answer) };
  expect(await rejection(whenOn(odd, [cown], hostile("keepBorrow")))).toMatchObject({ code: "ERR_BAD_PACKET" });
  expect(await balancesOf(cown)).toEqual([7]);
});

it("A pool that throws at once, or rejects with no error, has not run it", async () => {
  const cown = account(7);
  const pools: TaskPool[] = [
    { run: () => { throw new Error("closed"); } }, // prettier-ignore
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what pools do
    { run: () => Promise.reject(undefined) },
  ];
  for (const odd of pools)
    expect(await rejection(whenOn(odd, [cown], hostile("keepBorrow")))).toMatchObject({ code: "ERR_OWNER_LOST" });
  expect(await balancesOf(cown)).toEqual([7]);
});

describe("A body that never ends is ended", () => {
  const ways: [string, () => { pool: TaskPool; end: () => unknown }][] = [
    ["when its Piscina is destroyed", () => {
      const own = new Piscina({ minThreads: 1, maxThreads: 1 });
      return { pool: over(own), end: () => own.destroy() };
    }],
    ["when its Tinypool is destroyed", () => {
      const own = new Tinypool({ minThreads: 1, maxThreads: 1 });
      return { pool: over(own), end: () => own.destroy() };
    }],
    ["by a signal that the pool knows", () => {
      const own = new Piscina({ minThreads: 1, maxThreads: 1 });
      const stop = new AbortController();
      return { pool: over(own, { signal: stop.signal }), end: () => (stop.abort(), own.destroy()) };
    }],
  ]; // prettier-ignore

  it.each(ways)("%s, and the cown has what it had before", async (_, begin) => {
    const { pool: own, end } = begin();
    const cown = account(7);
    const { port1, port2 } = new MessageChannel();
    const hung = rejection(whenOn(own, [cown], hostile("hang"), new Region({ port: port2 })));
    const next = when(cown, ({ value }) => (value.balance += 1));
    await once(port1, "message");
    await end();
    expect(await hung).toMatchObject({ code: "ERR_OWNER_LOST" });
    expect(await next).toBe(8);
    port1.close();
  });
});

it("A behaviour on a pool that waits for a cown that its caller holds is refused", async () => {
  const cown = account(1);
  const inner = when(cown, async () => {
    await whenOn(pool, [cown], hostile("returnFunction"));
  });
  const error = await rejection(inner);
  expect(error).toBeInstanceOf(RegionError);
  expect(error).toMatchObject({ code: "ERR_WOULD_DEADLOCK" });
  expect(await balancesOf(cown)).toEqual([1]);
});

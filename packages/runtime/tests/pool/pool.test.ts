import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { Tinypool } from "tinypool";
import { afterAll, expect, it, vi } from "vitest";
import { Cown, freeze, isFrozen, isRegion, read, Region, RegionError, when } from "../../src/index.js";
import { behaviours, type TaskPool, whenOn } from "../../src/pool.js";
import { regionError } from "../errors.js";
import type { Account } from "./worker/bank.js";
import { Overdrawn } from "./worker/bank.js";
import { Point } from "../threads/worker/point.js";

vi.setConfig({ testTimeout: 60_000 });

const piscina = new Piscina({ minThreads: 2, maxThreads: 2 });
const filename = new URL("worker/boot.mjs", import.meta.url).href;
/** The sources are TypeScript, and need a module that loads it. */
const pool: TaskPool = { run: (task, options) => piscina.run(task, { ...options, filename }) };
const bank = behaviours<typeof import("./worker/bank.js")>(new URL("worker/bank.ts", import.meta.url));

afterAll(() => piscina.destroy());

const account = (balance: number, name = "account"): Cown<Region<Account>> =>
  new Cown(new Region<Account>({ balance }), { name });
const balanceOf = (cown: Cown<Region<Account>>): Promise<number> => when(cown, ({ value }) => value.balance);

/** What a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<any> {
  return promise.then(
    (value) => expect.unreachable(`it was resolved, with ${String(value)}`),
    (error: unknown) => error,
  );
}

it("The body runs in another thread on what the cowns hold, and its changes come back", async () => {
  const [from, to] = [account(10), account(0)];
  expect(await whenOn(pool, [from, to], bank("transfer"), 4)).toBe(6);
  expect([await balanceOf(from), await balanceOf(to)]).toEqual([6, 4]);
});

it("One cown needs no list, and primitives are replaced", async () => {
  const counter = new Cown(1);
  expect(await whenOn(pool, counter, bank("increment"))).toBe(2);
  expect(await when(counter, ({ value }) => value)).toBe(2);
});

it("Behaviours run in the order in which they were spawned, wherever their bodies run", async () => {
  const cown = account(0);
  const seen: number[] = [];
  const see = (): Promise<void> => when(cown, ({ value }) => void seen.push(value.balance));
  await Promise.all([
    whenOn(pool, [cown], bank("deposit"), 1),
    see(),
    whenOn(pool, [cown], bank("deposit"), 10),
    whenOn(pool, [cown], bank("deposit"), 100),
    see(),
  ]);
  expect(seen).toEqual([1, 111]);
});

it("Behaviours without a common cown run at the same time", async () => {
  const { port1, port2 } = new MessageChannel();
  const meeting = [port1, port2].map((port) => whenOn(pool, [account(1)], bank("meet"), new Region({ port })));
  expect(await Promise.all(meeting)).toEqual(["here", "here"]);
});

it("Readers get a copy each, and run at the same time as others that read", async () => {
  const [first, second] = [account(3), account(4)];
  const sum = await when([read(first)], () => whenOn(pool, [read(first), read(second)], bank("total")));
  expect(sum).toBe(7);
  expect(await balanceOf(first)).toBe(3);
  const error = await rejection(whenOn(pool, [read(first)], bank("writeWhileReading")));
  expect(error).toMatchObject({ code: "ERR_READ_ONLY" });
});

it("A cown that is given twice is acquired once, for writing if that is asked for at all", async () => {
  const cown = account(10);
  await whenOn(pool, [cown, cown], bank("transfer"), 4);
  expect(await balanceOf(cown)).toBe(10);
});

it("Arguments are moved, shared or copied, by what they are", async () => {
  const job = new Region({ point: new Point(3, 4) });
  const seen = await whenOn(pool, [new Cown(null)], bank("describeArguments"), job, freeze({ a: 1 }), 5);
  expect(seen).toEqual({ region: true, length: 5, frozen: true, n: 5 });
  regionError("ERR_USE_AFTER_MOVE", () => job.point);
});

it("A cown is one cown of both threads", async () => {
  const counter = new Cown(1);
  await Promise.all([1, 2].map(() => whenOn(pool, [new Cown(null)], bank("countIn"), counter)));
  expect(await when(counter, ({ value }) => value)).toBe(3);
});

it("An argument that cannot travel is refused at once, and none is consumed", () => {
  const job = new Region({ n: 1 });
  const bad = new Region({ n: () => 1 });
  const give = bank("giveJob") as any;
  expect(regionError("ERR_NOT_SENDABLE", () => whenOn(pool, [], give, job, bad)).path).toBe("$[1].n");
  expect(regionError("ERR_NOT_SENDABLE", () => whenOn(pool, [], give, job, { n: 1 })).path).toBe("$[1]");
  expect(job.n).toBe(1);
});

it("What the body returns is moved if it is a region, frozen if it was, and plain otherwise", async () => {
  const job = await whenOn(pool, [], bank("giveJob"), new Region({ n: 1 }));
  expect([isRegion(job), job.n]).toEqual([true, 2]);
  const frozen = (await whenOn(pool, [], bank("frozenResult"))) as { list: number[] };
  expect([isFrozen(frozen), frozen.list]).toEqual([true, [1, 2]]);
  const cown = account(10);
  const halves = await whenOn(pool, [cown], bank("split"));
  expect(halves.map((half) => [isRegion(half), half.balance])).toEqual([
    [true, 5],
    [true, 5],
  ]);
});

it("A handle that ended with the body is refused, as in when", async () => {
  const error = await rejection(whenOn(pool, [account(1)], bank("leakHandle")));
  expect(error).toMatchObject({ code: "ERR_INVALIDATED" });
});

it("An exception comes with its class, its message, and the stacks of both threads; changes made before it stay", async () => {
  const cown = account(1);
  const range: Error = await rejection(whenOn(pool, [cown, account(0)], bank("transfer"), 5));
  expect(range).toBeInstanceOf(RangeError);
  expect(range.message).toBe("only 1 left");
  expect(range.stack).toMatch(/bank\.ts[\s\S]*in a thread, for[\s\S]*pool\.test\.ts/);
  const registered = await rejection(whenOn(pool, [cown], bank("withdraw"), 5));
  expect(registered).toBeInstanceOf(Overdrawn);
  expect(registered.missing).toBe(4);
  const unregistered = await rejection(whenOn(pool, [cown], bank("depositAndThrow"), 5));
  expect(unregistered).toMatchObject({ name: "BankError", message: "the bank is closed", opensIn: 5 });
  expect(await balanceOf(cown)).toBe(6);
  expect(await rejection(whenOn(pool, [], bank("throwText")))).toBe("text");
  const ours = await rejection(whenOn(pool, [], bank("refuse")));
  expect(ours).toBeInstanceOf(RegionError);
  expect(ours).toMatchObject({ code: "ERR_NOT_FREE", message: "as if it were not free", path: "$.a" });
});

it("When the thread dies, the behaviour is lost and its cowns have what they had before", async () => {
  const cown = account(7);
  const dying = whenOn(pool, [cown], bank("die"));
  const next = whenOn(pool, [cown], bank("deposit"), 1);
  const error = await rejection(dying);
  expect(error).toMatchObject({ code: "ERR_OWNER_LOST" });
  expect(error.message).toContain("die()");
  expect(error.cause).toBeInstanceOf(Error);
  await next;
  expect(await balanceOf(cown)).toBe(8);
});

it("When what is left in a cown cannot travel, all cowns have what they had before", async () => {
  const cown = account(7);
  const error = await rejection(whenOn(pool, [cown], bank("storeFunction")));
  expect(error).toMatchObject({ code: "ERR_NOT_SENDABLE", path: "$.onChange" });
  expect(await balanceOf(cown)).toBe(7);
});

it("A content that cannot travel stays where it is, and so do the others", async () => {
  const cown = account(7);
  await when(cown, ({ value }) => {
    (value as any).onChange = () => 1;
  });
  const first = account(1);
  const error = await rejection(whenOn(pool, [first, cown], bank("transfer"), 1));
  expect(error).toMatchObject({ code: "ERR_NOT_SENDABLE", path: "$.onChange" });
  expect([await balanceOf(first), await balanceOf(cown)]).toEqual([1, 7]);
});

it("A port cannot be lent, for it would be lost with the thread", async () => {
  const { port1 } = new MessageChannel();
  const cown = new Cown(new Region({ port: port1 }), { name: "wire" });
  const error = await rejection(whenOn(pool, [cown], bank("leakHandle") as any));
  expect(error).toMatchObject({ code: "ERR_NOT_SENDABLE" });
  expect(error.message).toContain('cown "wire"');
  await when(cown, ({ value }) => value.port.close());
});

it("Any pool will do that runs an export of a file", async () => {
  const tinypool = new Tinypool({ minThreads: 1, maxThreads: 1 });
  const tiny: TaskPool = { run: (task, options) => tinypool.run(task, { ...options, filename }) };
  const [from, to] = [account(10), account(0)];
  expect(await whenOn(tiny, [from, to], bank("transfer"), 4)).toBe(6);
  await tinypool.destroy();
});

it("Large buffers are moved there and back", async () => {
  const cown = new Cown(new Region<any>({ balance: 1, numbers: new Float64Array(1000).fill(3) }));
  await whenOn(pool, [cown], bank("deposit"), 1);
  expect(await when(cown, ({ value }) => [value.balance, value.numbers.length, value.numbers[999]])).toEqual([
    2, 1000, 3,
  ]);
});

it("What is no export, no function, no module, no pool, no cown or no behaviour is told apart", async () => {
  const missing = await rejection(whenOn(pool, [], (bank as any)("mising")));
  expect(missing.message).toMatch(/mising\(\) of file:.*bank\.ts, which exports nothing of that name/);
  const constant = await rejection(whenOn(pool, [], (bank as any)("answer")));
  expect(constant.message).toMatch(/which exports the number 42\. Export a function\./);
  const nowhere = behaviours<any>(new URL("worker/nowhere.ts", import.meta.url))("x");
  expect((await rejection(whenOn(pool, [], nowhere as any))).message).toContain("nowhere.ts");
  expect(() => behaviours("./bank.js")).toThrow(/import\.meta\.url/);
  expect(() => behaviours("file:///bank.js")(5 as never)).toThrow(/name of an export/);
  expect(() => whenOn({} as never, [], bank("frozenResult"))).toThrow(/Piscina or a Tinypool/);
  expect(() => whenOn(pool, [5 as never], bank("frozenResult") as any)).toThrow(/Give it a cown/);
  expect(() => whenOn(pool, [], (() => 1) as any)).toThrow(/its name can/);
});

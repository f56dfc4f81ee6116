import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { borrow, configure, Cown, cownInfo, quiesce, read, Region, when } from "../../src/index.js";
import { regionError, rejection } from "../errors.js";

const EVENTS = ["wait", "acquire", "release", "failure"] as const;

interface Message {
  readonly use: object;
  readonly by: string;
  readonly site: string | undefined;
  readonly cowns: readonly Cown<unknown>[];
  readonly names: readonly (string | undefined)[];
  readonly error: unknown;
}

describe("cownInfo", () => {
  afterEach(() => configure({ sites: false }));

  it("tells who has a cown, who waits for it, and where they asked", async () => {
    configure({ sites: true });
    const [a, b] = [new Cown(0, { name: "a" }), new Cown(0)];
    expect(cownInfo(a)).toEqual({ name: "a", state: "released", holders: [], queue: [] });
    const held = b.tryAcquire()!;
    void when([a, b], () => 0);
    void a.acquire().then((guard) => guard[Symbol.dispose]());
    void when(read(a), () => 0);
    const { state, holders, queue } = cownInfo(a);
    expect([state, holders, queue.map(({ by, mode }) => `${by} ${mode}`)]).toEqual(["released", [], ["when write", "acquire write", "when read"]]); // prettier-ignore
    expect(cownInfo(b).holders).toMatchObject([{ by: "acquire", mode: "write" }]);
    for (const { site } of [...queue, ...cownInfo(b).holders]) expect(site).toMatch(/diagnostics\.test\.ts:\d+/);
    held[Symbol.dispose]();
    await quiesce();
  });

  it("is for cowns", () => {
    expect(() => cownInfo({} as never)).toThrow(TypeError);
  });
});

describe("Tracing tools that subscribe to node:diagnostics_channel", () => {
  const log: { event: string; message: Message }[] = [];
  const listeners = EVENTS.map((event) => ({
    name: `regions-runtime:cown:${event}`,
    listen: (message: unknown) => void log.push({ event, message: message as Message }),
  }));

  beforeEach(() => {
    log.length = 0;
    for (const { name, listen } of listeners) subscribe(name, listen);
  });

  afterEach(() => {
    for (const { name, listen } of listeners) unsubscribe(name, listen);
  });

  const told = (): string[] => log.map(({ event, message: { by, names } }) => `${event} ${by} ${names.join("+")}`);

  it("are told when behaviours wait, acquire and release", async () => {
    const [a, b] = [new Cown(0, { name: "a" }), new Cown(0, { name: "b" })];
    void when([a, b], () => 0);
    void when(a, () => 0);
    await quiesce();
    expect(told()).toEqual(["acquire when a+b", "wait when a", "acquire when a", "release when a+b", "release when a"]);
    expect(log[0]!.message.cowns).toEqual([a, b]);
    expect(log[0]!.message.use).toBe(log[3]!.message.use);
    expect(log[0]!.message.use).not.toBe(log[1]!.message.use);
  });

  it("are told of guards", async () => {
    const cown = new Cown(0, { name: "a" });
    const held = cown.tryAcquire()!;
    const waiting = cown.acquire();
    held[Symbol.dispose]();
    (await waiting)[Symbol.dispose]();
    expect(told()).toEqual(["acquire acquire a", "wait acquire a", "acquire acquire a", "release acquire a", "release acquire a"]); // prettier-ignore
  });

  it("are told of failures: exceptions, leaked borrows, timeouts, refused waits", async () => {
    const cown = new Cown(new Region({ list: [] }), { name: "a" });
    const mistake = new Error("no money");
    await expect(when(cown, () => { throw mistake; })).rejects.toBe(mistake); // prettier-ignore
    await rejection(
      "ERR_BORROW_LEAKED",
      when(cown, (held) => void borrow(held.value.list)),
    );
    await rejection(
      "ERR_WOULD_DEADLOCK",
      when(cown, async () => await when(cown, () => 0)),
    );
    const held = cown.tryAcquire()!;
    await rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 0 }));
    borrow(held.value.list);
    regionError("ERR_BORROW_LEAKED", () => held[Symbol.dispose]());
    const failures = log.filter(({ event }) => event === "failure").map(({ message }) => message.error);
    expect(failures.map((error) => (error as { code?: string }).code ?? error)).toEqual([
      mistake,
      "ERR_BORROW_LEAKED",
      "ERR_WOULD_DEADLOCK",
      "ERR_WOULD_DEADLOCK",
      "ERR_TIMEOUT",
      "ERR_BORROW_LEAKED",
    ]);
  });
});

describe("Errors of waiting name the places that stand in the way", () => {
  beforeEach(() => configure({ sites: true }));
  afterEach(() => configure({ sites: false }));
  const here = expect.stringContaining("diagnostics.test.ts:") as string;

  it("ERR_TIMEOUT: where the cown was acquired", async () => {
    const cown = new Cown(0, { name: "account" });
    using held = cown.tryAcquire();
    const { sites, message } = await rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 0 }));
    expect([held !== undefined, sites, message]).toEqual([true, [here], here]);
  });

  it("ERR_WOULD_DEADLOCK: where the body that waits was spawned", async () => {
    const cown = new Cown(0, { name: "account" });
    const waits = when(cown, async () => await when(cown, () => 0));
    expect((await rejection("ERR_WOULD_DEADLOCK", waits)).sites).toEqual([here]);
  });

  it("ERR_TIMEOUT of quiesce: the cowns, and where the behaviours were spawned", async () => {
    const [a, b] = [new Cown(0, { name: "a" }), new Cown(0)];
    const held = a.tryAcquire()!;
    const waits = when([a, b], () => 0);
    const { sites, message } = await rejection("ERR_TIMEOUT", quiesce({ timeoutMs: 0 }));
    expect([sites, message]).toEqual([[here], expect.stringContaining('for cown "a", a cown (begun at ')]);
    held[Symbol.dispose]();
    await waits;
  });

  it("ERR_TIMEOUT of quiesce: ten cowns and how many more", async () => {
    const all = when(Array.from({ length: 12 }, (_, i) => new Cown(i, { name: `c${i}` })), () => 0); // prettier-ignore
    const { message } = await rejection("ERR_TIMEOUT", quiesce({ timeoutMs: 0 }));
    expect(message).toContain('cown "c9" and 2 more (begun at ');
    await all;
  });
});

describe("A console shows", () => {
  it("a guard by the name of its cown, and whether it has ended", async () => {
    const guard = await when(new Cown(0, { name: "account" }), (held) => {
      expect(inspect(held)).toBe("Guard(account) { acquired }");
      return held;
    });
    expect(inspect(guard)).toBe("Guard(account) { ended }");
  });
});

describe("The engine calls a class that was called without new by its name", () => {
  it.each([Cown, Region])("%o", (type) => {
    const call = type as unknown as () => void;
    expect(() => call()).toThrow(`Class constructor ${type.name} cannot be invoked without 'new'`);
  });
});

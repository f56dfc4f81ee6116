import { describe, expect, it, vi } from "vitest";
import type * as Runtime from "../../src/index.js";
import { Cown, cownInfo, quiesce, read, when } from "../../src/index.js";
import { rejection } from "../errors.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("A body that waits for a cown that it holds is refused with ERR_WOULD_DEADLOCK", () => {
  const cown = new Cown(1, { name: "account" });
  const again = () => when(cown, () => 1);
  const waits: Record<string, () => Promise<unknown>> = {
    "by await": async () => await again(),
    "by await, after another await": async () => {
      await turn();
      await again();
    },
    "by returning the promise from an async body": async () => again(),
    "by returning the promise": () => again(),
    "by Promise.all": async () => void (await Promise.all([turn(), again()])),
    "by Promise.race": async () => void (await Promise.race([again()])),
    "through then": async () => await again().then((n) => n + 1),
    "through finally": async () => await again().finally(() => undefined),
    "through Promise.resolve": async () => await Promise.resolve(again()),
    "through a promise of its own": async () =>
      await new Promise((resolve, reject) => void again().then(resolve as () => void, reject)),
    "in a helper": async () => {
      const helper = async () => {
        await turn();
        await again();
      };
      await helper();
    },
    "for acquire": async () => await cown.acquire(),
    "for acquire with a time": async () => await cown.acquire({ timeoutMs: 100_000 }),
    "for one of several cowns": async () => await when([new Cown(2), cown], () => 1),
    "for reading": async () => await when(read(cown), () => 1),
    "after a timer": async () => {
      await new Promise((resolve) => setTimeout(resolve));
      await again();
    },
  };

  it.each(Object.entries(waits))("%s", async (_, wait) => {
    const { message } = await rejection("ERR_WOULD_DEADLOCK", when(cown, wait));
    expect(message).toContain('Cannot wait for cown "account"');
    expect(cownInfo(cown)).toMatchObject({ state: "released", holders: [], queue: [] });
    await quiesce();
  });

  it("and what it waited for never runs", async () => {
    let ran = false;
    await when(cown, async () => {
      await rejection("ERR_WOULD_DEADLOCK", (async () => await when(cown, () => (ran = true)))());
    });
    await quiesce();
    expect(ran).toBe(false);
  });

  it("also for what was spawned before the body ran", async () => {
    const gates: (() => void)[] = [];
    const body = when(cown, async () => {
      await new Promise<void>((resolve) => gates.push(resolve));
      await later;
    });
    const later = when(cown, () => 1);
    await turn();
    gates[0]!();
    await rejection("ERR_WOULD_DEADLOCK", body);
    await rejection("ERR_WOULD_DEADLOCK", later);
  });

  it("also for a cown that it has got by acquire, until the guard is disposed", async () => {
    const other = new Cown(2, { name: "other" });
    await when(cown, async () => {
      const held = await other.acquire();
      const { message } = await rejection("ERR_WOULD_DEADLOCK", (async () => await other.acquire())());
      expect(message).toContain('cown "other"');
      held[Symbol.dispose]();
      (await other.acquire())[Symbol.dispose]();
      expect(await when(other, (value) => value.value)).toBe(2);
    });
  });

  it("also where it only reads, if a writer waits in between", async () => {
    await when(read(cown), async () => {
      expect(await when(read(cown), (held) => held.value)).toBe(1);
      const writer = when(cown, () => 2);
      await rejection("ERR_WOULD_DEADLOCK", (async () => await when(read(cown), () => 1))());
      void writer;
    });
    await quiesce();
  });

  it("also when it waits for all behaviours to end", async () => {
    const { message } = await rejection("ERR_WOULD_DEADLOCK", when([], async () => await quiesce())); // prettier-ignore
    expect(message).toContain("quiesce()");
  });
});

describe("It is not refused", () => {
  it("to schedule without waiting, with reactions or without", async () => {
    const cown = new Cown(1);
    const log: unknown[] = [];
    await when(cown, async () => {
      void when(cown, () => log.push("plain"));
      void when(cown, () => "then").then((value) => log.push(value));
      void when(cown, () => "bound").then(log.push.bind(log));
      void when(cown, () => { throw new Error("catch"); }).catch((error: unknown) => log.push((error as Error).message)); // prettier-ignore
      void cown.acquire().then((held) => { log.push("acquired"); held[Symbol.dispose](); }); // prettier-ignore
      await turn();
    });
    await quiesce();
    await turn();
    expect(new Set(log)).toEqual(new Set(["plain", "then", "bound", "catch", "acquired"]));
  });

  it("to wait for other cowns, and for what has run already", async () => {
    const [a, b] = [new Cown(1), new Cown(2)];
    const before = when(a, (held) => held.value);
    expect(await when(a, async (held) => held.value + (await before) + (await when(b, ({ value }) => value)))).toBe(4);
  });

  it("to wait after the body is over", async () => {
    const cown = new Cown(1);
    let late: Promise<number> | undefined;
    await when(cown, async () => {
      late = (async () => {
        await turn();
        return await when(cown, (held) => held.value);
      })();
    });
    expect(await late).toBe(1);
  });

  it("to try without waiting: that is ERR_TIMEOUT", async () => {
    const cown = new Cown(1);
    await when(cown, async () => {
      await rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 0 }));
      expect(cown.tryAcquire()).toBeUndefined();
    });
  });
});

describe("After so many bodies that did not wait that they are not followed any more", () => {
  it.each<[string, (again: () => Promise<unknown>) => Promise<unknown>]>([
    [
      "by await in a helper",
      async (again) => {
        await turn();
        await again();
      },
    ],
    ["in a callback of then", (again) => turn().then(() => again())],
    [
      "by Promise.all, deep down",
      async (again) => {
        const helper = async (): Promise<void> => {
          await turn();
          await again();
        };
        await turn();
        await Promise.all([turn(), helper()]);
      },
    ],
  ])("the first one that waits for what it holds is refused all the same: %s", async (_, wait) => {
    vi.resetModules();
    const fresh = (await import("../../src/index.js")) as typeof Runtime;
    const cown = new fresh.Cown(0);
    for (let i = 0; i < 150; i++) await fresh.when(cown, (held) => (held.value += 1));
    const waits = fresh.when(cown, () => wait(() => fresh.when(cown, () => 1)));
    await expect(waits).rejects.toMatchObject({ code: "ERR_WOULD_DEADLOCK" });
    expect(await fresh.when(cown, (held) => held.value)).toBe(150);
  });

  it.each<[string, unknown]>([
    ["that are no text", (_: Error, sites: unknown) => ({ sites })],
    ["that its host does not take", undefined],
  ])("a program with stack traces %s goes on, and finds its limit as it was", async (_, prepareStackTrace) => {
    vi.resetModules();
    const fresh = (await import("../../src/index.js")) as typeof Runtime;
    const [cown, other] = [new fresh.Cown(0), new fresh.Cown(1)];
    for (let i = 0; i < 150; i++) await fresh.when(cown, (held) => (held.value += 1));
    const { captureStackTrace, stackTraceLimit } = Error;
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "captureStackTrace");
    else Object.assign(Error, { prepareStackTrace });
    try {
      const both = () => Promise.all([1, 2].map(() => fresh.when(other, (held) => held.value++)));
      expect(await fresh.when(cown, () => turn().then(both))).toEqual([1, 2]);
    } finally {
      Object.assign(Error, { captureStackTrace });
      Reflect.deleteProperty(Error, "prepareStackTrace");
    }
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it("others may wait for it", async () => {
    vi.resetModules();
    const fresh = (await import("../../src/index.js")) as typeof Runtime;
    const cown = new fresh.Cown(0);
    for (let i = 0; i < 150; i++) await fresh.when(cown, (held) => (held.value += 1));
    const slow = fresh.when(cown, (held) => turn().then(() => (held.value = 7)));
    await turn();
    expect(await fresh.when(cown, (held) => held.value)).toBe(7);
    expect(await slow).toBe(7);
  });
});

describe("Bodies that return promises", () => {
  it("are followed again from the first one on, and that one is refused, too", async () => {
    const counter = new Cown(0);
    for (let i = 0; i < 200; i++) await when(counter, (guard) => void guard.value++);
    const held = (cown: Cown<number>): Promise<number> => when(cown, () => Promise.resolve().then(() => waiting(cown)));
    const waiting = async (cown: Cown<number>): Promise<number> => await when(cown, ({ value }) => value);
    await expect(held(new Cown(1))).rejects.toMatchObject({ code: "ERR_WOULD_DEADLOCK" });
    await expect(held(new Cown(2))).rejects.toMatchObject({ code: "ERR_WOULD_DEADLOCK" });
  });
});

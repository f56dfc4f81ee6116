import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { borrow, Cown, cownInfo, Region, regionOf, when } from "../../src/index.js";
import { regionError, rejection } from "../errors.js";

describe("The value of a cown", () => {
  it("cannot be reached without a guard: ERR_COWN_NOT_ACQUIRED", () => {
    const cown: any = new Cown(1, { name: "account" });
    for (const use of [() => cown.value, () => (cown.value = 2), () => cown.value++])
      expect(regionError("ERR_COWN_NOT_ACQUIRED", use).message).toContain('cown "account"');
    using held = cown.tryAcquire();
    regionError("ERR_COWN_NOT_ACQUIRED", () => cown.value);
    expect(held.value).toBe(1);
  });

  it("cannot be reached through a raw reference either", () => {
    const raw = { n: 1 };
    const cown = new Cown(new Region(raw));
    regionError("ERR_COWN_NOT_ACQUIRED", () => regionOf(raw)!["n"]);
    using held = cown.tryAcquire()!;
    expect(regionOf(raw)).toBe(held.value);
  });

  it("is gone with the guard, and so is every handle that was got through it", () => {
    const cown = new Cown(new Region({ list: [{ n: 1 }], part: new Region({ n: 2 }) }), { name: "account" });
    const held = cown.tryAcquire()!;
    const state = held.value;
    const { list, part } = state;
    const first = list[0]!;
    held[Symbol.dispose]();
    expect(regionError("ERR_COWN_NOT_ACQUIRED", () => held.value).message).toContain('cown "account"');
    regionError("ERR_COWN_NOT_ACQUIRED", () => (held.value = state));
    for (const use of [() => state.list, () => list.length, () => part.n, () => first.n])
      expect(regionError("ERR_INVALIDATED", use).message).toContain('the guard of cown "account" was disposed');
  });

  it("is gone for closures and timers that kept it", async () => {
    const cown = new Cown(new Region({ n: 1 }));
    let later: (() => number) | undefined;
    await when(cown, (held) => {
      const state = held.value;
      later = () => state.n;
    });
    const error = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(later!());
        } catch (reason) {
          resolve(reason);
        }
      });
    });
    expect(error).toMatchObject({ code: "ERR_INVALIDATED" });
  });
});

describe("tryAcquire", () => {
  it("takes a free cown, once", () => {
    const cown = new Cown(1);
    const held = cown.tryAcquire()!;
    expect([cown.state, cown.tryAcquire()]).toEqual(["acquired", undefined]);
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(cown.state).toBe("released");
    expect(cown.tryAcquire()).toBeDefined();
  });

  it("does not overtake those who wait", async () => {
    const [a, b] = [new Cown(1), new Cown(2)];
    const held = a.tryAcquire()!;
    const both = when([a, b], () => 3);
    expect([b.state, b.tryAcquire()]).toEqual(["released", undefined]);
    held[Symbol.dispose]();
    expect(await both).toBe(3);
    expect(b.tryAcquire()).toBeDefined();
  });
});

describe("acquire", () => {
  it("gives guards in the order in which they were asked for, behaviours included", async () => {
    const cown = new Cown<string[]>(Object.freeze([]) as never);
    const log: string[] = [];
    const use = async (name: string) => {
      using held = await cown.acquire();
      log.push(name);
      await Promise.resolve(held.value);
      log.push(name);
    };
    await Promise.all([use("a"), when(cown, () => log.push("b")), use("c")]);
    expect(log.join("")).toBe("aabcc");
  });

  it("rejects with the reason of the signal, and leaves the queue as if nobody had asked", async () => {
    const cown = new Cown(1);
    const held = cown.tryAcquire()!;
    const controller = new AbortController();
    const waiting = cown.acquire({ signal: controller.signal });
    const after = cown.acquire();
    expect(cownInfo(cown).queue).toHaveLength(2);
    const reason = new Error("no time");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(cownInfo(cown).queue).toHaveLength(1);
    held[Symbol.dispose]();
    using next = await after;
    expect([next.value, cown.state]).toEqual([1, "acquired"]);
  });

  it("does not begin to wait when the signal is aborted already", async () => {
    const cown = new Cown(1);
    await expect(cown.acquire({ signal: AbortSignal.abort("why") })).rejects.toBe("why");
    expect(cown.state).toBe("released");
  });

  it("is not disturbed by an abort that comes later, and listens no longer", async () => {
    const cown = new Cown(1);
    const first = cown.tryAcquire()!;
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const waiting = cown.acquire({ signal: controller.signal, timeoutMs: 100_000 });
    first[Symbol.dispose]();
    const held = await waiting;
    expect(removed).toHaveBeenCalledOnce();
    controller.abort();
    expect(held.value).toBe(1);
  });

  it("gives up after timeoutMs with ERR_TIMEOUT", async () => {
    vi.useFakeTimers();
    try {
      const cown = new Cown(1, { name: "account" });
      using held = cown.tryAcquire()!;
      const waiting = rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 50 }));
      await vi.advanceTimersByTimeAsync(49);
      expect(cownInfo(cown).queue).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      const { message } = await waiting;
      expect(message).toContain('cown "account" within 50 ms: it is acquired');
      expect([cownInfo(cown).queue, held.value, vi.getTimerCount()]).toEqual([[], 1, 0]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("tries once with timeoutMs: 0", async () => {
    const cown = new Cown(1);
    const held = await cown.acquire({ timeoutMs: 0 });
    await rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 0 }));
    held[Symbol.dispose]();
    expect(cownInfo(cown)).toMatchObject({ state: "released", holders: [], queue: [] });
  });

  it("waits for ever with timeoutMs: Infinity", async () => {
    const cown = new Cown(1);
    const held = cown.tryAcquire()!;
    const waiting = cown.acquire({ timeoutMs: Infinity });
    held[Symbol.dispose]();
    expect((await waiting).value).toBe(1);
  });

  it.each([
    ["a number", 5],
    ["an unknown option", { timeout: 5 }],
    ["a negative time", { timeoutMs: -1 }],
    ["a time that is no number", { timeoutMs: "5" }],
    ["no signal", { signal: {} }],
  ])("refuses %s as its options", (_, options) => {
    const cown = new Cown(1);
    expect(() => cown.acquire(options as never)).toThrow(TypeError);
    expect(cown.state).toBe("released");
  });
});

describe("A guard that is disposed while a borrow is out", () => {
  it("throws ERR_BORROW_LEAKED; the borrow ends, and the cown is released", async () => {
    const cown = new Cown(new Region({ list: [1] }), { name: "account" });
    const held = cown.tryAcquire()!;
    const list = borrow(held.value.list);
    expect(regionError("ERR_BORROW_LEAKED", () => held[Symbol.dispose]()).message).toContain('cown "account"');
    regionError("ERR_INVALIDATED", () => list.length);
    held[Symbol.dispose]();
    expect(await when(cown, (again) => again.value.list.length)).toBe(1);
  });

  it("also when a subregion is borrowed, or what was taken out", () => {
    const cown = new Cown<any>(new Region({ part: new Region({ n: 1 }) }));
    const first = cown.tryAcquire()!;
    borrow(first.value.part);
    regionError("ERR_BORROW_LEAKED", () => first[Symbol.dispose]());
    const second = cown.tryAcquire()!;
    borrow(second.value.part);
    second.value = undefined;
    regionError("ERR_BORROW_LEAKED", () => second[Symbol.dispose]());
    expect(cown.state).toBe("released");
  });
});

describe("A cown is pending", () => {
  it("while its region is borrowed from before; these borrows stay usable, and end it", async () => {
    const jobs = new Region({ list: [{ n: 1 }] }, { name: "jobs" });
    const list = borrow(jobs.list);
    const first = borrow(list[0]!);
    const cown = new Cown(jobs, { name: "account" });
    regionError("ERR_USE_AFTER_MOVE", () => jobs.list);
    expect([cown.state, cown.tryAcquire(), cownInfo(cown).holders[0]?.by]).toEqual(["pending", undefined, "borrow"]);
    const length = when(cown, (held) => held.value.list.length);
    list.push({ n: 2 });
    const transient = list[1]!;
    list[Symbol.dispose]();
    expect([cown.state, first.n, transient.n]).toEqual(["pending", 1, 2]);
    first[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => transient.n);
    expect(await length).toBe(2);
    expect(cown.state).toBe("released");
  });

  it("while a subregion is borrowed", () => {
    const jobs = new Region({ part: new Region({ n: 1 }) });
    const part = borrow(jobs.part);
    const cown = new Cown(jobs);
    expect([cown.state, part.n]).toEqual(["pending", 1]);
    part[Symbol.dispose]();
    expect(cown.state).toBe("released");
  });
});

describe("A cown is printed", () => {
  it("by its name and state", () => {
    const cown = new Cown(1, { name: "account" });
    expect(inspect(cown)).toBe("Cown(account) { released }");
    using _held = cown.tryAcquire();
    expect(inspect({ cown: new Cown(1), account: cown })).toBe(
      "{ cown: Cown { released }, account: Cown(account) { acquired } }",
    );
  });
});

describe("One AbortSignal for many", () => {
  it("gets one listener, which is gone when nobody waits any more", async () => {
    const cown = new Cown(0);
    const held = cown.tryAcquire()!;
    const { signal } = new AbortController();
    const all = Array.from({ length: 20 }, () => cown.acquire({ signal }));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    held[Symbol.dispose]();
    for (const waiting of all) (await waiting)[Symbol.dispose]();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("rejects all of them with its reason", async () => {
    const cown = new Cown(0);
    using held = cown.tryAcquire();
    const controller = new AbortController();
    const all = Array.from({ length: 20 }, () => cown.acquire({ signal: controller.signal }));
    controller.abort("enough");
    const outcomes = await Promise.allSettled(all);
    expect(outcomes).toEqual(outcomes.map(() => ({ status: "rejected", reason: "enough" })));
    expect([held !== undefined, cownInfo(cown).queue]).toEqual([true, []]);
  });
});

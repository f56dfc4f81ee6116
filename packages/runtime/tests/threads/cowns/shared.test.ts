import { describe, expect, it } from "vitest";
import { borrow, Cown, freeze, isFrozen, Region, when } from "../../../src/index.js";
import { pack, unpack } from "../../../src/threads.js";
import { regionError, rejection } from "../../errors.js";
import { startAll, startOne } from "./threads.js";

describe("A cown that was sent to other threads", { timeout: 20_000 }, () => {
  it("holds a number of which none of them loses an increment", async () => {
    const cown = new Cown(0);
    const threads = await startAll(2, { cown });
    await Promise.all([
      ...threads.map((thread) => thread.tell("count", { times: 1000 })),
      (async () => {
        for (let i = 0; i < 1000; i++) await when(cown, (guard) => (guard.value += 1));
      })(),
    ]);
    expect(await when(cown, (guard) => guard.value)).toBe(3000);
  });

  it("loses none though all are asked for at once", async () => {
    const cown = new Cown(new Region({ n: 0 }));
    const threads = await startAll(2, { cown });
    await Promise.all(threads.map((thread) => thread.tell("count", { times: 1000, all: true })));
    expect(await when(cown, (guard) => guard.value.n)).toBe(2000);
  });

  it("is one cown also for acquire", async () => {
    const cown = new Cown(0);
    const threads = await startAll(2, { cown });
    await Promise.all(threads.map((thread) => thread.tell("acquireToCount", { times: 1000 })));
    using guard = await cown.acquire();
    expect(guard.value).toBe(2000);
  });

  it("does not deadlock with others, and their sum stays what it is", async () => {
    const accounts = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, new Cown(100)]));
    const threads = await startAll(3, accounts);
    await Promise.all(threads.map((thread, seed) => thread.tell("transfer", { times: 300, seed })));
    const values = await when(Object.values(accounts), (...guards) => guards.map((guard) => guard.value));
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(500);
  });

  it("comes to those who asked for it in that order, in whichever thread", async () => {
    const cown = new Cown("");
    const threads = await startAll(2, { cown });
    const held = await cown.acquire();
    const order = [0, 1, 1, 2, 0, 2, 2, 1, 0];
    const mine: Promise<unknown>[] = [];
    for (const [i, who] of order.entries())
      if (who === 2) mine.push(when(cown, (guard) => (guard.value += String(i))));
      else expect(await threads[who]!.tell("ask", { name: String(i) })).toBe("asked");
    held[Symbol.dispose]();
    await Promise.all(mine);
    await Promise.all(threads.map((thread) => thread.tell("quiesce")));
    expect(await when(cown, (guard) => guard.value)).toBe("012345678");
  });

  it("is had by one thread at a time, which the others can see", async () => {
    const cown = new Cown(0);
    const thread = await startOne({ cown });
    await thread.tell("hold");
    expect([cown.state, cown.tryAcquire()]).toEqual(["acquired", undefined]);
    await rejection("ERR_TIMEOUT", cown.acquire({ timeoutMs: 0 }));
    const controller = new AbortController();
    const aborted = cown.acquire({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    await thread.tell("release");
    expect(cown.state).toBe("released");
    const mine = cown.tryAcquire()!;
    expect(await thread.run("const guard = cowns.cown.tryAcquire(); return [cowns.cown.state, String(guard)]")).toEqual(
      ["acquired", "undefined"],
    );
    mine[Symbol.dispose]();
    expect(
      await thread.run(
        "const guard = cowns.cown.tryAcquire(); const { value } = guard; guard[Symbol.dispose](); return value",
      ),
    ).toBe(0);
  });

  it("goes on to other threads from those that got it, and is the same when it comes back", async () => {
    const cown = new Cown(new Region({ n: 1 }));
    const region = new Region<any>({ cown, again: new Set([cown]) });
    const both = unpack(pack(region).message);
    expect([both.cown, [...both.again][0]]).toEqual([cown, cown]);
    const frozen = unpack(pack(freeze({ cown, again: [cown] })).message);
    expect([frozen.cown, frozen.again[0], isFrozen(frozen)]).toEqual([cown, cown, true]);
    await when(cown, (guard) => expect(guard.value.n).toBe(1));
  });

  it("can be shared while this thread has it and waits for it: these come first", async () => {
    const cown = new Cown("");
    const guard = await cown.acquire();
    const waiting = when(cown, (own) => (own.value += "b"));
    guard.value += "a";
    const thread = await startOne({ cown });
    await thread.tell("ask", { name: "c" });
    guard[Symbol.dispose]();
    await waiting;
    await thread.tell("quiesce");
    expect(await when(cown, (own) => own.value)).toBe("abc");
  });

  it("cannot be sent while what it holds is borrowed from before", () => {
    const region = new Region({ part: {} });
    using part = borrow(region.part);
    const cown = new Cown(region, { name: "jobs" });
    expect([cown.state, part]).toEqual(["pending", part]);
    expect(regionError("ERR_BORROWED", () => pack(cown)).message).toContain('cown "jobs"');
  });
});

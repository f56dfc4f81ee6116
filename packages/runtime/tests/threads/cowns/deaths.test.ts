import { describe, expect, it } from "vitest";
import { Cown, Region, when } from "../../../src/index.js";
import { recover } from "../../../src/threads.js";
import { regionError, rejection } from "../../errors.js";
import { next } from "../workers/start.js";
import { shared, startAll, startOne, type Thread } from "./threads.js";

const ways: [string, (thread: Thread) => unknown][] = [
  ["is terminated", ({ worker }) => worker.terminate()],
  ["throws", ({ worker }) => {
    worker.once("error", () => undefined);
    worker.postMessage(["throw"]);
  }],
  ["exits", ({ worker }) => worker.postMessage(["exit"])],
]; // prettier-ignore

describe("A cown whose holder dies", { timeout: 60_000 }, () => {
  it.each(ways)(
    "is lost to all who wait and all who come, until somebody recovers it: a thread that %s",
    async (_, kill) => {
      const cown = new Cown(new Region({ n: 1, list: [1] }), { name: "jobs" });
      const [holder, other] = await startAll(2, { cown });
      await holder!.tell("hold", { change: "guard.value.n = 2; guard.value.list.push(2)" });
      const waiting = cown.acquire();
      const behaviour = when(cown, () => "ran");
      expect(await other!.tell("wait")).toBe("asked");
      const others = next(other!.worker);
      void kill(holder!);
      expect((await rejection("ERR_OWNER_LOST", waiting)).message).toContain('cown "jobs" is lost');
      await rejection("ERR_OWNER_LOST", behaviour);
      expect(await others).toBe("ERR_OWNER_LOST");
      await rejection("ERR_OWNER_LOST", cown.acquire());
      await rejection("ERR_OWNER_LOST", cown.acquire({ timeoutMs: 0 }));
      regionError("ERR_OWNER_LOST", () => cown.tryAcquire());
      await rejection(
        "ERR_OWNER_LOST",
        when(cown, () => "ran"),
      );
      expect(cown.state).toBe("acquired");
      {
        using recovered = await recover(cown);
        expect([recovered.value.n, [...recovered.value.list]]).toEqual([1, [1]]);
        recovered.value.n = 3;
      }
      expect(await other!.run("return when(cowns.cown, (guard) => guard.value.n)")).toBe(3);
    },
  );

  it("has what the dead released last, and nothing of what it did afterwards", async () => {
    const cown = new Cown(new Region({ a: 0, b: 0 }));
    const thread = await startOne({ cown });
    await thread.run("await when(cowns.cown, (guard) => { guard.value.a = 1; guard.value.b = 1; })");
    await thread.tell("hold", { change: "guard.value.a = 2" });
    await thread.worker.terminate();
    using recovered = await recover(cown);
    expect({ ...recovered.value }).toEqual({ a: 1, b: 1 });
  });

  it("is recovered by one of several, and goes on to the others", async () => {
    const cown = new Cown(0);
    const [holder, ...others] = await startAll(3, { cown });
    await holder!.tell("hold");
    await holder!.worker.terminate();
    const code = "const guard = await recover(cowns.cown)";
    const all = others.map((other) =>
      other.run(`${code}; guard.value += 1; guard[Symbol.dispose](); return "recovered"`),
    );
    expect(await Promise.all(all)).toEqual(["recovered", "recovered"]);
    using guard = await recover(cown);
    expect(guard.value).toBe(2);
  });

  it("takes along the others that the same behaviour had, and no more", async () => {
    const [a, b, c] = [new Cown(1), new Cown(2), new Cown(3)];
    const thread = await startOne({ a, b, c });
    const held = thread.tell("run", { code: "return when([cowns.a, cowns.b], () => new Promise(() => undefined))" });
    held.catch(() => undefined);
    while (a.state === "released" || b.state === "released") await new Promise((resolve) => setImmediate(resolve));
    await thread.worker.terminate();
    await rejection("ERR_OWNER_LOST", a.acquire());
    await rejection(
      "ERR_OWNER_LOST",
      when([b, c], () => "ran"),
    );
    expect(await when(c, (guard) => guard.value)).toBe(3);
    for (const cown of [a, b]) (await recover(cown))[Symbol.dispose]();
    expect(await when([a, b, c], (...guards) => guards.map(({ value }) => value))).toEqual([1, 2, 3]);
  });

  it("while it waited is passed over", async () => {
    const cown = new Cown(0);
    const [first, second] = await startAll(2, { cown });
    const held = await cown.acquire();
    expect(await first!.tell("wait")).toBe("asked");
    expect(await second!.tell("wait")).toBe("asked");
    const got = next(second!.worker);
    await first!.worker.terminate();
    held[Symbol.dispose]();
    expect(await got).toBe("got");
  });

  it("again and again, at any moment, loses no increment that was finished", async () => {
    const cown = new Cown(new Region({ n: 0, last: [], byDigit: new Map(), more: ["x".repeat(100)] }));
    shared(cown);
    const finished = new SharedArrayBuffer(4 * 16);
    const words = new Int32Array(finished);
    const sum = (): number =>
      Array.from({ length: words.length }, (_, i) => Atomics.load(words, i)).reduce((a, b) => a + b);
    let kills = 0;
    for (let round = 0; round < 5; round++) {
      const threads = await startAll(2, { cown });
      for (const [i, { worker }] of threads.entries())
        worker.postMessage(["countForEver", { finished, own: 2 * round + i }]);
      const before = sum();
      while (sum() - before < 200) await new Promise((resolve) => setImmediate(resolve));
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
      kills += threads.length;
      using guard = await recover(cown);
      // who is killed between releasing and counting for himself leaves a difference of one
      expect(guard.value.n - sum()).toBeGreaterThanOrEqual(0);
      expect(guard.value.n - sum()).toBeLessThanOrEqual(kills);
      expect(guard.value.more[0]).toBe("x".repeat(100));
    }
  });

  it("is no concern of a cown that only one thread has", async () => {
    const cown = new Cown(1);
    const guard = await recover(cown);
    expect([guard.value, cown.state]).toEqual([1, "acquired"]);
    guard[Symbol.dispose]();
    expect(() => recover({} as Cown<unknown>)).toThrow("recover() was given");
  });
});

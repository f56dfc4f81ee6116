import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { next, start } from "../workers/start.js";
import { lock, LostError, openShared, recover, share, type Shared } from "./lock.js";

const workers: Worker[] = [];
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

async function startAll(count: number, shared: Shared): Promise<Worker[]> {
  const started = Array.from({ length: count }, () => start("line.worker.ts", { shared }));
  workers.push(...started);
  await Promise.all(started.map(next));
  return started;
}

const tell = (worker: Worker, task: string, options = {}): Promise<unknown> => {
  const answer = next(worker);
  worker.postMessage([task, options]);
  return answer;
};

describe("threads that contend for a line", { timeout: 60_000 }, () => {
  test("lose no increment", async () => {
    const shared = share(1);
    const threads = await startAll(3, shared);
    await Promise.all(threads.map((thread) => tell(thread, "count", { line: 0, times: 5000 })));
    expect(openShared(shared).data[0]).toBe(15_000);
  });

  test("lose nothing where the main thread is one of them", async () => {
    const shared = share(1);
    const { domain, lines, data } = openShared(shared);
    const [thread] = await startAll(1, shared);
    const counted = tell(thread!, "count", { line: 0, times: 3000 });
    for (let i = 0; i < 3000; i++) {
      const entry = await lock(domain, lines[0]!);
      data[0]!++;
      entry.release();
    }
    await counted;
    expect(data[0]).toBe(6000);
  });

  test("do not deadlock over several lines, and keep their sum", async () => {
    const shared = share(5);
    const threads = await startAll(3, shared);
    await Promise.all(threads.map((thread, from) => tell(thread, "transfer", { times: 2000, from })));
    const { data } = openShared(shared);
    expect(data.slice(0, 5).reduce((sum, value) => sum + value, 0)).toBe(0);
  });

  test("come first in, first out", async () => {
    const shared = share(1);
    const { domain, lines, data } = openShared(shared);
    const threads = await startAll(3, shared);
    const held = await lock(domain, lines[0]!);
    const order = [2, 0, 1, 1, 0, 2, 2];
    const done: Promise<unknown>[] = [];
    for (const [name, index] of order.entries()) {
      const thread = threads[index]!;
      expect(await tell(thread, "ask", { line: 0, name })).toBe("asked");
    }
    held.release();
    for (const thread of threads)
      done.push(new Promise((resolve) => thread.on("message", () => data[8] === order.length && resolve(0))));
    await Promise.race(done);
    expect([...data.slice(9, 9 + order.length)]).toEqual(order.map((_, name) => name));
  });

  test("are served in the order that they can know of, though the holder asks again at once", async () => {
    const shared = share(1);
    const { domain, lines, data } = openShared(shared);
    const [thread] = await startAll(1, shared);
    for (let i = 0; i < 50; i++) {
      const held = await lock(domain, lines[0]!);
      expect(await tell(thread!, "ask", { line: 0, name: i })).toBe("asked");
      const done = next(thread!);
      held.release();
      const again = await lock(domain, lines[0]!);
      expect(data[8]).toBe((i % 5) + 1);
      if (i % 5 === 4) data[8] = 0;
      again.release();
      await done;
    }
  });
});

describe("a thread that dies", { timeout: 60_000 }, () => {
  const ways: [string, (worker: Worker) => unknown][] = [
    ["is terminated", (worker) => worker.terminate()],
    ["throws", (worker) => {
      worker.once("error", () => undefined);
      worker.postMessage(["throw"]);
    }],
    ["exits", (worker) => worker.postMessage(["exit"])],
  ]; // prettier-ignore

  test.each(ways)(
    "and %s while it holds a line is lost to all who wait and all who come, until somebody recovers",
    async (_, kill) => {
      const shared = share(1);
      const { domain, lines } = openShared(shared);
      const [holder, other] = await startAll(2, shared);
      await tell(holder!, "hold", { line: 0 });
      expect(await tell(other!, "wait", { line: 0 })).toBe("asked");
      const waiting = lock(domain, lines[0]!);
      const others = next(other!);
      void kill(holder!);
      await expect(waiting).rejects.toThrow(LostError);
      expect(await others).toBe("lost");
      await expect(lock(domain, lines[0]!)).rejects.toThrow(LostError);
      const recovered = recover(domain, lines[0]!)!;
      expect(recover(domain, lines[0]!)).toBeUndefined();
      expect(await tell(other!, "wait", { line: 0 })).toBe("asked");
      const got = next(other!);
      recovered.release();
      expect(await got).toBe("got");
    },
  );

  test("while it waits is passed over", async () => {
    const shared = share(1);
    const { domain, lines } = openShared(shared);
    const [first, second] = await startAll(2, shared);
    const held = await lock(domain, lines[0]!);
    expect(await tell(first!, "wait", { line: 0 })).toBe("asked");
    expect(await tell(second!, "wait", { line: 0 })).toBe("asked");
    const got = next(second!);
    await first!.terminate();
    held.release();
    expect(await got).toBe("got");
  });

  test("again and again, at any moment, loses no increment that was finished", async () => {
    const shared = share(1, 32);
    const { domain, lines, data } = openShared(shared);
    let kills = 0;
    for (let round = 0; round < 6; round++) {
      const threads = await startAll(2, shared);
      for (const [i, thread] of threads.entries())
        thread.postMessage(["countForEver", { line: 0, own: 1 + 2 * round + i }]);
      const before = data[0]!;
      while (Atomics.load(data, 0) - before < 300) await new Promise((resolve) => setImmediate(resolve));
      await Promise.all(threads.map((thread) => thread.terminate()));
      kills += threads.length;
      const entry = await lock(domain, lines[0]!).catch(() => recover(domain, lines[0]!)!);
      const finished = data.slice(1).reduce((sum, own) => sum + own, 0);
      // who is killed between counting for all and counting for himself leaves a difference of one
      expect(data[0]! - finished).toBeGreaterThanOrEqual(0);
      expect(data[0]! - finished).toBeLessThanOrEqual(kills);
      entry.release();
    }
  });
});

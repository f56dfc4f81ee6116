// What a page and its workers share; only where the page is isolated.
import { afterEach, expect, it } from "vitest";
import { Cown, freeze, isFrozen, Region, when } from "../../src/index.js";
import { listen, materialize, recover, send, struct } from "../../src/threads.js";

const workers: Worker[] = [];
afterEach(() => workers.splice(0).forEach((worker) => worker.terminate()));

function start(): Worker {
  const worker = new Worker(new URL("./worker/cowns.ts", import.meta.url), { type: "module" });
  workers.push(worker);
  return worker;
}

/** @returns what the worker says when it has done it */
async function tell(worker: Worker, task: string, ...given: unknown[]): Promise<any> {
  const said = new Promise((resolve) => {
    const listening = listen(worker, (value) => {
      listening[Symbol.dispose]();
      resolve(value);
    });
  });
  send(worker, freeze([task, ...given]));
  return said;
}

it("A page and two workers count together, and nothing is lost", async () => {
  const counter = new Cown(new Region({ n: 0 }));
  const counted = [start(), start()].map((worker) => tell(worker, "count", counter));
  for (let i = 0; i < 500; i++) await when(counter, ({ value }) => void (value.n += 1));
  expect(await Promise.all(counted)).toEqual(["counted", "counted"]);
  expect(await when(counter, ({ value }) => value.n)).toBe(1500);
});

it("Several cowns are acquired at once, in whatever order they are asked for", async () => {
  const [a, b] = [new Cown(new Region({ n: 0 })), new Cown(new Region({ n: 0 }))];
  const counted = [tell(start(), "count", a, b), tell(start(), "count", b, a)];
  expect(await Promise.all(counted)).toEqual(["counted", "counted"]);
  expect(await when([a, b], (...guards) => guards.map(({ value }) => value.n))).toEqual([1000, 1000]);
});

it("A struct is content of a cown, and in place for all", async () => {
  const counter = new Cown(struct({ n: "i32" }));
  await Promise.all([tell(start(), "count", counter), tell(start(), "count", counter)]);
  expect(await when(counter, ({ value }) => value.n)).toBe(1000);
});

it("When a worker is terminated while it holds a cown, whoever wants it is told, and the last release is kept", async () => {
  const counter = new Cown(new Region({ n: 5 }));
  const worker = start();
  await tell(worker, "hold", counter);
  const waiting = when(counter, ({ value }) => value.n);
  worker.terminate();
  await expect(waiting).rejects.toMatchObject({ code: "ERR_OWNER_LOST" });
  {
    using guard = await recover(counter);
    expect(guard.value.n).toBe(5);
  }
  expect(await when(counter, ({ value }) => value.n)).toBe(5);
});

it("What is frozen is read where it is, and comes back as the same", async () => {
  const list = freeze(Array.from({ length: 2000 }, (_, id) => ({ id, name: `item ${id}` })));
  const worker = start();
  const [wasFrozen, last, back] = await tell(worker, "look", list);
  expect([wasFrozen, last, isFrozen(back), back.length]).toEqual([true, 1999, true, 2000]);
  const [, , again] = await tell(worker, "look", back);
  expect(again).toBe(back);
  expect(structuredClone(materialize(back))[1999]).toEqual({ id: 1999, name: "item 1999" });
});

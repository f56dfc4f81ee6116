import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freeze, isFrozen, isRegion, Region, regionInfo } from "../../src/index.js";
import { listen, send } from "../../src/threads.js";
import { regionError } from "../errors.js";
import { Point } from "./worker/point.js";
import { nextMessage, startWorker } from "./worker/start.js";

let worker: Worker;

beforeAll(async () => {
  worker = startWorker("echo.worker.ts");
  expect(await nextMessage(worker)).toBe("ready");
});

afterAll(async () => {
  await worker.terminate();
});

/** What the worker sends back for a value. */
async function echoed(value: unknown): Promise<any> {
  let listening: Disposable | undefined;
  const back = new Promise((resolve) => (listening = listen(worker, resolve)));
  send(worker, value);
  const got = await back;
  listening![Symbol.dispose]();
  return got;
}

it("A region goes to a worker and comes back, with what the worker has changed", async () => {
  const first = { n: 1 };
  const numbers = new Float64Array(1000);
  const jobs = new Region<any>(
    { first, list: [first], numbers, config: freeze({ a: [1] }), point: new Point(3, 4) },
    { name: "jobs" },
  );
  jobs.self = jobs;
  jobs.child = new Region({ n: 2 }, { name: "child" });
  const back = await echoed(jobs);
  expect(regionError("ERR_USE_AFTER_MOVE", () => jobs.list).message).toContain("send()");
  expect(numbers).toHaveLength(0);
  expect(isRegion(back)).toBe(true);
  expect(back.arrived).toEqual({ isFrozen: true, isShared: true, isCyclic: true, childIsRegion: true, length: 5 });
  expect([regionInfo(back).name, regionInfo(back.child).name]).toEqual(["jobs", "child"]);
  expect([back.self, back.list[0], back.numbers[0], back.numbers.length]).toEqual([back, back.first, 42, 1000]);
});

it("A frozen value goes to a worker and comes back frozen", async () => {
  const back = await echoed(freeze({ list: ["a", "b"] }));
  expect([isFrozen(back), back.list]).toEqual([true, ["a", "b"]]);
});

it("Primitives go as they are", async () => {
  expect(await echoed("text")).toBe("text");
  expect(await echoed(undefined)).toBe(undefined);
});

// Pages and their workers. Without the types of the DOM: the sources are checked against those of Node.
import { afterAll, expect, it } from "vitest";
import { freeze, isFrozen, isRegion, Region, regionInfo } from "../../src/index.js";
import { listen, pack, send, unpack } from "../../src/threads.js";
import { regionError } from "../errors.js";
import { Point } from "../threads/worker/point.js";

const worker = new Worker(new URL("./worker/echo.ts", import.meta.url), { type: "module" });

afterAll(() => worker.terminate());

/** What the worker sends back for a value. */
async function echoed(value: unknown): Promise<any> {
  const back = new Promise((resolve) => {
    const listening = listen(worker, (got) => {
      listening[Symbol.dispose]();
      resolve(got);
    });
  });
  send(worker, value);
  return back;
}

it("A page has shared memory exactly if it is isolated", () => {
  expect(typeof SharedArrayBuffer === "function").toBe(crossOriginIsolated);
});

it("A region goes to a worker of the page and comes back, with what the worker has changed", async () => {
  const first = { n: 1 };
  const numbers = new Float64Array(1000);
  const jobs = new Region<any>(
    { first, list: [first], numbers, config: freeze({ a: [1] }), point: new Point(3, 4) },
    { name: "jobs" },
  );
  jobs.self = jobs;
  jobs.child = new Region({ n: 2 }, { name: "child" });
  const back = await echoed(jobs);
  regionError("ERR_USE_AFTER_MOVE", () => jobs.list);
  expect(numbers).toHaveLength(0);
  expect({ ...back.arrived }).toEqual({
    isFrozen: true,
    isShared: true,
    isCyclic: true,
    childIsRegion: true,
    length: 5,
    isolated: crossOriginIsolated,
  });
  expect([regionInfo(back).name, regionInfo(back.child).name]).toEqual(["jobs", "child"]);
  expect([back.self, back.list[0], back.numbers[0], back.numbers.length]).toEqual([back, back.first, 42, 1000]);
});

it("A frozen value and primitives go to a worker and come back", async () => {
  const back = await echoed(freeze({ list: ["a", "b"] }));
  expect([isFrozen(back), [...back.list]]).toEqual([true, ["a", "b"]]);
  expect(await echoed("text")).toBe("text");
});

it("Ports and streams go along", async () => {
  const { port1, port2 } = new MessageChannel();
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue("chunk");
      controller.close();
    },
  });
  const back = await echoed(
    new Region<any>({ port: port2, stream, numbers: new Float64Array(1), list: [], config: freeze({}) }),
  );
  const message = new Promise<string>((resolve) => (port1.onmessage = ({ data }) => resolve(data as string)));
  back.port.postMessage("through");
  expect(await message).toBe("through");
  expect((await back.stream.getReader().read()).value).toBe("chunk");
  port1.close();
});

it("Everybody gets what is frozen by a BroadcastChannel, and a region is refused", async () => {
  const [from, to] = [new BroadcastChannel("regions"), new BroadcastChannel("regions")];
  const got = new Promise<any>((resolve) => listen(to, resolve));
  send(from, freeze({ list: [1] }));
  expect(isFrozen(await got)).toBe(true);
  regionError("ERR_NOT_SENDABLE", () => send(from, new Region({})));
  from.close();
  to.close();
});

it("A region that was packed is unpacked once", () => {
  const { message } = pack(new Region({ n: 1 }));
  expect(isRegion(unpack(message))).toBe(true);
  regionError("ERR_BAD_PACKET", () => unpack(message));
});

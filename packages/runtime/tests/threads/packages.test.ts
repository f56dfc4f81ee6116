import { once } from "node:events";
import { BroadcastChannel, MessageChannel } from "node:worker_threads";
import { transfer as withTransfer, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { Piscina } from "piscina";
import { expect, it, vi } from "vitest";
import { freeze, isFrozen, isRegion, Region, regionInfo } from "../../src/index.js";
import { listen, pack, unpack } from "../../src/threads.js";
import { regionError } from "../errors.js";
import { startWorker } from "./worker/start.js";

vi.setConfig({ testTimeout: 60_000 });

it("Comlink: a region is an argument and comes back as a result", async () => {
  const worker = startWorker("comlink.worker.ts");
  const remote = wrap<{ finish(task: unknown): unknown }>(nodeEndpoint(worker));
  const job = new Region<{ steps: string[]; bytes: Uint8Array }>(
    { steps: [], bytes: new Uint8Array(9) },
    { name: "job" },
  );
  const { message, transfer } = pack(job);
  const back = unpack(await remote.finish(withTransfer(message as object, [...transfer] as ArrayBuffer[])));
  expect([isRegion(back), regionInfo(back).name, back.steps[0], back.bytes.length]).toEqual([
    true,
    "job",
    "finished",
    9,
  ]);
  regionError("ERR_USE_AFTER_MOVE", () => job.steps);
  await worker.terminate();
});

it("Piscina: a region is a task and comes back as its result", async () => {
  const pool = new Piscina({ filename: new URL("worker/task.mjs", import.meta.url).href, maxThreads: 1 });
  const numbers = new Float64Array([1, 2, 3]);
  const { message, transfer } = pack(new Region({ numbers }));
  const result = (await pool.run(message, { transferList: [...transfer] as ArrayBuffer[] })) as { message: unknown };
  const back = unpack(result.message);
  expect([back.sum, back.numbers.length, numbers.length]).toEqual([6, 3, 0]);
  await pool.destroy();
});

it("BroadcastChannel: everybody gets a frozen value, and the first a region", async () => {
  const channels = [1, 2, 3].map(() => new BroadcastChannel("packets"));
  const [from, ...to] = channels;
  const all = async (): Promise<any[]> =>
    Promise.all(
      to.map((channel) => new Promise((resolve) => (channel.onmessage = (event: any) => resolve(event.data)))),
    );
  let arriving = all();
  from!.postMessage(pack(freeze({ list: [1] })).message);
  for (const message of await arriving) expect(isFrozen(unpack(message))).toBe(true);
  arriving = all();
  from!.postMessage(pack(new Region({ n: 1 })).message);
  const [first, second] = await arriving;
  expect(unpack(first).n).toBe(1);
  regionError("ERR_BAD_PACKET", () => unpack(second));
  for (const channel of channels) channel.close();
});

it("postMessage: the message is plain data, and can be inside of a message of yours", async () => {
  const { port1, port2 } = new MessageChannel();
  const got = once(port2, "message");
  const { message, transfer } = pack(new Region({ n: 1 }));
  port1.postMessage({ type: "job", job: message }, [...transfer] as ArrayBuffer[]);
  const [{ type, job }] = (await got) as [{ type: string; job: unknown }];
  expect([type, unpack(job).n]).toEqual(["job", 1]);
  port1.close();
});

it("Web ports: listen starts them, and hands over what was posted", async () => {
  const { port1, port2 } = new globalThis.MessageChannel();
  const got = new Promise<any>((resolve) => listen({ addEventListener: port2.addEventListener.bind(port2), removeEventListener: port2.removeEventListener.bind(port2) }, resolve)); // prettier-ignore
  port2.start();
  const { message, transfer } = pack(new Region({ n: 1 }));
  port1.postMessage(message, [...transfer] as ArrayBuffer[]);
  expect((await got).n).toBe(1);
  port1.close();
});

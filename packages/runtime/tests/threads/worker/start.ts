import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Starts a worker with a TypeScript module of this folder. */
export function startWorker(module: string): Worker {
  const entry = new URL(module, import.meta.url).href;
  return new Worker(new URL("boot.mjs", import.meta.url), { workerData: { entry } });
}

/** The next message that arrives from a worker; an error of the worker is thrown. */
export async function nextMessage(worker: Worker): Promise<unknown> {
  const [message] = (await once(worker, "message")) as unknown[];
  return message;
}

import type { Worker } from "node:worker_threads";
import type { Region } from "regions-runtime";
import { decode, type Bytes } from "../access-log.ts";
import type { Job } from "../jobs.ts";
import type { Request } from "../messages.ts";

/** Tells all workers which addresses are robots. */
export function announceRobots(workers: readonly Worker[], addresses: Bytes): void {
  const request: Request = { type: "robots", addresses };
  for (const worker of workers) {
    worker.postMessage(request); // no transfer list: each worker gets a copy
  }
}

/** Hands a chunk over to a worker: transferred, not copied. */
export function dispatch(worker: Worker, job: Region<Job>, buffer: ArrayBuffer): void {
  const chunk = new Uint8Array(buffer);
  const request: Request = { type: "summarize", chunk };
  const compressed = chunk[0] === 0x1f;
  worker.postMessage(request, [buffer]);
  job.steps.push(compressed ? "unpacked and read by a worker" : "read by a worker");
}

/** Has the log archived. Returns its first line. */
export function archive(worker: Worker, log: ArrayBuffer): string {
  const request: Request = { type: "archive", log };
  const firstLine = decode(log.slice(0, 100)).split("\n")[0]!;
  worker.postMessage(request, [log]);
  return firstLine;
}

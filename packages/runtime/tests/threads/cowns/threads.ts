import type { Worker } from "node:worker_threads";
import { afterEach, expect } from "vitest";
import { type Cown, freeze } from "../../../src/index.js";
import { pack, send, unpack } from "../../../src/threads.js";
import { next, start } from "../workers/start.js";

const workers: Worker[] = [];
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

/** A worker that does what it is told, see `cowns.worker.ts`. */
export class Thread {
  constructor(readonly worker: Worker) {
    workers.push(worker);
  }

  async give(name: string, cown: Cown<any>): Promise<void> {
    const known = next(this.worker);
    send(this.worker, freeze([name, cown]));
    expect(await known).toBe("known");
  }

  /** @returns what it says next */
  tell(task: string, options: object = {}): Promise<any> {
    const answer = next(this.worker);
    this.worker.postMessage([task, options]);
    return answer;
  }

  /** Lets it run the body of an async function, which finds the cowns as `cowns`. @returns the result, or the code of the error */
  run(code: string): Promise<any> {
    return this.tell("run", { code });
  }
}

/** Starts threads that have these cowns. */
export async function startAll(count: number, cowns: Record<string, Cown<any>>): Promise<Thread[]> {
  const threads = Array.from({ length: count }, () => new Thread(start("cowns.worker.ts", {})));
  await Promise.all(threads.map(({ worker }) => next(worker)));
  for (const thread of threads) for (const [name, cown] of Object.entries(cowns)) await thread.give(name, cown);
  return threads;
}

export async function startOne(cowns: Record<string, Cown<any>>): Promise<Thread> {
  const [thread] = await startAll(1, cowns);
  return thread!;
}

/** Makes a cown one of several threads, though no other has it yet. */
export function shared<T>(cown: Cown<T>): Cown<T> {
  expect(unpack(pack(cown).message)).toBe(cown);
  return cown;
}

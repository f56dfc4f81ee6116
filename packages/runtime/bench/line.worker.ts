/** Counts together with another thread, under the lock that it is told to use. */
import { parentPort, workerData } from "node:worker_threads";
import { type Acquired, when } from "../src/index.js";
import { listen } from "../src/threads.js";
import type { Entry } from "../src/threads/line/entry.js";
import { StructMemory } from "../src/threads/struct/memory.js";
import { shapeOf, StructRecord } from "../src/threads/struct/record.js";
import { enterAlone, openShared } from "../tests/threads/line/lock.js";
import { type Cowns, GRAPH_TIMES, type Setting } from "./line.setting.js";

// multithreading asks for it when it is imported, and Node 20 has none
(globalThis as { navigator?: unknown }).navigator ??= { hardwareConcurrency: 2 };
const { Mutex } = await import("multithreading");

const { shared, struct, lock, times } = workerData as Setting;
const { domain, lines, data } = openShared(shared);
const [line] = lines;
const word = new Int32Array(lock);
const mutex = new Mutex(data, lock);
const shape = shapeOf({ hits: "i32" });
const record = new StructRecord(shape, StructMemory.open(struct, shape.layout)!);
const released = { code: "ERR_INVALIDATED", because: "it was released", remedy: "", site: undefined } as const;

/** As in Drepper's "Futexes Are Tricky": 0 free, 1 taken, 2 taken and wanted. */
function takeFutex(): void {
  let state = Atomics.compareExchange(word, 0, 0, 1);
  while (state !== 0) {
    if (state === 2 || Atomics.compareExchange(word, 0, 1, 2) !== 0) Atomics.wait(word, 0, 2);
    state = Atomics.compareExchange(word, 0, 0, 2);
  }
}

function leaveFutex(): void {
  if (Atomics.sub(word, 0, 1) === 1) return;
  Atomics.store(word, 0, 0);
  Atomics.notify(word, 0, 1);
}

let cowns: Cowns | undefined;
const incrementValue = (guard: Acquired<number>): void => void (guard.value += 1);
const incrementField = ({ value }: Acquired<{ hits: number }>): void => void (value.hits += 1);

const loops: Record<string, () => Promise<void>> = {
  async number() {
    for (let i = 0; i < times; i++) await when(cowns!.number, incrementValue);
  },
  async fields() {
    for (let i = 0; i < times; i++) await when(cowns!.struct, incrementField);
  },
  async graph() {
    for (let i = 0; i < GRAPH_TIMES; i++) {
      await when(cowns!.graph, ({ value }) => void (value.list[i]!.score = i));
      // the other thread gets its turn
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  async line() {
    for (let i = 0; i < times; i++) {
      const entry: Entry = await enterAlone(domain, line!);
      data[0]!++;
      entry.release();
    }
  },
  async struct() {
    for (let i = 0; i < times; i++) {
      const entry: Entry = await enterAlone(domain, line!);
      (record.view() as { hits: number }).hits++;
      record.end(released);
      entry.release();
    }
  },
  async lock() {
    for (let i = 0; i < times; i++) {
      const guard = await mutex.lock();
      guard.value![0]!++;
      guard.dispose();
    }
  },
  async blockingLock() {
    for (let i = 0; i < times; i++) {
      const guard = mutex.blockingLock();
      guard.value![0]!++;
      guard.dispose();
    }
  },
  async futex() {
    for (let i = 0; i < times; i++) {
      takeFutex();
      data[0]!++;
      leaveFutex();
    }
  },
};

listen(parentPort!, (given: Cowns) => {
  cowns = given;
  parentPort!.postMessage("known");
});
parentPort!.on("message", (candidate: unknown) => {
  if (typeof candidate !== "string") return;
  // both begin at once
  Atomics.add(data, 1, 1);
  Atomics.notify(data, 1);
  while (Atomics.load(data, 1) % 2 === 1)
    Atomics.wait(data as Int32Array<SharedArrayBuffer>, 1, Atomics.load(data, 1), 1);
  void loops[candidate]!().then(() => parentPort!.postMessage("done"));
});
parentPort!.postMessage("ready");

import { Worker } from "node:worker_threads";
import { Cown, freeze, Region } from "../src/index.js";
import { send, struct } from "../src/threads.js";
import { homeDomain } from "../src/threads/domain/domain.js";
import { Entry } from "../src/threads/line/entry.js";
import { allocate } from "../src/threads/line/page.js";
import { shapeOf } from "../src/threads/struct/record.js";
import { StructMemory } from "../src/threads/struct/memory.js";
import { share } from "../tests/threads/line/lock.js";
import { build, next } from "../tests/threads/workers/start.js";
import { GRAPH_TIMES, type Setting } from "./line.setting.js";
import { type Candidate, measure, measureAsync } from "./measure.js";
import { topic, type Topic } from "./topic.js";

const TIMES = 100_000;
/** What each of the two threads counts. */
const COUNT = 50_000;

export async function lineTopics(): Promise<Topic[]> {
  return [alone(), ...(await contended())];
}

/** A thousand records of ten objects. */
const graph = (): { score: number }[] =>
  Array.from({ length: 1000 }, (_, id) => ({
    score: id * 1.5,
    name: `user ${id}`,
    tags: ["a", "b"],
    address: { city: `city ${id % 100}`, geo: { lat: id / 7, lng: id / 3 } },
    more: [{ id }, { id }, { id }, { id }, { id }],
  }));

/** Taking and leaving a line that nobody else wants. */
function alone(): Topic {
  const domain = homeDomain();
  const { page, index } = allocate(domain);
  const line = page.line(index)!;
  const word = new Int32Array(new SharedArrayBuffer(4));
  const visitor = { served: () => undefined, lost: () => undefined };
  const times =
    (run: () => void): (() => void) =>
    () => {
      for (let i = 0; i < TIMES; i++) run();
    };
  return topic("a shared line that nobody else wants, taken and left", "ns per use", measure([
    { name: "line", prepare: () => undefined, run: times(() => Entry.enter(domain, [line], visitor).release()) },
    { name: "a pair of compareExchange", prepare: () => undefined, run: times(() => {
      Atomics.compareExchange(word, 0, 0, 1);
      Atomics.compareExchange(word, 0, 1, 0);
    }) },
  ], TIMES, 20), []); // prettier-ignore
}

/** Two threads that count together. */
async function contended(): Promise<Topic[]> {
  const setting: Setting = {
    shared: share(1),
    struct: StructMemory.make(shapeOf({ hits: "i32" }).layout).buffer,
    lock: new SharedArrayBuffer(4),
    times: COUNT,
  };
  const source = build(new URL("line.worker.ts", import.meta.url));
  const workers = [0, 1].map(() => new Worker(source, { workerData: setting }));
  await Promise.all(workers.map(next));
  const cowns = freeze({ number: new Cown(0), struct: new Cown(struct({ hits: "i32" })), graph: new Cown(new Region({ list: graph() })) }); // prettier-ignore
  for (const worker of workers) {
    const known = next(worker);
    send(worker, cowns);
    await known;
  }
  const candidate = (name: string, loop: string): Candidate<undefined> => ({
    name,
    prepare: () => undefined,
    run: () => {
      for (const worker of workers) worker.postMessage(loop);
      return Promise.all(workers.map(next));
    },
  });
  const candidates = [
    candidate("line, awaited", "line"),
    candidate("line, awaited, with a struct", "struct"),
    candidate("when, a number in a cown", "number"),
    candidate("when, a struct in a cown", "fields"),
    candidate("multithreading, lock()", "lock"),
    candidate("multithreading, blockingLock()", "blockingLock"),
    candidate("bare futex, blocking", "futex"),
  ];
  const timings = await measureAsync(candidates, 2 * COUNT, 10);
  const [graphs] = await measureAsync([candidate("when, one write in a cown", "graph")], 2 * GRAPH_TIMES, 5);
  const [clone] = measure([{ name: "structuredClone, without a thread", prepare: graph, run: structuredClone }], 1, 10);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const [line, lineStruct, number, fields, ...others] = timings;
  const futex = others.find(({ name }) => name.startsWith("bare"))!;
  const print = topic(
    "a counter that two threads contend for",
    "ns per increment",
    [number!, ...others, line!, lineStruct!, fields!],
    [{ reference: "multithreading, lock()", times: 1 / 5 }],
  );
  // the other bar is that of the struct against the futex
  const rows = print.rows.map((row) =>
    row.candidate === fields!.name ? { ...row, ratio: fields!.best / futex.best, bar: 10, met: fields!.best / futex.best <= 10 } : row,
  ); // prettier-ignore
  return [
    { ...print, rows },
    topic("a graph of 10,000 objects that two threads write in turns", "ns per hand-over", [graphs!, clone!], [
      { reference: clone!.name, times: 1 / 100 },
    ]),
  ]; // prettier-ignore
}

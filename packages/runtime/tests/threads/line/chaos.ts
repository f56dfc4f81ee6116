/**
 * Kills workers at random while they contend for a counter, until they have counted to a million and 200 have died (or the
 * numbers given); every increment that was finished must be there. Run it with tsx.
 */
import type { Worker } from "node:worker_threads";
import { start } from "../workers/start.js";
import { openShared, share } from "./lock.js";

const goal = Number(process.argv[2] ?? 1_000_000);
const deaths = Number(process.argv[3] ?? 200);
const THREADS = 3;
/** Where each thread that ever lived counts what it finished. */
const MOST = 10_000;

const shared = share(1, 1 + MOST);
const { data } = openShared(shared);
let lives = 0;
let kills = 0;

const begin = (): Worker => {
  lives += 1;
  const worker = start("line.worker.ts", { shared });
  worker.postMessage(["countForEver", { line: 0, own: lives }]);
  return worker;
};

const alive = Array.from({ length: THREADS }, begin);
while ((data[0]! < goal || kills < deaths) && lives < MOST) {
  const before = data[0]!;
  const more = 1 + Math.floor(Math.random() * 5000);
  // the counter is only looked at: which moment that is makes no difference
  while (Atomics.load(data, 0) - before < more) await new Promise((resolve) => setImmediate(resolve));
  const victim = Math.floor(Math.random() * THREADS);
  await alive[victim]!.terminate();
  kills += 1;
  alive[victim] = begin();
}
await Promise.all(alive.map((worker) => worker.terminate()));
kills += THREADS;

const finished = data.slice(1).reduce((sum, own) => sum + own, 0);
const counted = data[0]!;
console.log(`${counted} counted, ${finished} finished, ${kills} threads killed`);
// who is killed between counting for all and counting for himself leaves a difference of one
if (counted < finished || counted > finished + kills) throw new Error("Increments were lost, or came twice.");

/**
 * Kills workers at random while they count in shared cowns, a number, a struct, and regions that say once or several times how far that is, until they have counted to 200,000 and
 * 200 have died (or the numbers given); every increment that was finished must be there. Run it with tsx.
 */
import type { Worker } from "node:worker_threads";
import { Cown, freeze, Region } from "../../../src/index.js";
import { recover, send, struct } from "../../../src/threads.js";
import { next, start } from "../workers/start.js";

const goal = Number(process.argv[2] ?? 200_000);
const deaths = Number(process.argv[3] ?? 200);
const KINDS = 4;

const cowns: readonly Cown<any>[] = [
  new Cown(0),
  new Cown(new Region({ n: 0, list: Array.from({ length: 10 }, (_, id) => ({ id })) })),
  new Cown(struct({ n: "f64", name: "string(20)" })),
  new Cown(new Region({ n: 0, last: [], byDigit: new Map() })),
];
const finished = new SharedArrayBuffer(4 * KINDS);
const words = new Int32Array(finished);
const counted = (): number => Array.from(words.keys()).reduce((sum, i) => sum + Atomics.load(words, i), 0);
let lives = 0;
let kills = 0;

async function begin(): Promise<Worker> {
  const own = lives++ % KINDS;
  const worker = start("cowns.worker.ts", {});
  await next(worker);
  const known = next(worker);
  send(worker, freeze(["cown", cowns[own]]));
  await known;
  worker.postMessage(["countForEver", { finished, own }]);
  return worker;
}

const alive = await Promise.all(Array.from({ length: 2 * KINDS }, begin));
while (counted() < goal || kills < deaths) {
  const before = counted();
  const more = 1 + Math.floor(Math.random() * 2000);
  // the counts are only looked at: which moment that is makes no difference
  while (counted() - before < more) await new Promise((resolve) => setImmediate(resolve));
  const victim = Math.floor(Math.random() * alive.length);
  await alive[victim]!.terminate();
  kills += 1;
  alive[victim] = await begin();
}
await Promise.all(alive.map((worker) => worker.terminate()));
kills += alive.length;

for (const [i, cown] of cowns.entries()) {
  using guard = await recover(cown);
  const count: number = typeof guard.value === "number" ? guard.value : guard.value.n;
  const done = Atomics.load(words, i);
  console.log(`${count} counted, ${done} finished`);
  // who is killed between releasing and counting for himself leaves a difference of one
  if (count < done || count > done + kills) throw new Error("Increments were lost, or came twice.");
}
console.log(`${kills} threads killed`);

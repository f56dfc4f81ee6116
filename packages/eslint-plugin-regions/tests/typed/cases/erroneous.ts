import { type Absent, absent, enqueue } from "./index.js";
import { missing, type Missing } from "./nowhere.js";
import type { Region } from "./own.js";

export function unresolved(value: Missing, other: Absent, any: any) {
  const job = { id: 1, items: [] };
  missing(job);
  absent(job);
  any.push(job);
  value.push(job);
  other.queue.push(job);
  undeclared(job);
  new value.Queue(job).push(job);
  job.id = 2;
  enqueue(job, ...value);
  return job; // ✗ no-use-after-move: 'job' is used after it was moved on line 15
}

export function wrongArguments() {
  enqueue();
  enqueue(1, 2);
  enqueue("a").then((job) => job.id);
}

export async function spelledAlike(job: Region) {
  const { items } = job;
  await missing();
  items.push(1);
}

export function circular(): ReturnType<typeof circular> {
  return circular();
}

import { enqueue, MemoryQueue, publish, type Queue, start } from "./index.js";
import type { Job } from "./index.js";

export function moved() {
  const job = { id: 1, items: [] };
  enqueue(job);
  return job; // ✗ no-use-after-move: 'job' is used after it was moved on line 6 ('enqueue(job)')
}
export function movedOnce() {
  const job = { id: 1, items: [] };
  return enqueue(job);
}

export function byAnotherName() {
  const job = { id: 1, items: [] };
  start(job);
  job.id = 2; // ✗ no-use-after-move: 'job' is used after it was moved on line 16 ('start(job)')
}

export function frozenByTheRest(first: Job, second: Job) {
  publish("now", first, second);
  second.id = 2; // ✗ no-mutate-frozen: 'second' is frozen
}
export function changedBefore(first: Job, second: Job) {
  second.id = 2;
  publish("now", first, second);
}

export function throughAnInterface(queue: Queue) {
  const job = { id: 1, items: [] };
  queue.peek(job);
  job.id = 2;
  queue.push(job);
  job.id = 3; // ✗ no-use-after-move: 'job' is used after it was moved on line 33 ('queue.push(job)')
}

export function inherited() {
  const queue = new MemoryQueue();
  const job = { id: 1, items: [] };
  queue.peek(job);
  queue.push(job);
  job.id = 3; // ✗ no-use-after-move: 'job' is used after it was moved on line 41 ('queue.push(job)')
}

export function throughAField(services: { readonly queue?: Queue }) {
  const job = { id: 1, items: [] };
  services.queue?.push(job);
  return job; // ✗ no-use-after-move: 'job' is used after it was moved on line 47 ('services.queue?.push(job)')
}

export function oneOfSeveral(queue: Queue | { push: (job: Job) => number }) {
  const job = { id: 1, items: [] };
  queue.push(job);
  return job;
}

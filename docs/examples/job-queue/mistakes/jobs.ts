import { borrow, move, Region } from "regions-runtime";
import type { Job, Queue } from "../jobs.ts";

/** Adds a job to the queue, which owns it from then on. */
export function submit(queue: Queue, name: string): void {
  const job = new Region<Job>({ name, postponed: 0, steps: [] }, { name });
  queue.waiting.push(move(job));
  job.steps.push("submitted"); // ✗ no-use-after-move, throws ERR_USE_AFTER_MOVE
}

/** Takes the next job out of the queue. */
export function take(queue: Queue): Region<Job> | undefined {
  const job = queue.waiting.shift();
  if (job === undefined) return undefined;
  using steps = borrow(job.steps);
  steps.push("taken");
  return move(job); // ✗ no-move-while-borrowed, throws ERR_BORROWED
}

/** Puts a job back, to the end of the queue. */
export function postpone(queue: Queue, job: Region<Job>): void {
  const { steps } = job;
  job.postponed += 1;
  queue.waiting.push(move(job));
  steps.push("postponed"); // ✗ no-use-after-move, throws ERR_USE_AFTER_MOVE
}

/** Makes a job that carries on the history of another one. */
export function followUp(job: Region<Job>, name: string): Region<Job> {
  const next = new Region<Job>({ name, postponed: 0, steps: [] }, { name });
  next.steps = job.steps; // ✗ no-cross-region-reference, throws ERR_CROSS_REGION
  return next;
}

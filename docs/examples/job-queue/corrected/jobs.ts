import { borrow, move, Region } from "regions-runtime";
import type { Job, Queue } from "../jobs.ts";

/** Adds a job to the queue, which owns it from then on. */
export function submit(queue: Queue, name: string): void {
  const job = new Region<Job>({ name, postponed: 0, steps: [] }, { name });
  job.steps.push("submitted");
  queue.waiting.push(move(job));
}

/** Takes the next job out of the queue. */
export function take(queue: Queue): Region<Job> | undefined {
  const job = queue.waiting.shift();
  if (job === undefined) return undefined;
  borrow(job.steps, (steps) => steps.push("taken"));
  return move(job);
}

/** Puts a job back, to the end of the queue. */
export function postpone(queue: Queue, job: Region<Job>): void {
  job.postponed += 1;
  job.steps.push("postponed");
  queue.waiting.push(move(job));
}

/** Makes a job that carries on the history of another one. */
export function followUp(job: Region<Job>, name: string): Region<Job> {
  return new Region<Job>({ name, postponed: 0, steps: [...job.steps] }, { name });
}

// A handle held over an await
// While load() waits, somebody else moves the job away. The handle from before the await is dead when load() goes on.

import { move, Region } from "regions-runtime";

interface Job {
  steps: string[];
}

async function load(job: Region<Job>): Promise<void> {
  const { steps } = job;
  steps.push("asked");
  const answer = await Promise.resolve("answered");
  steps.push(answer); // ✗ no-borrow-across-await
}

const job = new Region<Job>({ steps: [] }, { name: "job" });
const loading = load(job);
const mine = move(job);
mine.steps.push("taken");
await loading; // throws ERR_USE_AFTER_MOVE

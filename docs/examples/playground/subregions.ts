// Regions inside regions
// A region can own others. Each has one owner: to change the owner, move it.

import { move, parentOf, Region } from "regions-runtime";

interface Job {
  steps: string[];
}
const queue = new Region<{ jobs: Region<Job>[] }>({ jobs: [] }, { name: "queue" });
const job = new Region<Job>({ steps: [] }, { name: "job" });
queue.jobs.push(job);
job.steps.push("created"); // its handle still works
console.log(parentOf(job) === queue); // true

const worker = new Region<{ current?: Region<Job> }>({}, { name: "worker" });
worker.current = job; // ✗ no-cross-region-reference, throws ERR_ALREADY_OWNED
worker.current = move(job);

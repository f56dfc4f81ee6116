import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { freeze, type Frozen, type Region } from "regions-runtime";
import { cut, encode, writeLog, type Summary } from "./access-log.ts";
import type { Config } from "./config.ts";
import type { Job, Queue } from "./jobs.ts";
import type { Reply } from "./messages.ts";

/** The parts of which there are two versions, in `mistakes` and in `corrected`. */
export type Parts = typeof import("./corrected/index.ts");

export function startWorker(config: Frozen<Config>): Worker {
  return new Worker(new URL("./boot.mjs", import.meta.url), { workerData: { config } });
}

/** Waits for what a worker says next. */
export async function nextReply(worker: Worker): Promise<Reply> {
  const [reply] = (await once(worker, "message")) as [Reply];
  return reply;
}

function add(total: Summary, part: Summary): void {
  total.requests += part.requests;
  total.errors += part.errors;
  total.robots += part.robots;
  for (const [path, count] of Object.entries(part.slow)) total.slow[path] = (total.slow[path] ?? 0) + count;
}

/** Reads an access log in several threads and prints what it says. */
export async function run(parts: Parts): Promise<void> {
  const config = parts.loadConfig("server");
  const log = writeLog(20_000);
  const chunks = new Map(cut(log, config.chunkBytes).map((chunk, index) => [`chunk ${index + 1}`, chunk]));
  const queue: Queue = { waiting: [] };
  for (const name of chunks.keys()) parts.submit(queue, name);

  const workers = Array.from({ length: config.workers }, () => startWorker(config));
  parts.announceRobots(workers, encode("10.0.0.7\n10.0.0.42"));

  const total: Summary = { requests: 0, errors: 0, robots: 0, slow: {} };
  const done: Region<Job>[] = [];
  await Promise.all(workers.map(readChunks));

  async function readChunks(worker: Worker): Promise<void> {
    for (let job = parts.take(queue); job !== undefined; job = parts.take(queue)) {
      const chunk = chunks.get(job.name)!;
      if (chunk[0] === 0x1f && job.postponed === 0) {
        parts.postpone(queue, job); // what is compressed takes longer: first the rest
        continue;
      }
      const reply = nextReply(worker);
      parts.dispatch(worker, job, chunk.buffer);
      const answer = await reply;
      if ("summary" in answer) add(total, answer.summary);
      done.push(job);
    }
  }

  const archiving = parts.followUp(
    done.find((job) => job.name === "chunk 1")!,
    "archive",
  );
  const reply = nextReply(workers[0]!);
  const logBytes = log.length;
  const firstLine = parts.archive(workers[0]!, log.buffer);
  const answer = await reply;
  if ("archivedBytes" in answer) archiving.steps.push(`${logBytes} bytes archived in ${answer.archivedBytes}`);
  await Promise.all(workers.map((worker) => worker.terminate()));

  const history = freeze([...done, archiving]); // nobody will change these jobs any more: now everybody may read them
  const slow = Object.entries(total.slow)
    .sort()
    .map(([path, count]) => `${path} (${count})`);
  console.log(`${total.requests} requests in ${chunks.size} chunks, read by ${config.workers} workers`);
  console.log(`  errors: ${total.errors}, robots: ${total.robots}, slow: ${slow.join(", ")}`);
  console.log(`  first line: ${firstLine}`);
  console.log(`  ${history.at(-1)!.name}: ${history.at(-1)!.steps.join(" > ")}`);
}

import type { Worker } from "node:worker_threads";
import { configure, Region } from "regions-runtime";
import { cut, encode, writeLog } from "./access-log.ts";
import type { Job, Queue } from "./jobs.ts";
import type { Request } from "./messages.ts";
import { nextReply, type Parts } from "./program.ts";

/** One thing that the program does, on its own. */
export interface Attempt {
  readonly title: string;
  /** The function that does it. */
  readonly part: keyof Parts;
  /** @returns what came of it, for comparison */
  readonly run: () => unknown;
}

/**
 * Everything the program does, one by one: as a whole, the version with mistakes would end at the first of them.
 *
 * @param parts the version to try
 * @param workers two workers, on which nothing else runs
 */
export function attempts(parts: Parts, workers: readonly [Worker, Worker]): Attempt[] {
  configure({ sites: true }); // errors tell where the move or the borrow was
  const newJob = (name: string): Region<Job> => new Region<Job>({ name, postponed: 0, steps: [] }, { name });

  return [
    {
      title: "change the configuration",
      part: "loadConfig",
      run: () => parts.loadConfig("server").workers,
    },
    {
      title: "change a part of the configuration",
      part: "loadConfig",
      run: () => parts.loadConfig("monitored").ignoredPaths.length,
    },
    {
      title: "let a helper change the configuration",
      part: "loadConfig",
      run: () => parts.loadConfig("remote").slowMs,
    },
    {
      title: "submit a job",
      part: "submit",
      run: () => {
        const queue: Queue = { waiting: [] };
        parts.submit(queue, "chunk 1");
        return queue.waiting[0]!.steps.length;
      },
    },
    {
      title: "take a job",
      part: "take",
      run: () => parts.take({ waiting: [newJob("chunk 2")] })!.steps.length,
    },
    {
      title: "postpone a job",
      part: "postpone",
      run: () => {
        const queue: Queue = { waiting: [] };
        parts.postpone(queue, newJob("chunk 3"));
        return queue.waiting[0]!.steps.length;
      },
    },
    {
      title: "carry on the history of a job",
      part: "followUp",
      run: () => parts.followUp(newJob("chunk 4"), "archive").name,
    },
    {
      title: "tell two workers about the robots",
      part: "announceRobots",
      run: async () => {
        parts.announceRobots(workers, encode("10.0.0.7"));
        const question: Request = { type: "summarize", chunk: encode("10.0.0.7 GET / 200 12\n") };
        const reply = nextReply(workers[1]);
        workers[1].postMessage(question);
        return reply; // does the second one know them?
      },
    },
    {
      title: "dispatch a compressed chunk",
      part: "dispatch",
      run: () => {
        const job = newJob("chunk 5");
        const [oldest] = cut(writeLog(1000), 9000);
        parts.dispatch(workers[0], job, oldest!.buffer);
        return job.steps.at(-1);
      },
    },
    {
      title: "archive the log",
      part: "archive",
      run: () => parts.archive(workers[0], writeLog(10).buffer),
    },
  ];
}

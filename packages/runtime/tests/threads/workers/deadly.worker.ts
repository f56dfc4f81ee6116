/** A thread that counts in shared cowns for ever, as a program says, and is killed at some time. */
import { parentPort } from "node:worker_threads";
import { type Cown, when } from "../../../src/index.js";
import { listen, recover } from "../../../src/threads.js";
import { Counts, isLoss, type Step } from "../cowns/counts.js";
import { kinds } from "../cowns/kinds.js";

const port = parentPort!;
let cowns: readonly Cown<any>[] = [];

/** What a step throws on purpose. */
class Thrown extends Error {}

async function run({ needs, turns, tasks, throws }: Step, sorts: readonly number[], counts: Counts): Promise<void> {
  const counted = when(
    needs.map((need) => cowns[need]!),
    async (...guards) => {
      for (const [i, guard] of guards.entries()) {
        kinds[sorts[needs[i]!]!]!.increment(guard);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        for (let task = 0; task < tasks; task++) await new Promise((resolve) => setImmediate(resolve));
      }
      needs.forEach((need) => counts.noteEnding(need));
      if (throws) throw new Thrown();
    },
  );
  try {
    await counted;
  } catch (error) {
    if (isLoss(error)) return takeOver(needs, sorts);
    // what it did before it threw stays
    if (!(error instanceof Thrown)) throw error;
  }
  needs.forEach((need) => counts.noteEnded(need));
}

async function takeOver(needs: readonly number[], sorts: readonly number[]): Promise<void> {
  for (const need of needs) {
    using guard = await recover(cowns[need]!);
    kinds[sorts[need]!]!.read(guard.value);
  }
}

async function runForEver(steps: readonly Step[], sorts: readonly number[], counts: Counts): Promise<void> {
  for (;;) {
    const running: Promise<void>[] = [];
    for (const step of steps) {
      const done = run(step, sorts, counts);
      if (step.together) running.push(done);
      else await done;
    }
    await Promise.all(running);
  }
}

listen(port, (all: readonly Cown<any>[]) => {
  cowns = [...all];
  port.postMessage("known");
});
port.on("message", (message: { steps?: readonly Step[]; sorts: readonly number[]; counts: SharedArrayBuffer }) => {
  // those of the runtime are for `listen`
  if (message.steps !== undefined) void runForEver(message.steps, message.sorts, new Counts(message.counts));
});
port.postMessage("ready");

/** A thread that uses shared lines as it is told. */
import { parentPort, workerData } from "node:worker_threads";
import { Entry } from "../../../src/threads/line/entry.js";
import { lock, LostError, openShared, recover, type Shared } from "../line/lock.js";

const { domain, lines, data } = openShared((workerData as { shared: Shared }).shared);
const held: Entry[] = [];
const say = (message: unknown): void => parentPort!.postMessage(message);

const tasks = {
  /** Adds one to a word that a line guards, again and again. Not atomically. */
  async count({ line, times, await: waits = true }: { line: number; times: number; await?: boolean }) {
    for (let i = 0; i < times; i++) {
      const entry = await lock(domain, lines[line]!);
      data[line]!++;
      if (waits && i % 100 === 0) await Promise.resolve();
      entry.release();
    }
    say("done");
  },
  /** For ever; whoever finds the count broken off by a death takes over from the last good count. */
  async countForEver({ line, own }: { line: number; own: number }) {
    for (;;) {
      try {
        const entry = await lock(domain, lines[line]!);
        data[line]!++;
        // what it finished itself
        data[own]!++;
        entry.release();
      } catch (error) {
        if (!(error instanceof LostError)) throw error;
        recover(domain, lines[line]!)?.release();
      }
    }
  },
  /** Moves one from word to word, both guarded. */
  async transfer({ times, from }: { times: number; from: number }) {
    for (let i = 0; i < times; i++) {
      const [a, b] = [(from + i) % lines.length, (from + 2 * i + 1) % lines.length].sort((x, y) => x - y) as [
        number,
        number,
      ];
      const entry = await (a === b ? lock(domain, lines[a]!) : lock(domain, lines[a]!, lines[b]!));
      data[a]!--;
      data[b]!++;
      entry.release();
    }
    say("done");
  },
  async hold({ line }: { line: number }) {
    held.push(await lock(domain, lines[line]!));
    say("holds");
  },
  release() {
    held.pop()!.release();
    say("released");
  },
  /** Asks, and says so before it has it; notes who came when. */
  async ask({ line, name }: { line: number; name: number }) {
    const coming = lock(domain, lines[line]!);
    say("asked");
    const entry = await coming;
    const length = data[8]!;
    data[9 + length] = name;
    data[8] = length + 1;
    entry.release();
    say("done");
  },
  async wait({ line }: { line: number }) {
    const coming = lock(domain, lines[line]!);
    say("asked");
    say(
      await coming.then(
        () => "got",
        (error: unknown) => (error instanceof LostError ? "lost" : String(error)),
      ),
    );
  },
  throw() {
    throw new Error("killed by its own error");
  },
  exit() {
    process.exit(3);
  },
};

parentPort!.on("message", ([task, options]: [keyof typeof tasks, never]) => void tasks[task](options));
say("ready");

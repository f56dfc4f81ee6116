/** A thread that uses shared cowns as it is told. */
import { compileFunction } from "node:vm";
import { parentPort } from "node:worker_threads";
import {
  type Acquired,
  type Cown,
  isFrozen,
  isRegion,
  move,
  quiesce,
  read,
  Region,
  RegionError,
  when,
} from "../../../src/index.js";
import { listen, recover } from "../../../src/threads.js";
import { Counter } from "../worker/counter.js";
import { Point } from "../worker/point.js";

const port = parentPort!;
const cowns: Record<string, Cown<any>> = {};
const held: Acquired<any>[] = [];
const tools = { cowns, when, read, recover, Region, move, isFrozen, isRegion, Counter, Point };

const say = (message: unknown): void => port.postMessage(message);
const codeOf = (error: unknown): string => (error instanceof RegionError ? error.code : String(error));

/** A count in a graph that says more than once how far it has come. */
interface Counted {
  n: number;
  last?: { n: number }[];
  byDigit?: Map<number, { n: number }>;
}

function increment(guard: Acquired<number | Counted>): void {
  if (typeof guard.value === "number") guard.value += 1;
  else if (guard.value.last === undefined) guard.value.n += 1;
  else incrementAll(guard.value as Required<Counted>);
}

/** Whoever finds half of what another thread did, or an earlier state in some part, ends with an error that nobody expects. */
function incrementAll(value: Required<Counted>): void {
  const { n, last, byDigit } = value;
  if (n > 0 && (last.at(-1)!.n !== n || byDigit.get(n % 10) !== last.at(-1) || byDigit.size > 10))
    throw new Error("half a state");
  value.n += 1;
  last.push({ n: n + 1 });
  if (last.length > 5) last.shift();
  byDigit.delete((n + 1) % 10);
  byDigit.set((n + 1) % 10, last.at(-1)!);
}

interface Step {
  readonly needs: number[];
  readonly turns: number;
  readonly later: boolean;
}

const tasks = {
  /** Adds one to each of some cowns, again and again. */
  async count({ of = ["cown"], times, all = false }: { of?: string[]; times: number; all?: boolean }) {
    const counted: Promise<void>[] = [];
    for (let i = 0; i < times; i++) {
      const done = when(
        of.map((name) => cowns[name]!),
        (...guards) => guards.forEach(increment),
      );
      if (all) counted.push(done);
      else await done;
    }
    await Promise.all(counted);
    return "done";
  },
  async acquireToCount({ times }: { times: number }) {
    for (let i = 0; i < times; i++) {
      using guard = await cowns.cown!.acquire();
      increment(guard);
    }
    return "done";
  },
  /** For ever; how many it has finished, everybody can see. */
  async countForEver({ finished, own }: { finished: SharedArrayBuffer; own: number }) {
    const words = new Int32Array(finished);
    for (;;)
      try {
        await when(cowns.cown!, increment);
        Atomics.add(words, own, 1);
      } catch (error) {
        if (codeOf(error) !== "ERR_OWNER_LOST") throw error;
        (await recover(cowns.cown!))[Symbol.dispose]();
      }
  },
  /** Moves one from account to account. */
  async transfer({ times, seed }: { times: number; seed: number }) {
    const names = Object.keys(cowns);
    const done: Promise<void>[] = [];
    for (let i = 0; i < times; i++) {
      const from = cowns[names[(seed + i) % names.length]!] as Cown<number>;
      const to = cowns[names[(seed + 2 * i + 1) % names.length]!] as Cown<number>;
      const move = when([from, to], (a, b) => {
        a.value -= 1;
        b.value += 1;
      });
      done.push(move);
    }
    await Promise.all(done);
    return "done";
  },
  /** Spawns behaviours, each of which notes in the cowns that it had them, and whether it had them alone. */
  async program({ steps, name, uses }: { steps: Step[]; name: string; uses: SharedArrayBuffer }) {
    const words = new Int32Array(uses);
    const done = steps.map(({ needs, turns, later }, i) => {
      const spawn = (): Promise<void> =>
        when(
          needs.map((need) => cowns[`c${need}`] as Cown<{ log: string[] }>),
          async (...guards) => {
            const alone = needs.map((need) => Atomics.add(words, need, 1) === 0);
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            for (const guard of guards) guard.value.log.push(`${name}${i}${alone.includes(false) ? " not alone" : ""}`);
            for (const need of needs) Atomics.sub(words, need, 1);
          },
        );
      return later ? new Promise((resolve) => setImmediate(resolve)).then(spawn) : spawn();
    });
    await Promise.all(done);
    return "done";
  },
  /** Runs code of the test. */
  run({ code }: { code: string }) {
    const run = compileFunction(`return (async () => { ${code} })()`, Object.keys(tools)) as (
      ...given: unknown[]
    ) => Promise<unknown>;
    return run(...Object.values(tools)).then((result) => result ?? null, codeOf);
  },
  async hold({ cown = "cown", change = "" }: { cown?: string; change?: string }) {
    const guard = await cowns[cown]!.acquire();
    held.push(guard);
    (compileFunction(change, ["guard"]) as (guard: unknown) => void)(guard);
    return "holds";
  },
  release() {
    held.pop()![Symbol.dispose]();
    return "released";
  },
  /** Says that it has asked, and later whether it got it. */
  async wait({ cown = "cown" }: { cown?: string }) {
    const coming = cowns[cown]!.acquire();
    say("asked");
    try {
      using _ = await coming;
      return "got";
    } catch (error) {
      return codeOf(error);
    }
  },
  /** Says that it has asked, and notes when it comes. */
  async ask({ name }: { name: string }) {
    const coming = when(cowns.cown as Cown<string>, (guard) => void (guard.value += name));
    say("asked");
    await coming;
  },
  throw() {
    setImmediate(() => {
      throw new Error("killed by its own error");
    });
  },
  exit: () => process.exit(3),
  quiesce: () => quiesce().then(() => "idle"),
};

listen(port, ([name, cown]: [string, Cown<unknown>]) => {
  cowns[name] = cown;
  say("known");
});
port.on("message", (message: unknown) => {
  // those of the runtime are for `listen`
  if (!Array.isArray(message)) return;
  const [task, options] = message as [keyof typeof tasks, object];
  const result = (tasks[task] as (options: object) => unknown)(options);
  void Promise.resolve(result).then((answer) => answer !== undefined && say(answer));
});
say("ready");

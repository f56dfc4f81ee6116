import { Piscina } from "piscina";
import { Cown, Region } from "regions-runtime";
import { type Behaviour, behaviours, whenOn } from "regions-runtime/pool";
import type { Acquired } from "regions-runtime";
import { measureAsync } from "./measure.js";
import { topic, type Topic } from "./topic.js";

type Held<T extends object> = Acquired<Region<T>>;
type Numbers = Region<{ numbers: Float64Array }>;
interface Account {
  balance: number;
}
interface Fork {
  uses: number;
}
interface Chair {
  customers: number;
}
interface Creature {
  colour: number;
  meetings: number;
}
interface Programs {
  transfer(from: Held<Account>, to: Held<Account>, amount: number, work: number): number;
  eat(left: Held<Fork>, right: Held<Fork>, work: number): number;
  cut(chair: Held<Chair>, work: number): number;
  meet(one: Held<Creature>, other: Held<Creature>, work: number): number;
  fib(n: number): number;
  split(region: Numbers): Numbers[];
  sort(region: Numbers): Numbers;
}

const savina = behaviours<Programs>(new URL("savina-behaviours.mjs", import.meta.url));
/** Turns of a loop: some milliseconds, as much as makes a thread worth its while. */
const WORK = 3_000_000;

interface Program {
  readonly name: string;
  /** How much two threads must be faster than one: undefined where the program itself is serial. */
  readonly bar: number | undefined;
  run(pool: Piscina): Promise<unknown>;
}

const cowns = <T extends object>(count: number, make: (i: number) => T): Cown<Region<T>>[] =>
  Array.from({ length: count }, (_, i) => new Cown(new Region(make(i))));
const times = <T>(count: number, run: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => run(i)));

const programs: Program[] = [
  {
    name: "banking: 40 transfers between 20 accounts",
    bar: 1.8,
    run(pool) {
      const accounts = cowns<Account>(20, () => ({ balance: 100 }));
      return times(40, (i) => whenOn(pool, [accounts[i % 20]!, accounts[(i + 7) % 20]!], savina("transfer"), 1, WORK));
    },
  },
  {
    name: "philosophers: 5, who eat 8 times each",
    bar: 1.8,
    run(pool) {
      const forks = cowns<Fork>(5, () => ({ uses: 0 }));
      return times(40, (i) => whenOn(pool, [forks[i % 5]!, forks[(i + 1) % 5]!], savina("eat"), WORK));
    },
  },
  {
    name: "barber: 40 customers, two chairs",
    bar: 1.8,
    run(pool) {
      const chairs = cowns<Chair>(2, () => ({ customers: 0 }));
      return times(40, (i) => whenOn(pool, [chairs[i % 2]!], savina("cut"), WORK));
    },
  },
  {
    name: "chameneos: 10 creatures, 40 meetings",
    bar: 1.8,
    run(pool) {
      const creatures = cowns<Creature>(10, (i) => ({ colour: i % 3, meetings: 0 }));
      return times(40, (i) =>
        whenOn(pool, [creatures[i % 10]!, creatures[(i + 1 + ((i * 3) % 9)) % 10]!], savina("meet"), WORK),
      );
    },
  },
  {
    name: "fib of 34, in parts that each thread computes alone",
    bar: 1.8,
    run: (pool) => fib(pool, 34),
  },
  {
    name: "quicksort: 500,000 numbers",
    // the first split is one behaviour
    bar: undefined,
    run: (pool) => sort(pool, new Region({ numbers: shuffled(500_000) })),
  },
];

async function fib(pool: Piscina, n: number): Promise<number> {
  if (n < 28) return whenOn(pool, [], savina("fib") as Behaviour<(n: number) => number>, n);
  const [a, b] = await Promise.all([fib(pool, n - 1), fib(pool, n - 2)]);
  return a + b;
}

async function sort(pool: Piscina, region: Numbers): Promise<Numbers[]> {
  if (region.numbers.length < 50_000) return [await whenOn(pool, [], savina("sort"), region)];
  const parts = await whenOn(pool, [], savina("split"), region);
  return (await Promise.all(parts.map((part) => sort(pool, part)))).flat();
}

function shuffled(length: number): Float64Array {
  let seed = 1;
  return Float64Array.from({ length }, () => (seed = (seed * 48271) % 2147483647));
}

/** How much two threads do in the time of one. */
export async function savinaTopics(): Promise<Topic[]> {
  const pools = [1, 2].map((threads) => new Piscina({ minThreads: threads, maxThreads: threads }));
  const [one, two] = pools as [Piscina, Piscina];
  const topics: Topic[] = [];
  for (const { name, bar, run } of programs) {
    const timings = await measureAsync(
      [
        { name: "two threads", prepare: () => two, run },
        { name: "one thread", prepare: () => one, run },
      ],
      1_000_000,
      5,
    );
    topics.push(
      topic(`Savina, ${name}`, "ms", timings, bar === undefined ? [] : [{ reference: "one thread", times: 1 / bar }]),
    );
  }
  await Promise.all(pools.map((pool) => pool.destroy()));
  return topics;
}

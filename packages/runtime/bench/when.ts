import { Mutex } from "async-mutex";
import { Cown, Region, when } from "regions-runtime";
import { measureAsync } from "./measure.js";
import { topic, type Row, type Topic } from "./topic.js";

interface Account {
  balance: number;
}

const ACCOUNTS = 100;
const TRANSFERS = 2000;
/** What is timed repeats all of them: so often that what the engine forgets in a collection does not count. */
const TIMES = 10;

/** Pairs of different accounts, the same for every candidate. */
const pairs = Array.from({ length: TRANSFERS }, (_, i): [number, number] => [
  (i * 7) % ACCOUNTS,
  (i * 7 + 1 + ((i * 13) % (ACCOUNTS - 1))) % ACCOUNTS,
]);

function transfer(from: Account, to: Account): void {
  from.balance -= 1;
  to.balance += 1;
}

/** As with any lock: two at a time, and always in the same order. */
async function transferLocked(accounts: Locked[], from: number, to: number): Promise<void> {
  const [first, second] = from < to ? [from, to] : [to, from];
  const releaseFirst = await accounts[first]!.mutex.acquire();
  const releaseSecond = await accounts[second]!.mutex.acquire();
  try {
    transfer(accounts[from]!, accounts[to]!);
  } finally {
    releaseSecond();
    releaseFirst();
  }
}

interface Locked extends Account {
  readonly mutex: Mutex;
}

const owned = (): Cown<Region<Account>>[] =>
  Array.from({ length: ACCOUNTS }, () => new Cown<Region<Account>>(new Region({ balance: 100 })));
const numbers = (count: number): Cown<number>[] => Array.from({ length: count }, () => new Cown(100));
const locked = (): Locked[] => Array.from({ length: ACCOUNTS }, () => ({ balance: 100, mutex: new Mutex() }));

const transferOwned = (accounts: Cown<Region<Account>>[], [from, to]: [number, number]): Promise<void> =>
  when([accounts[from]!, accounts[to]!], (a, b) => transfer(a.value, b.value));
const transferNumbers = (accounts: Cown<number>[], [from, to]: [number, number]): Promise<void> =>
  when([accounts[from]!, accounts[to]!], (a, b) => {
    a.value -= 1;
    b.value += 1;
  });

export async function whenTopics(): Promise<Topic[]> {
  const bar = [{ reference: "async-mutex, ordered locks", times: 1 / 4 }];
  const mutexTransfer = (accounts: Locked[], [from, to]: [number, number]): Promise<void> =>
    transferLocked(accounts, from, to);
  return [
    topic("bank transfers, all at once", "ns per transfer", await measureAsync([
      { name: "when, cowns of numbers", prepare: () => numbers(ACCOUNTS), run: (accounts) => atOnce((pair) => transferNumbers(accounts, pair)) },
      { name: "when, cowns of regions", prepare: owned, run: (accounts) => atOnce((pair) => transferOwned(accounts, pair)) },
      { name: "async-mutex, ordered locks", prepare: locked, run: (accounts) => atOnce((pair) => mutexTransfer(accounts, pair)) },
    ], TRANSFERS * TIMES, 12), bar), // prettier-ignore
    topic("bank transfers, one after another", "ns per transfer", await measureAsync([
      { name: "when, cowns of numbers", prepare: () => numbers(ACCOUNTS), run: (accounts) => oneByOne((pair) => transferNumbers(accounts, pair)) },
      { name: "when, cowns of regions", prepare: owned, run: (accounts) => oneByOne((pair) => transferOwned(accounts, pair)) },
      { name: "async-mutex, ordered locks", prepare: locked, run: (accounts) => oneByOne((pair) => mutexTransfer(accounts, pair)) },
    ], TRANSFERS * TIMES, 12), bar), // prettier-ignore
    topic("throughput of when by the number of cowns it takes", "ns per behaviour", await measureAsync(
      [1, 2, 8].map((count) => ({
        name: `${count} cown${count === 1 ? "" : "s"}`,
        prepare: () => numbers(count),
        run: (cowns: Cown<number>[]) => atOnce(() => when(cowns, (first) => void first.value++)),
      })), TRANSFERS * TIMES, 12), []), // prettier-ignore
    memoryTopic(),
  ];
}

type Run = (pair: [number, number]) => Promise<void>;

async function atOnce(run: Run): Promise<void> {
  for (let time = 0; time < TIMES; time++) await Promise.all(pairs.map(run));
}

async function oneByOne(run: Run): Promise<void> {
  for (let time = 0; time < TIMES; time++) for (const pair of pairs) await run(pair);
}

/** What is kept for each behaviour that waits, and for each cown that nobody uses. */
function memoryTopic(): Topic {
  const count = 20_000;
  const gate = new Cown(0);
  const [a, b] = [new Cown(0), new Cown(0)];
  const held = gate.tryAcquire()!;
  const rows: Row[] = [];
  const row = (candidate: string, make: () => unknown): void => {
    const bytes = heapGrowth(() => Array.from({ length: count }, make)) / count;
    rows.push({ candidate, best: bytes, median: bytes, ratio: 1, bar: undefined, met: undefined });
  };
  row("a behaviour that waits for 1 cown", () => when(gate, () => undefined));
  row("a behaviour that waits for 3 cowns", () => when([gate, a, b], () => undefined));
  row("a cown that nobody uses", () => new Cown(0));
  row("a mutex of async-mutex that nobody uses", () => new Mutex());
  held[Symbol.dispose]();
  return { topic: "memory", unit: "bytes each", rows };
}

function heapGrowth(make: () => unknown): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = make();
  gc?.();
  const growth = process.memoryUsage().heapUsed - before;
  if (kept === undefined) throw new Error("nothing was made");
  return growth;
}

import { holderBehind } from "../../../src/heap/holder.js";
import type { CownRecord } from "../../../src/cowns/record.js";
import { type Acquired, Cown } from "../../../src/index.js";
import { Cell } from "../../../src/threads/cowns/cell.js";
import { SharedCown } from "../../../src/threads/cowns/shared-cown.js";
import { pack, unpack } from "../../../src/threads.js";

/** A cown as several threads have it, each with a copy of its own, all in this one: so that every step is in the test's hands. */
export interface Twins<T> {
  readonly cowns: readonly Cown<T>[];
  /** What they have in common. */
  readonly cell: Cell;
}

/** Waits until this thread may take turns with others, for which browsers need a moment: until then `tryAcquire` gives nothing. */
export async function joinDomain(): Promise<void> {
  const cown = new Cown(0);
  unpack(pack(cown).message);
  (await cown.acquire())[Symbol.dispose]();
}

export function twinsOf<T>(cown: Cown<T>, count: number): Twins<T> {
  // no other thread has it yet
  unpack(pack(cown).message);
  const first = sharingOf(cown);
  const { domain, address, memory } = first;
  const others = Array.from({ length: count - 1 }, () => {
    const other = new Cown<T>(undefined as T);
    new SharedCown(recordOf(other), domain, address, memory, undefined).begin();
    return other;
  });
  return { cowns: [cown, ...others], cell: new Cell(first.line, memory) };
}

const recordOf = (cown: Cown<unknown>): CownRecord => holderBehind(cown) as CownRecord;
const sharingOf = (cown: Cown<unknown>): SharedCown => recordOf(cown).sharing as SharedCown;

/** Uses a cown that nobody has. */
export function use<T, R>(cown: Cown<T>, body: (guard: Acquired<T>) => R): R {
  const guard = cown.tryAcquire()!;
  try {
    return body(guard);
  } finally {
    guard[Symbol.dispose]();
  }
}

/** The objects themselves that a thread has. */
export function rawContent(cown: Cown<any>): object {
  use(cown, (guard) => guard.value as unknown);
  return recordOf(cown).content() as object;
}

/** Which image there is of the whole, and how long the journal has become that follows it. */
export function published(cell: Cell): { generation: number; journal: number } {
  const found = cell.read();
  if (typeof found === "symbol" || "value" in found) throw new TypeError("The cown holds no graph.");
  return { generation: found.generation, journal: found.journal.length };
}

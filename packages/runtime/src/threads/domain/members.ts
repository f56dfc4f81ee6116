import { CURSOR, EPOCH, heirOf, LOCKED, PARENT, SLOTS, slotOf, STATE, THREAD } from "./layout.js";

/** Is it alive, as far as anybody has noticed? */
export function isAlive(words: Int32Array, member: number): boolean {
  return Atomics.load(words, slotOf(member) + STATE) === member;
}

/**
 * Takes a slot. The thread is written first: whoever sees the thread die finds the slot by it, however far this came.
 *
 * @param thread what the host calls the thread, from 0
 * @param parent the member that started it, if known
 */
export function enroll(words: Int32Array, thread: number, parent: number): number {
  for (let tries = 0; tries < 2 * SLOTS; tries++) {
    const slot = ((Atomics.add(words, CURSOR, 1) >>> 0) % (SLOTS - 1)) + 1;
    const at = slotOf(slot);
    if (Atomics.compareExchange(words, at + THREAD, 0, thread + 1) !== 0) continue;
    const member = heirOf(-Atomics.load(words, at + STATE), slot);
    Atomics.store(words, at + PARENT, parent);
    Atomics.store(words, at + LOCKED, 0);
    Atomics.store(words, at + STATE, member);
    return member;
  }
  throw new RangeError(
    `${SLOTS - 1} threads share memory already. Let some of them end before others begin, or give each worker more to do.`,
  );
}

/** Says that a member is dead, and all that it started. Only for those who know that it runs no more. */
export function bury(words: Int32Array, member: number): void {
  if (end(words, member)) tellOfDeath(words);
}

/** The same for a thread, by what the host calls it. */
export function buryThread(words: Int32Array, thread: number): void {
  let found = false;
  for (let slot = 1; slot < SLOTS; slot++) {
    const at = slotOf(slot);
    if (Atomics.load(words, at + THREAD) !== thread + 1) continue;
    const member = Atomics.load(words, at + STATE);
    // it may have died before it got so far as to be a member
    if (member <= 0) Atomics.store(words, at + THREAD, 0);
    else found = end(words, member) || found;
  }
  if (found) tellOfDeath(words);
}

function end(words: Int32Array, member: number): boolean {
  const at = slotOf(member);
  if (Atomics.compareExchange(words, at + STATE, member, -member) !== member) return false;
  for (let slot = 1; slot < SLOTS; slot++) {
    const child = Atomics.load(words, slotOf(slot) + STATE);
    if (child > 0 && Atomics.load(words, slotOf(slot) + PARENT) === member) end(words, child);
  }
  Atomics.store(words, at + THREAD, 0);
  return true;
}

/** If this thread is killed before it told, it is told of with this thread's own death. */
function tellOfDeath(words: Int32Array): void {
  Atomics.add(words, EPOCH, 1);
  Atomics.notify(words, EPOCH);
}

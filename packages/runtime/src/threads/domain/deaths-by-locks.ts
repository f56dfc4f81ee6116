import type { LockManager } from "./host.js";
import { LOCKED, slotOf } from "./layout.js";
import { bury, isAlive } from "./members.js";
import { onceChanged } from "./waiting-async.js";

const lockOf = (key: string, member: number): string => `regions-runtime:${key}:${member}`;

/**
 * In browsers nobody is told of the end of a thread, but the locks that it holds are given to those who asked for them.
 * So each member holds one for its whole life.
 */
export function holdLock(locks: LockManager, key: string, words: Int32Array, member: number): void {
  void locks.request(lockOf(key, member), () => {
    const at = slotOf(member) + LOCKED;
    Atomics.store(words, at, 1);
    Atomics.notify(words, at);
    return new Promise<void>(() => undefined);
  });
}

/** Asks for the lock of another member, and buries it when it is given. Asking twice does no harm. */
export function watchLock(locks: LockManager, key: string, words: Int32Array, member: number): void {
  const ask = (): void => {
    if (!isAlive(words, member)) return;
    void locks.request(lockOf(key, member), () => {
      bury(words, member);
      return Promise.resolve();
    });
  };
  const at = slotOf(member) + LOCKED;
  // until it has the lock itself, whoever asks for it gets it
  if (Atomics.load(words, at) === 1) ask();
  else onceChanged(words, at, 0, ask);
}

import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { holdLock, watchLock } from "../../../src/threads/domain/deaths-by-locks.js";
import { buryWorkersIn, watchWorker } from "../../../src/threads/domain/deaths-of-workers.js";
import { homeDomain, joinDomain } from "../../../src/threads/domain/domain.js";
import { Epoch } from "../../../src/threads/domain/epoch.js";
import { DOMAIN_WORDS, EPOCH, SLOTS } from "../../../src/threads/domain/layout.js";
import { bury, buryThread, enroll, isAlive } from "../../../src/threads/domain/members.js";

const memory = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4 * DOMAIN_WORDS));

describe("the members of a domain", () => {
  test("are different, and alive until they are buried", () => {
    const words = memory();
    const [first, second] = [enroll(words, 0, 0), enroll(words, 1, 0)];
    expect(first).not.toBe(second);
    expect([isAlive(words, first), isAlive(words, second)]).toEqual([true, true]);
    bury(words, first);
    expect([isAlive(words, first), isAlive(words, second)]).toEqual([false, true]);
  });

  test("are not taken for those who had their slot before", () => {
    const words = memory();
    const dead: number[] = [];
    for (let thread = 0; thread < 3 * SLOTS; thread++) {
      const member = enroll(words, thread, 0);
      expect(dead).not.toContain(member);
      bury(words, member);
      dead.push(member);
    }
    expect(dead.filter((member) => isAlive(words, member))).toEqual([]);
  });

  test("die with the one that started them", () => {
    const words = memory();
    const parent = enroll(words, 1, 0);
    const child = enroll(words, 2, parent);
    const grandchild = enroll(words, 3, child);
    const other = enroll(words, 4, 0);
    buryThread(words, 1);
    expect([parent, child, grandchild, other].map((member) => isAlive(words, member))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test("are at most so many at a time, and the error says what to do", () => {
    const words = memory();
    const members = Array.from({ length: SLOTS - 1 }, (_, thread) => enroll(words, thread, 0));
    expect(new Set(members).size).toBe(SLOTS - 1);
    expect(() => enroll(words, SLOTS, 0)).toThrow(/1023 threads share memory already\. Let some of them end/);
    bury(words, members[500]!);
    expect(isAlive(words, enroll(words, SLOTS, 0))).toBe(true);
  });

  test("change the epoch once for each death, and not for one that was noticed before", () => {
    const words = memory();
    const member = enroll(words, 7, 0);
    bury(words, member);
    bury(words, member);
    buryThread(words, 7);
    expect(Atomics.load(words, EPOCH)).toBe(1);
  });
});

test("who listens for deaths is told of each, until it stops listening", async () => {
  const words = memory();
  const epoch = new Epoch(words);
  const members = [enroll(words, 1, 0), enroll(words, 2, 0), enroll(words, 3, 0)] as const;
  let told: () => void = () => undefined;
  let count = 0;
  const stop = epoch.onDeath(() => {
    count += 1;
    told();
  });
  for (const member of [members[0], members[1]]) {
    const death = new Promise<void>((resolve) => (told = resolve));
    bury(words, member);
    await death;
  }
  stop();
  const last = new Promise<void>((resolve) => epoch.onDeath(resolve));
  bury(words, members[2]);
  await last;
  expect(count).toBe(2);
});

test("a thread is in a domain once, however often it is given the memory", () => {
  const home = homeDomain();
  expect(joinDomain(home.words.buffer)).toBe(home);
  expect(homeDomain()).toBe(home);
  const other = memory();
  expect(joinDomain(other.buffer)).toBeUndefined();
  expect(joinDomain(new ArrayBuffer(8))).toBeUndefined();
});

test("a worker that was there before the domain is buried when it ends, once it is watched", () => {
  const words = memory();
  buryWorkersIn(words);
  const worker = Object.assign(new EventEmitter(), { threadId: 12_345 });
  const member = enroll(words, worker.threadId, 0);
  watchWorker(worker);
  watchWorker(worker);
  expect(worker.listenerCount("exit")).toBe(1);
  // the host forgets the number before it tells
  worker.threadId = -1;
  worker.emit("exit");
  expect(isAlive(words, member)).toBe(false);
});

/** Web Locks of a browser with one process: who asks first gets a lock, and the next when its holder is gone. */
class FakeLocks {
  readonly #queues = new Map<string, (() => Promise<void>)[]>();
  readonly #asked: (() => void)[] = [];

  /** The next time that somebody asks. */
  asked(): Promise<void> {
    return new Promise((resolve) => this.#asked.push(resolve));
  }

  request(name: string, callback: () => Promise<void>): Promise<unknown> {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push(callback);
    this.#asked.shift()?.();
    return queue.length === 1 ? Promise.resolve().then(callback) : Promise.resolve();
  }

  /** The thread that holds all of them is gone. */
  async die(names: (name: string) => boolean): Promise<void> {
    for (const [name, queue] of this.#queues)
      if (names(name)) {
        queue.shift();
        await queue[0]?.();
      }
  }
}

describe("in browsers", () => {
  test("whoever watches a member buries it when its lock is free", async () => {
    const words = memory();
    const locks = new FakeLocks();
    const member = enroll(words, 1, 0);
    holdLock(locks, "key", words, member);
    await Promise.resolve();
    watchLock(locks, "key", words, member);
    expect(isAlive(words, member)).toBe(true);
    await locks.die((name) => name.endsWith(`:${member}`));
    expect(isAlive(words, member)).toBe(false);
  });

  test("a member that has not got its own lock yet is not taken for dead", async () => {
    const words = memory();
    const locks = new FakeLocks();
    const member = enroll(words, 1, 0);
    watchLock(locks, "key", words, member);
    const own = locks.asked();
    const watcher = locks.asked();
    expect(isAlive(words, member)).toBe(true);
    holdLock(locks, "key", words, member);
    await Promise.all([own, watcher]);
    await locks.die((name) => name.endsWith(`:${member}`));
    expect(isAlive(words, member)).toBe(false);
  });
});

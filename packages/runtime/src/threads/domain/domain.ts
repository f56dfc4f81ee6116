import { browserLocks, type LockManager, nodeThreads } from "./host.js";
import { holdLock, watchLock } from "./deaths-by-locks.js";
import { buryWorkersIn } from "./deaths-of-workers.js";
import { Epoch } from "./epoch.js";
import { DOMAIN_WORDS, IDENTITY, KIND, LOCKED, MAGIC, slotOf } from "./layout.js";
import { enroll } from "./members.js";
import { isSharedMemory, newSharedMemory } from "../shared-memory.js";
import { onceChanged } from "./waiting-async.js";

/** Threads that share memory with each other, as one of them sees them. */
export class Domain {
  readonly epoch: Epoch;
  readonly #watched = new Set<number>();

  constructor(
    readonly words: Int32Array<SharedArrayBuffer>,
    /** What no other domain has, the same in each thread. */
    readonly key: string,
    /** This thread. */
    readonly self: number,
    /** By which the threads of a browser know who is alive. */
    readonly locks: LockManager | undefined,
  ) {
    this.epoch = new Epoch(words);
  }

  /**
   * Would others hear of this thread's death? Where locks tell of it, only once it has its own, some milliseconds after it
   * has joined; until then it must not have or want anything.
   */
  get isReady(): boolean {
    return this.locks === undefined || Atomics.load(this.words, slotOf(this.self) + LOCKED) === 1;
  }

  onceReady(callback: () => void): void {
    onceChanged(this.words, slotOf(this.self) + LOCKED, 0, callback);
  }

  /** This thread waits for a member, and must hear of its death. Where hosts tell of deaths unasked, that is nothing to do. */
  watch(member: number): void {
    if (this.locks === undefined || member === this.self || this.#watched.has(member)) return;
    this.#watched.add(member);
    watchLock(this.locks, this.key, this.words, member);
  }
}

/** The domains that this thread is in, by their keys. */
const joined = /* @__PURE__ */ new Map<string, Domain>();

/** The one in which this thread puts what it shares. */
let home: Domain | undefined;

/** Where Node's threads leave their domain for the threads that they start. */
const ENVIRONMENT = "regions-runtime:domain";

interface Inheritance {
  readonly buffer: SharedArrayBuffer;
  readonly parent: number;
}

/** The domain of what this thread shares: that of the thread that started it, if there was one by then. */
export function homeDomain(): Domain {
  if (home !== undefined) return home;
  const inherited = nodeThreads()?.getEnvironmentData(ENVIRONMENT) as Inheritance | undefined;
  return inherited === undefined ? enter(newDomain(), 0) : enter(inherited.buffer, inherited.parent);
}

/**
 * Joins the domain of another thread, as it came with a packet.
 *
 * @param buffer the memory of the domain
 * @returns undefined if that is no domain
 */
export function joinDomain(buffer: unknown): Domain | undefined {
  if (!isDomain(buffer)) return undefined;
  const inherited = nodeThreads()?.getEnvironmentData(ENVIRONMENT) as Inheritance | undefined;
  const parent = inherited !== undefined && keyOf(inherited.buffer) === keyOf(buffer) ? inherited.parent : 0;
  return enter(buffer, parent);
}

function newDomain(): SharedArrayBuffer {
  const buffer = newSharedMemory(4 * DOMAIN_WORDS);
  const words = new Int32Array(buffer);
  crypto.getRandomValues(new Int32Array(4)).forEach((word, i) => (words[IDENTITY + i] = word));
  Atomics.store(words, KIND, MAGIC);
  return buffer;
}

function isDomain(buffer: unknown): buffer is SharedArrayBuffer {
  return (
    isSharedMemory(buffer) &&
    buffer.byteLength === 4 * DOMAIN_WORDS &&
    Atomics.load(new Int32Array(buffer), KIND) === MAGIC
  );
}

function keyOf(buffer: SharedArrayBuffer): string {
  const words = new Uint32Array(buffer, 4 * IDENTITY, 4);
  return [0, 1, 2, 3].map((i) => Atomics.load(words, i)).join("-");
}

function enter(buffer: SharedArrayBuffer, parent: number): Domain {
  const key = keyOf(buffer);
  const known = joined.get(key);
  if (known !== undefined) return known;
  const threads = nodeThreads();
  const words = new Int32Array(buffer);
  const self = enroll(words, threads?.threadId ?? randomNumber(), parent);
  const locks = threads === undefined ? browserLocks() : undefined;
  const domain = new Domain(words, key, self, locks);
  joined.set(key, domain);
  if (locks !== undefined) holdLock(locks, key, words, self);
  if (threads !== undefined) buryWorkersIn(words);
  if (home === undefined) {
    home = domain;
    threads?.setEnvironmentData(ENVIRONMENT, { buffer, parent: self } satisfies Inheritance);
  }
  return domain;
}

/** Browsers have no numbers for threads. */
function randomNumber(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 2;
}

import type { Line } from "../line/line.js";
import { growTo, newGrowingMemory } from "../shared-memory.js";

/**
 * What a shared cown holds, as it was at the last release: in the header of its line there is a version, and two slots
 * that take turns. Whoever has the line writes the slot that does not count, and then the version, by which it counts:
 * so a thread that is killed leaves the last release as it was. Numbers and the like are in the slot itself; for
 * everything else the slot says where the bytes are, which never lie over those of the other slot.
 */

/** Words of the line's header; those before are the line's own. */
const VERSION = 3;
const SLOTS = 4;
/** Words of a slot: two for a double, the first of which is even; what it is. */
const SLOT = 4;
const KIND = 2;

/** What a slot has. */
const NUMBER = 1;
/** An index of `CONSTANTS`. */
const CONSTANT = 2;
/** Where the bytes start, and how many they are. */
const BYTES = 3;

/** The struct that came with the cown. */
const STRUCT = 4;

const CONSTANTS: readonly unknown[] = [undefined, null, true, false];

/** Addresses for so many bytes are set aside. */
const MOST = 2 ** 28;
/** Where memory cannot grow. */
const FIXED = 2 ** 20;

/** Memory for the bytes of a cown. All threads that know the cown have it. */
export function newContentMemory(): SharedArrayBuffer {
  return newGrowingMemory(MOST, FIXED);
}

/** Content that needs no bytes. */
export function isImmediate(value: unknown): boolean {
  return typeof value === "number" || CONSTANTS.includes(value);
}

/** What a cell has: a value, or bytes that stand for one. */
export type Published = { readonly value: unknown } | { readonly bytes: Uint8Array } | typeof IN_STRUCT;

export const IN_STRUCT = Symbol("in its struct");

/** Everything here is for whoever has the line, but `version`. */
export class Cell {
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #at: number;

  constructor(
    line: Line,
    readonly memory: SharedArrayBuffer,
  ) {
    this.#words = line.words;
    this.#doubles = new Float64Array(line.words.buffer);
    this.#at = line.at;
  }

  /** Another one after each change. */
  get version(): number {
    return Atomics.load(this.#words, this.#at + VERSION);
  }

  read(): Published {
    const slot = this.#slot(this.version);
    const kind = Atomics.load(this.#words, slot + KIND);
    const first = Atomics.load(this.#words, slot);
    if (kind === STRUCT) return IN_STRUCT;
    if (kind === NUMBER) return { value: this.#doubles[slot / 2] };
    if (kind !== BYTES) return { value: CONSTANTS[first] };
    return { bytes: new Uint8Array(this.memory, first, Atomics.load(this.#words, slot + 1)) };
  }

  /** @returns the version that this makes */
  publish(value: unknown): number {
    const version = (this.version + 1) | 0;
    const slot = this.#slot(version);
    if (typeof value === "number") this.#doubles[slot / 2] = value;
    else Atomics.store(this.#words, slot, CONSTANTS.indexOf(value));
    return this.#count(version, typeof value === "number" ? NUMBER : CONSTANT);
  }

  /** The same for what is in the struct. */
  publishStruct(): number {
    return this.#count((this.version + 1) | 0, STRUCT);
  }

  /**
   * The same for bytes.
   *
   * @param write puts them where they go
   * @returns undefined if they find no room
   */
  publishBytes(length: number, write: (room: Uint8Array) => void): number | undefined {
    const start = this.#roomFor(length);
    if (!growTo(this.memory, start + length)) return undefined;
    write(new Uint8Array(this.memory, start, length));
    const version = (this.version + 1) | 0;
    const slot = this.#slot(version);
    Atomics.store(this.#words, slot, start);
    Atomics.store(this.#words, slot + 1, length);
    return this.#count(version, BYTES);
  }

  /** Before the bytes that count, or after them. */
  #roomFor(length: number): number {
    const current = this.#slot(this.version);
    if (Atomics.load(this.#words, current + KIND) !== BYTES) return 0;
    const start = Atomics.load(this.#words, current);
    return length <= start ? 0 : start + Atomics.load(this.#words, current + 1);
  }

  #slot(version: number): number {
    return this.#at + SLOTS + (version & 1) * SLOT;
  }

  #count(version: number, kind: number): number {
    Atomics.store(this.#words, this.#slot(version) + KIND, kind);
    Atomics.store(this.#words, this.#at + VERSION, version);
    return version;
  }
}

import type { Line } from "../line/line.js";
import { growTo, mostOf, newGrowingMemory } from "../shared-memory.js";

/**
 * What a shared cown holds, as it was at the last release: in the header of its line there is a version, and two slots
 * that take turns. Whoever has the line writes the slot that does not count, and then the version, by which it counts:
 * so a thread that is killed leaves the last release as it was. Numbers and the like are in the slot itself; for
 * everything else the slot says where the bytes are, which never lie over those of the other slot.
 *
 * Bytes are a header of two words, the first of which tells them from others in the same place; an image of the whole; and a
 * journal of what was changed since, to which releases append. It counts as far as the slot says.
 */

/** Words of the line's header; those before are the line's own. */
const VERSION = 3;
const SLOTS = 4;
/** Words of a slot: two for a double, the first of which is even; what it is. */
const SLOT = 4;
const KIND = 2;
/** How many words the journal has. */
const JOURNAL = 3;

/** What a slot has. */
const NUMBER = 1;
/** An index of `CONSTANTS`. */
const CONSTANT = 2;
/** Where the bytes start, and how many there are of the image. */
const BYTES = 3;
/** Before the image. */
const HEADER = 8;
const aligned = (bytes: number): number => (bytes + 7) & ~7;

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
export type Published = { readonly value: unknown } | Bytes | typeof IN_STRUCT;

export interface Bytes {
  /** Which image this is: no other that the cell has had. */
  readonly generation: number;
  readonly image: Uint8Array;
  readonly journal: Int32Array;
}

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
    const length = Atomics.load(this.#words, slot + 1);
    const journal = first + HEADER + aligned(length);
    return {
      generation: Atomics.load(this.#header(first), 0),
      image: new Uint8Array(this.memory, first + HEADER, length),
      journal: new Int32Array(this.memory, journal, Atomics.load(this.#words, slot + JOURNAL)),
    };
  }

  #header(start: number): Int32Array {
    return new Int32Array(this.memory, start, HEADER / 4);
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
   * The same for an image in bytes, with an empty journal.
   *
   * @param write puts them where they go
   * @returns undefined if they find no room
   */
  publishImage(length: number, write: (room: Uint8Array) => void): number | undefined {
    const room = HEADER + aligned(length);
    const start = this.#roomFor(room);
    if (!growTo(this.memory, start + room)) return undefined;
    const version = (this.version + 1) | 0;
    Atomics.store(this.#header(start), 0, version);
    write(new Uint8Array(this.memory, start + HEADER, length));
    return this.#countBytes(version, start, length, 0);
  }

  /**
   * The same for what was changed: appends to the journal.
   *
   * @param length in words
   * @param most how many words the journal may have, where the image has so many
   * @returns undefined if it finds no room, or there is no image
   */
  append(length: number, most: (image: number) => number, write: (room: Int32Array) => void): number | undefined {
    const current = this.#slot(this.version);
    if (Atomics.load(this.#words, current + KIND) !== BYTES) return undefined;
    const start = Atomics.load(this.#words, current);
    const image = Atomics.load(this.#words, current + 1);
    const written = Atomics.load(this.#words, current + JOURNAL);
    const at = start + HEADER + aligned(image) + 4 * written;
    // another image, which may have become longer, must find room behind the journal if there is none before this one
    const next = HEADER + aligned(image) + aligned(4 * (written + length));
    const end = aligned(at + 4 * length) + (start < next ? next : 0);
    if (written + length > most(image / 4) || end > mostOf(this.memory)) return undefined;
    if (!growTo(this.memory, at + 4 * length)) return undefined;
    write(new Int32Array(this.memory, at, length));
    return this.#countBytes((this.version + 1) | 0, start, image, written + length);
  }

  #countBytes(version: number, start: number, image: number, journal: number): number {
    const slot = this.#slot(version);
    Atomics.store(this.#words, slot, start);
    Atomics.store(this.#words, slot + 1, image);
    Atomics.store(this.#words, slot + JOURNAL, journal);
    return this.#count(version, BYTES);
  }

  /** Before the bytes that count, or after them. */
  #roomFor(length: number): number {
    const current = this.#slot(this.version);
    if (Atomics.load(this.#words, current + KIND) !== BYTES) return 0;
    const start = Atomics.load(this.#words, current);
    if (length <= start) return 0;
    const image = Atomics.load(this.#words, current + 1);
    return aligned(start + HEADER + aligned(image) + 4 * Atomics.load(this.#words, current + JOURNAL));
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

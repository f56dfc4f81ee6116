import { irregular } from "../../objects/children.js";
import { isProxy } from "../../objects/proxy.js";
import { Encodings } from "./codecs.js";
import * as format from "./format.js";
import { Ordinals, type Stamps } from "./ordinals.js";
import type { Part, PartSource } from "./parts.js";
import { pathTo } from "./path.js";
import type { RecordWriter } from "./record-writer.js";
import { FOREIGN, notSendable, type Refusal, refusalOf, UNIQUE_SYMBOL } from "./refuse.js";
import { ShapeWriter } from "./shapes.js";
import { writeSpecial } from "./special.js";
import { reference, ValueWriter } from "./values.js";
import { borrowWords, giveBack } from "./words.js";

/** The area of what is frozen with all that it reaches; others are numbered by whoever gives the graph. */
export const FROZEN_AREA = 0;

/** What the encoder asks about a graph. An area is a part of it that belongs together: a region. */
export interface Graph {
  /** The object that a handle stands for; undefined when there is none that may be sent. */
  behind(handle: object): object | undefined;
  /**
   * To which area belongs an object that is met for the first time? Undefined when it must not be there. When it is,
   * `pushChildren` must have looked at it, now or when it was adopted or frozen: what is irregular is known then.
   */
  areaOf(object: object, from: number): number | undefined;
  /** May an object of one area refer to this one of another, which is not the one of what is frozen? */
  mayRefer(from: number, to: number): boolean;
  /** The area of what a codec makes of an object. */
  encodedIn(area: number): number;
  /** Where a frozen object is in shared memory; undefined to write it into this image. */
  partOf?(object: object): Part | undefined;
  /** The number by which the reader knows an object; undefined to write it into this image. */
  priorOf?(object: object): number | undefined;
  /** What belongs to areas stays here: nothing is to be left on it. */
  readonly stays?: boolean;
  /** The image is for shared memory: nothing travels beside it. */
  readonly isShared?: boolean;
  /** What is written here is to be found by these afterwards. */
  readonly stamps?: Stamps;
}

const { getPrototypeOf, getOwnPropertyDescriptor, isExtensible, isFrozen, keys: keysOf } = Object;

/**
 * Writes a graph as words. Runs no code of the user but codecs, and changes nothing.
 *
 * Objects get their ordinals in the order in which they are met, and their records are written in that order: the list of
 * them is also the queue of what to look at, so depth costs memory only. For shared memory, of which little may be read,
 * what belongs together is written together.
 */
export class Encoder implements RecordWriter {
  readonly values = new ValueWriter();
  readonly records = borrowWords();
  readonly offsets = borrowWords();
  readonly shapes: ShapeWriter = new ShapeWriter((key) => this.values.string(key));
  /** By ordinal. */
  readonly objects: object[] = [];
  readonly areas = borrowWords();
  /** The ordinals of those from which objects were met first; -1 for roots. */
  readonly parents = borrowWords();
  readonly resources: object[] = [];
  hasInstances = false;
  /** Frozen graphs in shared memory that this one refers to. */
  readonly images: PartSource[] = [];
  /** By ordinal: where an object is that is not written here, or its number. */
  readonly #elsewhere = new Map<number, Part | number>();
  readonly #ordinals: Ordinals;
  #current = -1;
  /** The record that is being written has its length, and others may follow before it is complete. */
  #isRoomy = false;
  #depth = 0;
  #area: number;

  /**
   * @param area from which the root is referenced
   * @param encodings what codecs have made of objects so far
   * @param origin where paths in messages start; where it is not given, at the first object
   */
  constructor(
    readonly graph: Graph,
    area = FROZEN_AREA,
    readonly encodings = new Encodings(),
    readonly origin?: object,
  ) {
    this.#area = area;
    this.#ordinals = new Ordinals(graph.stamps);
  }

  get ordinals(): Ordinals {
    return this.#ordinals;
  }

  get isShared(): boolean {
    return this.graph.isShared === true;
  }

  /** Writes all that a value reaches. @returns the word of the value */
  encode(root: unknown): number {
    try {
      const word = this.word(root);
      this.#writeAll();
      return word;
    } finally {
      this.#ordinals.end();
    }
  }

  /** Writes all that the values reach whose words have been asked for. */
  finish(): void {
    try {
      this.#writeAll();
    } finally {
      this.#ordinals.end();
    }
  }

  /** Nobody needs it any more: others may have its memory. */
  release(): void {
    const { records, offsets, areas, parents, shapes, values } = this;
    for (const words of [records, offsets, areas, parents, shapes.offsets, shapes.words, values.strings.ends])
      giveBack(words);
  }

  #writeAll(): void {
    for (let ordinal = 0; ordinal < this.objects.length; ordinal++)
      if (this.offsets.array[ordinal] === UNWRITTEN) this.#writeAt(ordinal);
  }

  #writeAt(ordinal: number): void {
    this.#current = ordinal;
    this.#area = this.areas.array[ordinal]!;
    this.offsets.array[ordinal] = this.records.length;
    const elsewhere = this.#elsewhere.size === 0 ? undefined : this.#elsewhere.get(ordinal);
    if (elsewhere === undefined) this.#write(this.objects[ordinal]!);
    else if (typeof elsewhere === "number") this.#writePrior(elsewhere);
    else this.#writePart(elsewhere);
  }

  /** Writes what the current object refers to beside it: who reads one, reads the other. */
  #writeInside(ordinal: number): void {
    const current = this.#current;
    const area = this.#area;
    this.#depth += 1;
    this.#writeAt(ordinal);
    this.#depth -= 1;
    this.#current = current;
    this.#area = area;
    this.#isRoomy = true;
  }

  #writePart({ image, ordinal }: Part): void {
    let index = this.images.indexOf(image);
    if (index < 0) index = this.images.push(image) - 1;
    const { records } = this;
    records.push(format.record(format.PART, format.FROZEN, false));
    records.push(index);
    records.push(ordinal);
  }

  #writePrior(number: number): void {
    const { records } = this;
    records.push(format.record(format.PRIOR, this.#area === FROZEN_AREA ? format.FROZEN : format.OPEN, false));
    records.push(number);
  }

  word(value: unknown): number {
    if ((typeof value === "object" && value !== null) || typeof value === "function") return this.#refer(value);
    return this.values.word(value) ?? this.refuse(value, UNIQUE_SYMBOL);
  }

  encodedWord(data: unknown): number {
    const area = this.#area;
    this.#area = this.graph.encodedIn(area);
    const word = this.word(data);
    this.#area = area;
    return word;
  }

  keyWord(key: string | symbol): number {
    return this.values.word(key) ?? this.refuse(key, UNIQUE_SYMBOL);
  }

  level(object: object): number {
    if (this.#area === FROZEN_AREA) return format.FROZEN;
    return isExtensible(object) ? format.OPEN : isFrozen(object) ? format.SHELL : format.CLOSED;
  }

  refuse(value: unknown, refusal: Refusal): never {
    const target = Object(value) === value ? (value as object) : undefined;
    throw notSendable(this.#pathTo(value), refusal, target);
  }

  path(): string {
    return this.#pathTo(this.objects[this.#current]);
  }

  #pathTo(value: unknown): string {
    return pathTo(value, this.objects[this.#current], this.origin ?? this.objects[0], this.encodings, (handle) =>
      this.graph.behind(handle),
    );
  }

  #refer(object: object): number {
    const ordinal = this.#ordinals.get(object) ?? this.#enter(object);
    const area = this.areas.array[ordinal]!;
    if (area !== this.#area && area !== FROZEN_AREA && !this.graph.mayRefer(this.#area, area))
      this.refuse(this.objects[ordinal], FOREIGN);
    return reference(ordinal);
  }

  #enter(given: object): number {
    let object = given;
    if (isProxy(given)) {
      object = this.graph.behind(given) ?? this.refuse(given, refusalOf(given));
      const known = this.#ordinals.get(object);
      if (known !== undefined) return known;
    }
    if (typeof object === "function") this.refuse(object, refusalOf(object));
    const ordinal = this.objects.length;
    const area = this.graph.areaOf(object, this.#area) ?? this.refuse(object, FOREIGN);
    const elsewhere = this.graph.priorOf?.(object) ?? (area === FROZEN_AREA ? this.graph.partOf?.(object) : undefined);
    if (elsewhere !== undefined) this.#elsewhere.set(ordinal, elsewhere);
    this.areas.push(area);
    this.parents.push(this.#current);
    this.#ordinals.set(object, ordinal, this.#isStamped(area, elsewhere !== undefined));
    this.objects.push(object);
    this.offsets.push(UNWRITTEN);
    if (this.#isRoomy && area === FROZEN_AREA && this.#depth < DEEP) this.#writeInside(ordinal);
    return ordinal;
  }

  #isStamped(area: number, isElsewhere: boolean): boolean {
    if (area === FROZEN_AREA) return !isElsewhere || this.graph.stamps === undefined;
    return area > FROZEN_AREA && this.graph.stays !== true;
  }

  #write(object: object): void {
    const start = this.records.length;
    const prototype: unknown = getPrototypeOf(object);
    if (!irregular.has(object)) {
      this.#isRoomy = this.isShared && this.#area === FROZEN_AREA;
      const isWritten =
        prototype === Array.prototype
          ? Array.isArray(object) && this.#writeArray(object)
          : (prototype === Object.prototype || prototype === null) &&
            !Array.isArray(object) &&
            this.#writeObject(object, prototype === null ? format.BARE_OBJECT : format.OBJECT);
      if (isWritten) return;
      this.records.length = start;
    }
    this.#isRoomy = false;
    writeSpecial(this, object);
  }

  /** @returns false when there is more to the object than fields that anybody could have made by assigning */
  #writeObject(object: object, kind: number): boolean {
    const { records } = this;
    const level = this.level(object);
    const keys = keysOf(object);
    const shape = level === format.CLOSED ? undefined : this.shapes.indexOf(keys);
    if (shape === undefined) return false;
    const at = records.reserve(1 + keys.length);
    records.array[at] = format.record(kind, level, false, shape);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      // what is frozen has been looked at, and cannot have changed since
      if (level !== format.FROZEN && !isOrdinary(getOwnPropertyDescriptor(object, key)!, level)) return false;
      const word = this.word((object as Record<string, unknown>)[key]);
      records.array[at + 1 + i] = word;
    }
    return true;
  }

  /** @returns false when it has holes for the most part, or elements that nobody could have made by assigning */
  #writeArray(array: readonly unknown[]): boolean {
    const { records } = this;
    const { length } = array;
    const level = this.level(array);
    if (level === format.CLOSED) return false;
    const at = records.reserve(2 + length);
    records.array[at] = format.record(format.ARRAY, level, false);
    records.array[at + 1] = length;
    let holes = 0;
    for (let i = 0; i < length; i++) {
      // reading a hole of an ordinary array calls nothing, and neither does an element: accessors are irregular
      const value = array[i];
      let word: number = format.HOLE;
      if (value !== undefined || Object.hasOwn(array, i)) word = this.word(value);
      // what is frozen has no holes here: they are irregular
      else if (++holes > MANY_HOLES + i / 2 && level !== format.FROZEN) return false;
      records.array[at + 2 + i] = word;
    }
    return true;
  }
}

/** The offset of a record that is to be written. */
const UNWRITTEN = -1;
/** So many records are written inside of each other; what is deeper is written later, so that depth costs memory only. */
const DEEP = 32;

/** An array with more holes than elements, and more than these, is written as a list of its elements. */
const MANY_HOLES = 64;

function isOrdinary(descriptor: PropertyDescriptor, level: number): boolean {
  const changeable = level === format.OPEN;
  return (
    "value" in descriptor &&
    descriptor.enumerable === true &&
    descriptor.writable === changeable &&
    descriptor.configurable === changeable
  );
}

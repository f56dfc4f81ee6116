/* eslint-disable regions/require-atomics -- all was written before the message that brought it; what is written later is not believed, see SharedReader */
import { badPacket, expect } from "../image/bad-packet.js";
import { checkBody } from "../image/check-body.js";
import { Check, type Referents } from "../image/check-words.js";
import { checkHeader } from "../image/check.js";
import * as format from "../image/format.js";
import { HEADER } from "../image/format.js";
import type { PartSource } from "../image/parts.js";
import { bigintOf, type Records } from "../image/reader.js";
import { StringReader } from "../image/strings.js";
import { Words } from "../image/words.js";

const CHANGED = "its memory is being changed";
const MISPLACED = "its objects are not where they should be";

/**
 * Reads an image in shared memory, which others may change at any time if they want to do harm. Nothing is looked at before
 * it is asked for. Records are copied to a desk, where they cannot change any more, and checked there; single words are
 * read once. What can be read altogether is no more than there is, so that few words cannot stand for much.
 */
export class SharedReader implements Records, Referents {
  readonly strings: StringReader;
  readonly objects: number;
  readonly doubles: number;
  readonly texts: number;
  /** Its words have to be checked, and may be other ones the next time. */
  readonly memory: Int32Array;
  readonly #header: Int32Array;
  readonly #doubles: Float64Array;
  readonly #recordsEnd: number;
  readonly #shapes: (Shape | undefined)[] = [];
  readonly #bigints = new Map<number, bigint>();
  readonly #desk = new Words();
  #checked: Check | undefined;
  /** How many words of keys have not been read yet. */
  #keysLeft: number;
  /** How many words of records have not been read yet. */
  left: number;

  constructor(memory: SharedArrayBuffer) {
    expect(memory.byteLength % 4 === 0 && memory.byteLength >= format.HEADER_WORDS * 4, "its image is too short");
    const words = (this.memory = new Int32Array(memory));
    const header = (this.#header = words.slice(0, format.HEADER_WORDS));
    checkHeader(header, words.length);
    this.objects = header[HEADER.objects]!;
    this.doubles = header[HEADER.doubles]!;
    this.texts = header[HEADER.strings]!;
    this.#recordsEnd = header[HEADER.shapesAt]!;
    this.left = this.#recordsEnd - header[HEADER.recordsAt]!;
    this.#keysLeft = header[HEADER.stringsAt]! - header[HEADER.keysAt]!;
    this.#doubles = new Float64Array(memory, header[HEADER.doublesAt]! * 4, this.doubles);
    this.strings = new StringReader(words, header);
  }

  /** How many other images it refers to. */
  get images(): number {
    return this.#header[HEADER.images]!;
  }

  get hasInstances(): boolean {
    return this.#header[HEADER.hasInstances] === 1;
  }

  /** Where the record of an object starts in shared memory. */
  startOf(ordinal: number): number {
    expect(ordinal >= 0 && ordinal < this.objects, "it refers to an object that it does not have");
    const start = this.memory[this.#header[HEADER.objectsAt]! + ordinal]!;
    expect(start >= this.#header[HEADER.recordsAt]! && start < this.#recordsEnd, MISPLACED);
    return start;
  }

  firstWord(ordinal: number): number {
    return this.memory[this.startOf(ordinal)]!;
  }

  /** So many words from a place are words of records. */
  expectRecords(start: number, length: number): void {
    expect(length >= 0 && start + length <= this.#recordsEnd, "it has an object that is cut off");
  }

  /** So many words of a record, from a place, are about to be read. */
  spend(start: number, length: number): void {
    this.expectRecords(start, length);
    this.left -= length + 1;
    expect(this.left >= 0, MISPLACED);
  }

  /* Records on the desk. */

  get words(): Int32Array {
    return this.#desk.array;
  }

  get deskLength(): number {
    return this.#desk.length;
  }

  /** Puts away what was copied since the desk had that length. */
  clearDesk(length: number): void {
    this.#desk.length = length;
  }

  /** Copies the record of an object to the desk, and checks it. @returns its place there */
  take(ordinal: number, images: readonly PartSource[]): number {
    const start = this.startOf(ordinal);
    const first = this.memory[start]!;
    const kind = format.kindIn(first);
    expect(kind >= format.OBJECT && kind <= format.BYTES, "it has an object of a kind that does not exist");
    const at = this.#desk.length;
    this.#copyRecord(start, first);
    this.spend(start, this.#desk.length - at - 1);
    // what was copied may be something else than what was looked at
    const { array } = this.#desk;
    expect(array[at] === first && this.#lengthOf(at) === this.#desk.length - at, CHANGED);
    if (kind > format.ARRAY) checkBody(array, at, (this.#checked ??= new Check(this, 0, images)));
    return at;
  }

  #lengthOf(at: number): number {
    const { array } = this.#desk;
    const end = this.extrasAt(at);
    return end - at + (format.hasExtras(array[at]!) ? 1 + 3 * (array[end]! >>> 0) : 0);
  }

  #copyRecord(start: number, first: number): void {
    const at = this.#desk.length;
    // how much there is to copy is said by what was copied
    this.#copy(start, 0, Math.min(3, this.#recordsEnd - start));
    this.#desk.array[at] = first;
    const body = this.extrasAt(at) - at;
    this.#resize(start, at, body);
    if (!format.hasExtras(first)) return;
    this.#resize(start, at, body + 1);
    this.#resize(start, at, body + 1 + 3 * (this.#desk.array[at + body]! >>> 0));
  }

  /** Gives the last record on the desk so many words. */
  #resize(start: number, at: number, length: number): void {
    this.expectRecords(start, length);
    const copied = this.#desk.length - at;
    if (length < copied) this.#desk.length = at + length;
    else this.#copy(start, copied, length - copied);
  }

  #copy(start: number, from: number, count: number): void {
    const at = this.#desk.reserve(count);
    const { array } = this.#desk;
    for (let i = 0; i < count; i++) array[at + i] = this.memory[start + from + i]!;
  }

  extrasAt(at: number): number {
    const { array } = this.#desk;
    const word = array[at]!;
    const kind = format.kindIn(word);
    return format.bodyEnd(array, at, kind <= format.BARE_OBJECT ? this.shape(format.detailIn(word)).keys.length : 0);
  }

  /* Values. */

  keys(shape: number): readonly (string | symbol)[] {
    return this.shape(shape).keys;
  }

  shape(index: number): Shape {
    return (this.#shapes[index] ??= this.#readShape(index));
  }

  #readShape(index: number): Shape {
    expect(index < this.#header[HEADER.shapes]!, "it has an object without a shape");
    const at = this.memory[this.#header[HEADER.shapesAt]! + index]!;
    const end = this.#header[HEADER.stringsAt]!;
    expect(at >= this.#header[HEADER.keysAt]! && at < end, "its shapes are not where they should be");
    const count = this.memory[at]!;
    expect(count >= 0 && count < end - at && (this.#keysLeft -= count + 1) >= 0, "it has a shape that is cut off");
    const keys = Array.from({ length: count }, (_, i) => this.key(this.memory[at + 1 + i]!));
    const places = new Map(keys.map((key, i) => [key, i]));
    expect(places.size === count, "it has a shape with the same key twice");
    return { keys, places };
  }

  key(word: number): string | symbol {
    const key = format.isInteger(word) ? undefined : this.primitive(word);
    expect(typeof key === "string" || typeof key === "symbol", "it has a key that is none");
    return key;
  }

  primitive(word: number): unknown {
    if (format.isInteger(word)) return word >> 1;
    const payload = format.payloadOf(word);
    switch (format.tagOf(word)) {
      case format.STRING:
        return this.#text(payload);
      case format.DOUBLE:
        expect(payload < this.doubles, "it refers to a number that it does not have");
        return this.#doubles[payload];
      case format.CONSTANT:
        expect(payload < format.CONSTANTS.length, "it has a constant that does not exist");
        return format.CONSTANTS[payload];
      case format.BIGINT:
        return this.#bigint(payload);
      case format.SYMBOL:
        return Symbol.for(this.#text(payload));
      case format.WELL_KNOWN_SYMBOL:
        return this.#wellKnown(payload);
      default:
        throw badPacket("it has a value of a sort that does not exist");
    }
  }

  #text(index: number): string {
    expect(index < this.texts, "it refers to a string that it does not have");
    return this.strings.get(index);
  }

  #bigint(index: number): bigint {
    let value = this.#bigints.get(index);
    if (value === undefined) {
      const digits = this.#text(index);
      expect(/^-?[0-9a-f]+$/.test(digits), "it has a bigint that is none");
      this.#bigints.set(index, (value = bigintOf(digits)));
    }
    return value;
  }

  #wellKnown(index: number): symbol {
    const name = format.WELL_KNOWN[index];
    const symbol = name === undefined ? undefined : (Symbol as unknown as Record<string, unknown>)[name];
    expect(typeof symbol === "symbol", "it has a key or value that does not exist here");
    return symbol;
  }
}

/** The keys that objects have in common, in their order, and the place of each. */
export interface Shape {
  readonly keys: readonly (string | symbol)[];
  readonly places: ReadonlyMap<string | symbol, number>;
}

import { badPacket, expect } from "../image/bad-packet.js";
import { Decoder } from "../image/decode.js";
import * as format from "../image/format.js";
import { decodeInstances } from "../image/instances.js";
import { Levels } from "../image/levels.js";
import type { PartSource } from "../image/parts.js";
import { eachValueAt, firstValue, valueStep } from "../image/reader.js";
import { ShellMaker } from "../image/shell.js";
import type { Table } from "../image/table.js";
import type { SharedReader } from "./shared-reader.js";

/** At most so many objects are made because one of them is read. */
const MANY = 64;

/** What is done with objects. */
interface Handling {
  /** Makes what stands for an object that is not read before it must be; undefined to read everything at once. */
  readonly lazily?: ((ordinal: number, views: Views) => object) | undefined;
  readonly made?: (count: number) => void;
}

/**
 * Makes objects of an image in shared memory as they are read.
 *
 * Small parts are made at once with all that they reach: they are ordinary frozen objects, which nothing tells from the
 * originals, and are read as fast. Where the writer has marked an object as large, or when very much is reached, a proxy
 * takes its place, which reads what it is asked for.
 */
export class Views {
  readonly #decoder: Decoder;
  readonly #shells: ShellMaker;
  /** The objects that are being made, and where their records are on the desk; a complement when it has been filled. */
  readonly #ordinals: number[] = [];
  readonly #places: number[] = [];
  /** Those that no codec has made yet. */
  #instances: number[] = [];
  /** Objects that codecs were given, and that are not frozen. */
  readonly #open = new Set<number>();
  /** Codecs may read what is being made. */
  #depth = 0;

  /** @param objects by ordinal */
  constructor(
    readonly reader: SharedReader,
    readonly images: readonly PartSource[],
    readonly objects: Table<unknown>,
    readonly handling: Handling,
  ) {
    const recordAt = (ordinal: number): number => this.#placeOf(ordinal);
    this.#decoder = new Decoder(
      {
        get words() {
          return reader.words;
        },
        keys: (shape) => reader.keys(shape),
        primitive: (word) => reader.primitive(word),
        extrasAt: (at) => reader.extrasAt(at),
        recordAt,
        eachValue: (ordinal, visit) => {
          // what was made before is complete
          if (this.#ordinals.includes(ordinal)) eachValueAt(reader, recordAt(ordinal), visit);
        },
      },
      objects,
    );
    this.#shells = new ShellMaker(reader, { resources: [], images, memory: (ordinal) => this.#memory(ordinal) });
  }

  /** The object with an ordinal, which is frozen. */
  part(ordinal: number): object {
    const word = this.reader.firstWord(ordinal);
    expect(format.kindIn(word) !== format.PART, "it refers to a part of an image that is in another one");
    const object = this.value(format.tagged(format.REF, ordinal));
    expect(typeof object === "object" && object !== null, "it refers to an object that is none");
    return object;
  }

  /** The value of a word that something frozen holds. */
  value(word: number): unknown {
    if (format.isInteger(word) || format.tagOf(word) !== format.REF) return this.reader.primitive(word);
    const ordinal = format.payloadOf(word);
    if (this.objects.get(ordinal) !== undefined) this.#meet(ordinal, true);
    else this.#make(ordinal);
    return this.objects.get(ordinal);
  }

  #make(root: number): void {
    const start = this.#ordinals.length;
    const desk = this.reader.deskLength;
    const { left } = this.reader;
    const outer = this.#instances;
    this.#instances = [];
    this.#depth += 1;
    try {
      this.#meet(root, true);
      for (let i = start; i < this.#ordinals.length; i++) this.#meetAll(i, start);
      for (let i = start; i < this.#ordinals.length; i++) this.#fill(i);
      if (this.#instances.length > 0) decodeInstances(this.#decoder, this.#instances);
      if (this.#depth === 1) this.#finish();
    } catch (error) {
      this.#undo(start);
      this.reader.clearDesk(desk);
      this.reader.left = left;
      throw error;
    } finally {
      this.#instances = outer;
      this.#depth -= 1;
    }
  }

  /** An object is referenced: it will be there when it is needed. */
  #meet(ordinal: number, fromFrozen: boolean, isFew = true): void {
    if (this.objects.get(ordinal) !== undefined || this.#decoder.awaits(ordinal)) {
      if (fromFrozen && this.#open.size > 0) expectFrozen(!this.#open.has(ordinal));
      return;
    }
    const word = this.reader.firstWord(ordinal);
    if (fromFrozen) expectFrozen(format.levelIn(word) === format.FROZEN);
    const { lazily } = this.handling;
    if (lazily !== undefined && format.canWait(word) && (format.isLarge(word) || !isFew))
      this.objects.set(ordinal, lazily(ordinal, this));
    else this.#take(ordinal, fromFrozen);
  }

  #take(ordinal: number, fromFrozen: boolean): void {
    const at = this.reader.take(ordinal, this.images);
    const word = this.reader.words[at]!;
    const isFrozen = format.levelIn(word) === format.FROZEN;
    if (fromFrozen) expectFrozen(isFrozen);
    else if (!isFrozen) this.#open.add(ordinal);
    this.#ordinals.push(ordinal);
    this.#places.push(at);
    if (format.kindIn(word) === format.INSTANCE) {
      this.#instances.push(ordinal);
      this.#decoder.await(ordinal);
    } else this.objects.set(ordinal, this.#shells.make(at));
  }

  #meetAll(i: number, start: number): void {
    const at = this.#places[i]!;
    // code of the user has come in between, and this is done
    if (at < 0) return;
    const { reader } = this;
    const { words } = reader;
    const word = words[at]!;
    const kind = format.kindIn(word);
    const isFrozen = format.levelIn(word) === format.FROZEN && kind !== format.INSTANCE;
    const end = reader.extrasAt(at);
    const step = valueStep(kind);
    for (let place = at + firstValue(kind); place < end; place += step) this.#meetWord(words[place]!, isFrozen, start);
    if (!format.hasExtras(word)) return;
    for (let place = end + 3, last = end + 3 * words[end]!; place <= last; place += 3)
      this.#meetWord(words[place]!, isFrozen, start);
  }

  #meetWord(word: number, fromFrozen: boolean, start: number): void {
    if (!format.isInteger(word) && format.tagOf(word) === format.REF)
      this.#meet(format.payloadOf(word), fromFrozen, this.#ordinals.length - start < MANY);
  }

  #fill(i: number): void {
    const at = this.#places[i]!;
    if (at < 0) return;
    this.#places[i] = ~at;
    this.#decoder.fill(this.objects.get(this.#ordinals[i]!) as object, at);
  }

  /** Everything is in its place: from now on it is frozen. */
  #finish(): void {
    const { words } = this.reader;
    const levels = new Levels();
    for (let i = 0; i < this.#ordinals.length; i++)
      levels.set(this.objects.get(this.#ordinals[i]!), words[~this.#places[i]!]!);
    levels.finish();
    this.handling.made?.(this.#ordinals.length);
    this.#ordinals.length = this.#places.length = 0;
    this.reader.clearDesk(0);
  }

  /** Something was wrong: half of an object is none. Codecs may have kept some of it, which nobody changes all the same. */
  #undo(start: number): void {
    const { words } = this.reader;
    const levels = new Levels();
    for (let i = start; i < this.#ordinals.length; i++) {
      const ordinal = this.#ordinals[i]!;
      const at = this.#places[i]!;
      const word = words[at < 0 ? ~at : at]!;
      const object = this.objects.get(ordinal);
      if (object !== undefined && format.levelIn(word) === format.FROZEN) levels.set(object, word);
      this.objects.set(ordinal, undefined);
      this.#open.delete(ordinal);
      this.#decoder.forget(ordinal);
    }
    this.#ordinals.length = this.#places.length = start;
  }

  #placeOf(ordinal: number): number {
    const at = this.#places[this.#ordinals.indexOf(ordinal)]!;
    return at < 0 ? ~at : at;
  }

  #memory(ordinal: number): unknown {
    if (this.objects.get(ordinal) === undefined) this.#take(ordinal, false);
    return this.objects.get(ordinal);
  }
}

function expectFrozen(isFrozen: boolean): void {
  if (!isFrozen) throw badPacket("something frozen refers to something that is not");
}

import { badPacket, expect } from "../image/bad-packet.js";
import { Decoder } from "../image/decode.js";
import * as format from "../image/format.js";
import { decodeInstances } from "../image/instances.js";
import { Levels } from "../image/levels.js";
import type { PartSource } from "../image/parts.js";
import { eachValueAt, firstValue, valueStep } from "../image/reader.js";
import { ShellMaker, type Surroundings } from "../image/shell.js";
import type { Table } from "../image/table.js";
import { PlainMaker } from "./plain.js";
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
export class Views implements Surroundings {
  readonly resources: readonly object[] = [];
  readonly #decoder: Decoder;
  readonly #shells: ShellMaker;
  readonly #plain: PlainMaker;
  /** No object has to wait for a codec. */
  readonly #isPlain: boolean;
  /** The other objects that are being made, and where their records are on the desk; a complement when it has been filled. */
  readonly #ordinals: number[] = [];
  readonly #places: number[] = [];
  /** Those that no codec has made yet. */
  readonly #instances: number[] = [];
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
    this.#isPlain = !reader.hasInstances;
    this.#decoder = new Decoder(this, objects);
    this.#shells = new ShellMaker(reader, this);
    this.#plain = new PlainMaker(reader, objects, this.#shells, this);
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
    return this.objects.get(ordinal) === undefined ? this.#make(ordinal) : this.meet(ordinal);
  }

  #make(root: number): unknown {
    const start = this.#ordinals.length;
    const instances = this.#instances.length;
    const { count, postponed } = this.#plain;
    const { deskLength, left } = this.reader;
    const { most } = this.#plain;
    this.#depth += 1;
    this.#makeMore();
    try {
      const object = this.meet(root);
      for (let i = start; ;)
        if (this.#plain.postponed > postponed) {
          this.#makeMore();
          this.#plain.readPostponed();
        } else if (i < this.#ordinals.length) this.#meetAll(i++);
        else break;
      for (let i = start; i < this.#ordinals.length; i++) this.#fill(i);
      if (this.#instances.length > instances) decodeInstances(this.#decoder, this.#instances.splice(instances));
      if (this.#depth === 1) this.#finish();
      return object ?? this.objects.get(root);
    } catch (error) {
      this.#plain.undo(count, postponed);
      this.#undo(start);
      this.#instances.length = instances;
      this.reader.clearDesk(deskLength);
      this.reader.left = left;
      throw error;
    } finally {
      this.#plain.most = most;
      this.#depth -= 1;
    }
  }

  #makeMore(): void {
    this.#plain.most = this.#plain.count + MANY;
  }

  /** Something frozen refers to an object: it will be there when it is needed. */
  meet(ordinal: number): unknown {
    return this.#meet(ordinal, true);
  }

  #meet(ordinal: number, fromFrozen: boolean): unknown {
    const known = this.objects.get(ordinal);
    if (known !== undefined || this.#decoder.awaits(ordinal)) {
      if (fromFrozen && this.#open.size > 0) expectFrozen(!this.#open.has(ordinal));
      return known;
    }
    const at = this.reader.startOf(ordinal);
    const word = this.reader.memory[at]!;
    if (fromFrozen) expectFrozen(format.levelIn(word) === format.FROZEN);
    if (!format.canWait(word)) return this.#take(ordinal, fromFrozen);
    const { lazily } = this.handling;
    const isMuch = this.#plain.count >= this.#plain.most;
    if (lazily !== undefined && (format.isLarge(word) || isMuch)) {
      const proxy = lazily(ordinal, this);
      this.objects.set(ordinal, proxy);
      return proxy;
    }
    return this.#isPlain ? this.#plain.make(ordinal, word, at, isMuch) : this.#take(ordinal, fromFrozen);
  }

  #take(ordinal: number, fromFrozen: boolean): unknown {
    const at = this.reader.take(ordinal, this.images);
    const word = this.reader.words[at]!;
    const isFrozen = format.levelIn(word) === format.FROZEN;
    if (fromFrozen) expectFrozen(isFrozen);
    else if (!isFrozen) this.#open.add(ordinal);
    this.#plain.most -= 1;
    this.#ordinals.push(ordinal);
    this.#places.push(at);
    if (format.kindIn(word) === format.INSTANCE) {
      expect(!this.#isPlain, "it has an instance of a class where there should be none");
      this.#instances.push(ordinal);
      this.#decoder.await(ordinal);
      return undefined;
    }
    const object = this.#shells.make(at);
    this.objects.set(ordinal, object);
    return object;
  }

  #meetAll(i: number): void {
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
    for (let place = at + firstValue(kind); place < end; place += step) this.#meetWord(words[place]!, isFrozen);
    if (!format.hasExtras(word)) return;
    for (let place = end + 3, last = end + 3 * words[end]!; place <= last; place += 3)
      this.#meetWord(words[place]!, isFrozen);
  }

  #meetWord(word: number, fromFrozen: boolean): void {
    if (!format.isInteger(word) && format.tagOf(word) === format.REF) this.#meet(format.payloadOf(word), fromFrozen);
  }

  #fill(i: number): void {
    const at = this.#places[i]!;
    if (at < 0) return;
    this.#places[i] = ~at;
    this.#decoder.fill(this.objects.get(this.#ordinals[i]!) as object, at);
  }

  /** Everything is in its place: from now on it is frozen. */
  #finish(): void {
    this.handling.made?.(this.#plain.count + this.#ordinals.length);
    this.#plain.count = 0;
    if (this.#ordinals.length === 0) return;
    const { words } = this.reader;
    const levels = new Levels();
    for (let i = 0; i < this.#ordinals.length; i++)
      levels.set(this.objects.get(this.#ordinals[i]!), words[~this.#places[i]!]!);
    levels.finish();
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

  /* What there is of objects while they are made. */

  get words(): Int32Array {
    return this.reader.words;
  }

  keys(shape: number): readonly (string | symbol)[] {
    return this.reader.keys(shape);
  }

  primitive(word: number): unknown {
    return this.reader.primitive(word);
  }

  extrasAt(at: number): number {
    return this.reader.extrasAt(at);
  }

  recordAt(ordinal: number): number {
    const at = this.#places[this.#ordinals.indexOf(ordinal)]!;
    return at < 0 ? ~at : at;
  }

  eachValue(ordinal: number, visit: (word: number) => void): void {
    // what was made before is complete
    if (this.#ordinals.includes(ordinal)) eachValueAt(this.reader, this.recordAt(ordinal), visit);
  }

  memory(ordinal: number): unknown {
    if (this.objects.get(ordinal) === undefined) this.#take(ordinal, false);
    return this.objects.get(ordinal);
  }
}

function expectFrozen(isFrozen: boolean): void {
  if (!isFrozen) throw badPacket("something frozen refers to something that is not");
}

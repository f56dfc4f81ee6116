import { badPacket } from "./bad-packet.js";
import * as format from "./format.js";
import { HEADER } from "./format.js";
import { decodeInstances, type Decoding } from "./instances.js";
import { irregular } from "../../objects/children.js";
import { Levels } from "./levels.js";
import type { PartSource } from "./parts.js";
import { eachValueAt, type ImageReader } from "./reader.js";
import { ShellMaker } from "./shell.js";
import { Table } from "./table.js";

type Fields = Record<PropertyKey, unknown>;

/** What a graph has become. */
export interface Decoded {
  readonly root: unknown;
  /** By ordinal; what a codec made may be anything. */
  readonly objects: unknown[];
  /** Codecs made some of them. */
  readonly hasInstances: boolean;
}

/**
 * Makes the graph of an image that has been checked. First an empty object for every ordinal, then what they hold, so that
 * cycles need nothing special; then the instances of registered classes, whose codecs want what they hold to be there.
 *
 * @param resources what travelled beside the image
 * @param images the frozen graphs in shared memory that it refers to
 * @param prior the object with a number that the reader has already
 */
export function decode(
  image: ImageReader,
  resources: readonly object[],
  images: readonly PartSource[] = [],
  prior?: (number: number) => unknown,
): Decoded {
  const { words } = image;
  const made = new Table();
  const decoder = new Decoder(image, made);
  const shells: ShellMaker = new ShellMaker(image, {
    resources,
    images,
    ...(prior && { prior }),
    // a view may come before its buffer
    memory: makeAt,
  });
  function makeAt(ordinal: number): unknown {
    if (made.get(ordinal) === undefined) made.set(ordinal, shells.make(image.recordAt(ordinal)));
    return made.get(ordinal);
  }
  const instances: number[] = [];
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    if (format.kindIn(image.firstWord(ordinal)) === format.INSTANCE) {
      instances.push(ordinal);
      decoder.await(ordinal);
    } else makeAt(ordinal);
  }
  for (let ordinal = 0; ordinal < image.objects; ordinal++)
    decoder.fill(made.get(ordinal) as object, image.recordAt(ordinal));
  decodeInstances(decoder, instances);
  const objects: unknown[] = [];
  const levels = new Levels();
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    const object = made.get(ordinal);
    objects.push(object);
    levels.set(object, image.firstWord(ordinal));
  }
  levels.finish();
  return { root: decoder.value(words[HEADER.root]!), objects, hasInstances: instances.length > 0 };
}

/** Where an instance goes that does not exist yet. */
interface Gap {
  readonly holder: object;
  /** A field; undefined: the key or value of a Map, or the member of a Set. */
  readonly key: PropertyKey | undefined;
  /** Of a field that cannot be made as it is to be before it holds the instance. */
  readonly attributes?: Attributes;
}

type Attributes = Pick<PropertyDescriptor, "writable" | "enumerable" | "configurable">;

/** Fills objects that hold nothing yet. */
export class Decoder implements Decoding {
  /** The ordinals of instances that do not exist yet, and where they go. */
  readonly #gaps = new Map<number, Gap[]>();
  /** Maps and Sets that wait for instances: where their record is, and for how many they wait. */
  readonly #waiting = new Map<object, { readonly at: number; left: number }>();

  /** @param objects by ordinal */
  constructor(
    readonly image: Decoding["image"],
    readonly objects: Table<unknown>,
  ) {}

  value(word: number): unknown {
    if (format.isInteger(word)) return word >> 1;
    return format.tagOf(word) === format.REF ? this.objects.get(format.payloadOf(word)) : this.image.primitive(word);
  }

  /** There will be an instance with this ordinal. */
  await(ordinal: number): void {
    this.#gaps.set(ordinal, []);
  }

  /** Is there to be an instance with this ordinal that does not exist yet? */
  awaits(ordinal: number): boolean {
    return this.#gaps.size > 0 && this.#gaps.has(ordinal);
  }

  /** There will be none after all. */
  forget(ordinal: number): void {
    this.#gaps.delete(ordinal);
  }

  /** @param at where the record of the object is */
  fill(object: object, at: number): void {
    const { image } = this;
    const word = image.words[at]!;
    switch (format.kindIn(word)) {
      case format.OBJECT:
      case format.BARE_OBJECT:
        this.#fillObject(object as Fields, image.keys(format.detailIn(word)), at + 1);
        break;
      case format.ARRAY:
        this.#fillArray(object as unknown[], at);
        break;
      case format.SPARSE_ARRAY:
        this.#fillSparse(object as unknown[], at);
        break;
      case format.MAP:
      case format.SET:
        this.#fillCollection(object, at);
        break;
      case format.REG_EXP:
        (object as RegExp).lastIndex = this.#field(image.words[at + 3]!, object, "lastIndex") as number;
        break;
      case format.INSTANCE:
      case format.PART:
      case format.PRIOR:
        return;
    }
    if (format.hasExtras(word)) this.#define(object, image.extrasAt(at));
  }

  #fillObject(object: Fields, keys: readonly (string | symbol)[], at: number): void {
    const { words } = this.image;
    // no prototype has a say in it; see `fieldsFor`
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      object[key] = this.#field(words[at + i]!, object, key);
    }
  }

  #fillArray(array: unknown[], at: number): void {
    const { words } = this.image;
    const length = words[at + 1]!;
    let holes = false;
    for (let i = 0; i < length; i++) {
      const word = words[at + 2 + i]!;
      holes ||= word === format.HOLE;
      const value = this.#field(word, array, i);
      if (i < array.length) array[i] = value;
      else array.push(value);
    }
    if (!holes) return;
    irregular.add(array);
    for (let i = 0; i < length; i++) if (words[at + 2 + i] === format.HOLE) Reflect.deleteProperty(array, i);
  }

  /** Long arrays with few elements get no memory for those that they do not have. */
  #fillSparse(array: unknown[], at: number): void {
    const { words } = this.image;
    const length = this.value(words[at + 1]!) as number;
    const end = at + 3 + 2 * words[at + 2]!;
    irregular.add(array);
    if (length > 0) array[length - 1] = undefined;
    if (length > 0) Reflect.deleteProperty(array, length - 1);
    for (let i = at + 3; i < end; i += 2) {
      const index = this.value(words[i]!) as number;
      array[index] = this.#field(words[i + 1]!, array, index);
    }
  }

  #fillCollection(collection: object, at: number): void {
    let missing = 0;
    if (this.#gaps.size > 0)
      eachValueAt(this.image, at, (word) => {
        if (this.#isMissing(word)) {
          missing += 1;
          this.#noteGap(word, { holder: collection, key: undefined });
        }
      });
    if (missing > 0) this.#waiting.set(collection, { at, left: missing });
    else this.#enter(collection, at);
  }

  /** Puts the entries of a Map or Set in, in their order. */
  #enter(collection: object, at: number): void {
    const { words } = this.image;
    const isMap = format.kindIn(words[at]!) === format.MAP;
    const end = at + 2 + words[at + 1]! * (isMap ? 2 : 1);
    for (let i = at + 2; i < end; i += isMap ? 2 : 1)
      if (isMap)
        Map.prototype.set.call(collection as Map<unknown, unknown>, this.value(words[i]!), this.value(words[i + 1]!));
      else Set.prototype.add.call(collection as Set<unknown>, this.value(words[i]!));
  }

  #define(object: object, at: number): void {
    irregular.add(object);
    const { words } = this.image;
    const last = at + 3 * words[at]!;
    for (let i = at + 1; i < last; i += 3) {
      const key = this.image.primitive(words[i]!) as PropertyKey;
      const bits = words[i + 1]!;
      const attributes = {
        writable: (bits & format.WRITABLE) !== 0,
        enumerable: (bits & format.ENUMERABLE) !== 0,
        configurable: (bits & format.CONFIGURABLE) !== 0,
      };
      const word = words[i + 2]!;
      const isMissing = this.#isMissing(word);
      if (isMissing) this.#noteGap(word, { holder: object, key, attributes });
      const isDefined = Reflect.defineProperty(object, key, {
        ...attributes,
        ...(isMissing ? { configurable: true } : { value: this.value(word) }),
      });
      if (!isDefined) throw badPacket(`it defines a property ${String(key)} that cannot be`);
    }
  }

  /** The value of a field. An instance that does not exist yet is put there later. */
  #field(word: number, holder: object, key: PropertyKey): unknown {
    if (!this.#isMissing(word)) return this.value(word);
    this.#noteGap(word, { holder, key });
    return undefined;
  }

  #isMissing(word: number): boolean {
    return (
      this.#gaps.size > 0 &&
      !format.isInteger(word) &&
      format.tagOf(word) === format.REF &&
      this.#gaps.has(format.payloadOf(word))
    );
  }

  #noteGap(word: number, gap: Gap): void {
    this.#gaps.get(format.payloadOf(word))!.push(gap);
  }

  /** An instance exists now: it goes to wherever it is held. */
  found(ordinal: number, instance: unknown): void {
    this.objects.set(ordinal, instance);
    const gaps = this.#gaps.get(ordinal)!;
    this.#gaps.delete(ordinal);
    for (const { holder, key, attributes } of gaps) {
      if (key !== undefined) {
        if (!Reflect.defineProperty(holder, key, { ...attributes, value: instance }))
          throw badPacket(`the field ${String(key)} cannot hold what a codec made`);
        continue;
      }
      const waiting = this.#waiting.get(holder)!;
      waiting.left -= 1;
      if (waiting.left === 0) this.#enter(holder, waiting.at);
    }
  }
}

import { irregular } from "../../objects/children.js";
import * as format from "../image/format.js";
import { arrayOf } from "../image/layouts.js";
import type { ShellMaker } from "../image/shell.js";
import type { Table } from "../image/table.js";
import type { SharedReader } from "./shared-reader.js";

/** Somebody who has the object with an ordinal, or makes it. */
interface Holder {
  meet(ordinal: number): unknown;
}

/** An object whose fields are read later. */
interface Postponed {
  readonly object: object;
  /** The first word of its record. */
  readonly word: number;
  /** Where its fields start in shared memory. */
  readonly at: number;
  readonly length: number;
}

/**
 * Makes plain objects and arrays of what is in shared memory. Each word is looked at once, so that nothing need be copied
 * before it is checked; and an object has its fields, and is frozen, when it is left.
 */
export class PlainMaker {
  /** The ordinals of the objects that nobody has seen yet, and how many they are. */
  readonly #ordinals: number[] = [];
  count = 0;
  /** When there are so many, no more are made than must be. */
  most = 0;
  readonly #postponed: Postponed[] = [];

  constructor(
    readonly reader: SharedReader,
    readonly objects: Table<unknown>,
    readonly shells: ShellMaker,
    readonly holder: Holder,
  ) {}

  /**
   * @param word the first of the record of the object
   * @param start where that is
   * @param isLater its fields are not read now
   */
  make(ordinal: number, word: number, start: number, isLater: boolean): object {
    const { reader } = this;
    const isArray = format.kindIn(word) === format.ARRAY;
    const length = isArray ? reader.memory[start + 1]! : reader.keys(format.detailIn(word)).length;
    const at = start + (isArray ? 2 : 1);
    reader.spend(at, length);
    const object = isArray ? arrayOf(length) : this.shells.object(word);
    this.objects.set(ordinal, object);
    this.#ordinals[this.count++] = ordinal;
    if (isLater) this.#postponed.push({ object, word, at, length });
    else this.#read(object, word, at, length);
    return object;
  }

  get postponed(): number {
    return this.#postponed.length;
  }

  readPostponed(): void {
    const { object, word, at, length } = this.#postponed.pop()!;
    this.#read(object, word, at, length);
  }

  /** Forgets what was made since there were so many of each. */
  undo(count: number, postponed: number): void {
    this.#postponed.length = postponed;
    while (this.count > count) {
      const ordinal = this.#ordinals[--this.count]!;
      // codecs of other images may have kept it
      Object.freeze(this.objects.get(ordinal));
      this.objects.set(ordinal, undefined);
    }
  }

  #read(object: object, word: number, at: number, length: number): void {
    if (format.kindIn(word) === format.ARRAY) this.#readElements(object as unknown[], at, length);
    else {
      const { memory } = this.reader;
      const keys = this.reader.keys(format.detailIn(word));
      for (let i = 0; i < length; i++) {
        const field = memory[at + i]!;
        (object as Record<PropertyKey, unknown>)[keys[i]!] = format.isInteger(field) ? field >> 1 : this.#value(field);
      }
    }
    Object.freeze(object);
  }

  #readElements(array: unknown[], at: number, length: number): void {
    const { memory } = this.reader;
    let holes: number[] | undefined;
    for (let i = 0; i < length; i++) {
      const word = memory[at + i]!;
      if (word === format.HOLE) (holes ??= []).push(i);
      const value = format.isInteger(word) ? word >> 1 : this.#value(word);
      if (i < array.length) array[i] = value;
      else array.push(value);
    }
    if (holes === undefined) return;
    for (const i of holes) Reflect.deleteProperty(array, i);
    irregular.add(array);
  }

  #value(word: number): unknown {
    if (format.tagOf(word) !== format.REF) return this.reader.primitive(word);
    const ordinal = format.payloadOf(word);
    const known = this.objects.get(ordinal);
    if (known !== undefined) return known;
    const start = this.reader.startOf(ordinal);
    const first = this.reader.memory[start]!;
    // nearly all are like this, and the long way is long
    return format.canWait(first) && !format.isLarge(first) && this.count < this.most
      ? this.make(ordinal, first, start, false)
      : this.holder.meet(ordinal);
  }
}

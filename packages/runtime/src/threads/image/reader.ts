import {
  ARRAY,
  BARE_OBJECT,
  bodyEnd,
  BOX,
  CONSTANTS,
  detailIn,
  hasExtras,
  HEADER,
  INSTANCE,
  isInteger,
  kindIn,
  MAP,
  OBJECT,
  payloadOf,
  REG_EXP,
  SET,
  SPARSE_ARRAY,
  STRING,
  tagOf,
  CONSTANT,
  DOUBLE,
  BIGINT,
  SYMBOL,
  VIEW,
  WELL_KNOWN,
} from "./format.js";
import { StringReader } from "./strings.js";

/** Records in memory that nobody else can change, and what the words in them stand for. */
export interface Records {
  readonly words: Int32Array;
  /** The keys of a shape. */
  keys(shape: number): readonly (string | symbol)[];
  /** The value of a word that is no reference. */
  primitive(word: number): unknown;
  /** Where the extras of a record start: at their count. */
  extrasAt(at: number): number;
}

/** Finds the parts of an image. It trusts what `check` has looked at, and reads only what it is asked for. */
export class ImageReader implements Records {
  readonly strings: StringReader;
  readonly #doubles: Float64Array;
  readonly #bigints = new Map<number, bigint>();
  readonly #shapes: (readonly (string | symbol)[] | undefined)[] = [];

  constructor(readonly words: Int32Array) {
    this.strings = new StringReader(words);
    const [doublesAt, doubles] = [words[HEADER.doublesAt]!, words[HEADER.doubles]!];
    this.#doubles = new Float64Array(words.buffer, words.byteOffset + doublesAt * 4, doubles);
  }

  get objects(): number {
    return this.words[HEADER.objects]!;
  }

  get doubles(): number {
    return this.words[HEADER.doubles]!;
  }

  get texts(): number {
    return this.words[HEADER.strings]!;
  }

  /** Where the record of an object starts. */
  recordAt(ordinal: number): number {
    return this.words[this.words[HEADER.objectsAt]! + ordinal]!;
  }

  firstWord(ordinal: number): number {
    return this.words[this.recordAt(ordinal)]!;
  }

  /** How many keys the shape of the record has; 0 where there is none. */
  keyCount(at: number): number {
    const word = this.words[at]!;
    const kind = kindIn(word);
    return kind === OBJECT || kind === BARE_OBJECT ? this.words[this.#shapeAt(detailIn(word))]! : 0;
  }

  #shapeAt(shape: number): number {
    return this.words[this.words[HEADER.shapesAt]! + shape]!;
  }

  /** The keys of a shape. */
  keys(shape: number): readonly (string | symbol)[] {
    return (this.#shapes[shape] ??= this.#readKeys(this.#shapeAt(shape)));
  }

  #readKeys(at: number): (string | symbol)[] {
    const keys: (string | symbol)[] = [];
    const end = at + 1 + this.words[at]!;
    for (let i = at + 1; i < end; i++) keys.push(this.primitive(this.words[i]!) as string | symbol);
    return keys;
  }

  /** Where the extras of a record start: at their count. */
  extrasAt(at: number): number {
    return bodyEnd(this.words, at, this.keyCount(at));
  }

  /** The value of a word that is no reference. */
  primitive(word: number): unknown {
    if (isInteger(word)) return word >> 1;
    const payload = payloadOf(word);
    switch (tagOf(word)) {
      case STRING:
        return this.strings.get(payload);
      case DOUBLE:
        return this.#doubles[payload];
      case CONSTANT:
        return CONSTANTS[payload];
      case BIGINT:
        return this.#bigint(payload);
      case SYMBOL:
        return Symbol.for(this.strings.get(payload));
      default:
        return (Symbol as unknown as Record<string, symbol>)[WELL_KNOWN[payload]!];
    }
  }

  /** Each is made once: otherwise few words could make many large ones. */
  #bigint(index: number): bigint {
    let value = this.#bigints.get(index);
    if (value === undefined) this.#bigints.set(index, (value = bigintOf(this.strings.get(index))));
    return value;
  }

  /** Calls back with every value in the record of an object: of its body and of its extras. */
  eachValue(ordinal: number, visit: (word: number) => void): void {
    eachValueAt(this, this.recordAt(ordinal), visit);
  }
}

/** The same for the record at a place. */
export function eachValueAt(records: Records, at: number, visit: (word: number) => void): void {
  const { words } = records;
  const end = records.extrasAt(at);
  const kind = kindIn(words[at]!);
  for (let i = at + firstValue(kind), step = valueStep(kind); i < end; i += step) visit(words[i]!);
  if (!hasExtras(words[at]!)) return;
  for (let i = end + 3, last = end + 3 * words[end]!; i <= last; i += 3) visit(words[i]!);
}

/** How far the first value is from the start of a record. */
export function firstValue(kind: number): number {
  switch (kind) {
    case OBJECT:
    case BARE_OBJECT:
    case BOX:
    case VIEW:
      return 1;
    case ARRAY:
    case SET:
    case MAP:
    case INSTANCE:
      return 2;
    case REG_EXP:
      return 3;
    case SPARSE_ARRAY:
      return 4;
    default:
      return 1 << 30;
  }
}

/** How far it is from one value to the next. */
export function valueStep(kind: number): number {
  return kind === VIEW ? 1 << 30 : kind === SPARSE_ARRAY ? 2 : 1;
}

/** @param digits hexadecimal */
export function bigintOf(digits: string): bigint {
  return digits.startsWith("-") ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
}

import { expect } from "./bad-packet.js";
import { HEADER } from "./format.js";
import { Table } from "./table.js";
import { isWide, readText, writeText } from "./text.js";
import { borrowWords } from "./words.js";

/** Text is gathered in pieces of about this many units: a piece of all of it could be longer than a string may be. */
const PIECE = 1 << 22;

/** The strings of an image that is being written. Each is kept once. */
export class StringWriter {
  readonly #indices = new Map<string, number>();
  readonly ends = borrowWords();
  readonly #pieces: string[] = [];
  #piece = "";
  units = 0;

  indexOf(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const index = this.append(text);
    this.#indices.set(text, index);
    return index;
  }

  /** Adds a string that is not to be found again. */
  append(text: string): number {
    if (this.#piece.length > PIECE) {
      this.#pieces.push(this.#piece);
      this.#piece = "";
    }
    this.#piece += text;
    this.units += text.length;
    this.ends.push(this.units);
    return this.ends.length - 1;
  }

  /** Does any string need two bytes for a unit? */
  isWide(): boolean {
    return [...this.#pieces, this.#piece].some(isWide);
  }

  write(memory: ArrayBufferLike, offset: number, wide: boolean): void {
    let at = offset;
    for (const piece of [...this.#pieces, this.#piece]) {
      writeText(piece, memory, at, wide);
      at += piece.length << (wide ? 1 : 0);
    }
  }
}

/** Text is decoded in blocks, because one call for each string costs more than what it decodes. */
const BLOCK = 1 << 14;

/** The strings of an image, decoded as they are asked for. Where they start and end is checked, because it may be in shared memory. */
export class StringReader {
  readonly #known = new Table<string>();
  readonly #blocks: (string | undefined)[] = [];
  readonly #endsAt: number;
  readonly #textAt: number;
  readonly #wide: boolean;
  readonly #units: number;
  /** How much of the text has not been read yet. Strings that overlap would let few words stand for much memory. */
  #left: number;

  /** @param header its first words, where nobody can change them */
  constructor(
    readonly words: Int32Array,
    header = words,
  ) {
    const textAt = header[HEADER.textAt]!;
    this.#endsAt = header[HEADER.stringsAt]!;
    this.#textAt = words.byteOffset + textAt * 4;
    this.#wide = header[HEADER.wide] === 1;
    this.#units = this.#left = ((words.length - textAt) * 4) >> (this.#wide ? 1 : 0);
  }

  get(index: number): string {
    let text = this.#known.get(index);
    if (text === undefined) this.#known.set(index, (text = this.#decode(index)));
    return text;
  }

  #decode(index: number): string {
    const { words } = this;
    const at = this.#endsAt + index;
    const start = index === 0 ? 0 : words[at - 1]! >>> 0;
    const end = words[at]! >>> 0;
    this.#left -= end - start;
    expect(start <= end && end <= this.#units && this.#left >= 0, "its strings overlap");
    const block = Math.floor(start / BLOCK);
    const from = block * BLOCK;
    if (end > from + BLOCK) return this.#read(start, end);
    const text = (this.#blocks[block] ??= this.#read(from, Math.min(from + BLOCK, this.#units)));
    return text.substring(start - from, end - from);
  }

  #read(start: number, end: number): string {
    const wide = this.#wide;
    return readText(this.words.buffer, this.#textAt + (start << (wide ? 1 : 0)), end - start, wide);
  }
}

/** As many bytes as engines keep with the object itself: most graphs are small, and memory elsewhere costs a microsecond. */
const FEW = 64;

/** So few words are copied one by one: to have the engine do it takes a view, which costs as much as a hundred. */
const SHORT = 64;

/** A list of 32-bit words that grows. */
export class Words {
  length = 0;

  constructor(public array = new Int32Array(FEW / 4)) {}

  push(word: number): void {
    if (this.length === this.array.length) this.#grow(1);
    this.array[this.length++] = word;
  }

  /** Makes room for so many words. @returns where the first of them goes */
  reserve(count: number): number {
    const at = this.length;
    if (at + count > this.array.length) this.#grow(count);
    this.length += count;
    return at;
  }

  #grow(count: number): void {
    const larger = new Int32Array(Math.max(this.array.length * 2, this.length + count, 256));
    larger.set(this.array);
    this.array = larger;
  }

  written(): Int32Array {
    return this.array.subarray(0, this.length);
  }

  /** Writes them somewhere else. @param by is added to each */
  copyTo(target: Int32Array, at: number, by = 0): void {
    const { array, length } = this;
    if (by === 0 && length > SHORT) target.set(this.written(), at);
    else for (let i = 0; i < length; i++) target[at + i] = array[i]! + by;
  }
}

const NOTHING = /* @__PURE__ */ new Int32Array(0);
/** How many words are kept for the next list, and for how many lists. */
const KEPT = 256;
const MOST_KEPT = 16;
const kept: Int32Array<ArrayBuffer>[] = [];

/** A list for a while: its memory comes from one that was given back. */
export function borrowWords(): Words {
  return new Words(kept.pop() ?? new Int32Array(KEPT));
}

/** Nobody needs the list any more: it is empty from now on. */
export function giveBack(words: Words): void {
  const { array } = words;
  words.array = NOTHING;
  words.length = 0;
  if (array.length === KEPT && kept.length < MOST_KEPT) kept.push(array);
}

const NO_DOUBLES = /* @__PURE__ */ new Float64Array(0);

/** A list of doubles that grows. */
export class Doubles {
  #array = NO_DOUBLES;
  length = 0;

  /** @returns its index */
  push(double: number): number {
    if (this.length === this.#array.length) {
      const larger = new Float64Array(Math.max(this.length * 2, FEW / 8));
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.length] = double;
    return this.length++;
  }

  /** Writes them to some place in memory. */
  copyTo(memory: ArrayBufferLike, offset: number): void {
    const { length } = this;
    if (length > 0) new Float64Array(memory, offset, length).set(this.#array.subarray(0, length));
  }
}

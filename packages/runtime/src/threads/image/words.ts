/** As many bytes as engines keep with the object itself: most graphs are small, and memory elsewhere costs a microsecond. */
const FEW = 64;

/** A list of 32-bit words that grows. */
export class Words {
  array = new Int32Array(FEW / 4);
  length = 0;

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
}

/** A list of doubles that grows. */
export class Doubles {
  #array = new Float64Array(FEW / 8);
  length = 0;

  /** @returns its index */
  push(double: number): number {
    if (this.length === this.#array.length) {
      const larger = new Float64Array(Math.max(this.length * 2, 128));
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.length] = double;
    return this.length++;
  }

  written(): Float64Array {
    return this.#array.subarray(0, this.length);
  }
}

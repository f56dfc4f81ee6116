import { MAX_DETAIL } from "./format.js";
import { borrowWords } from "./words.js";

/** So many shapes are compared with the keys of an object, the one that was met last first. */
const RECENT = 8;

interface Shape {
  readonly keys: readonly string[];
  readonly index: number;
}

/** The shapes of an image that is being written: the keys that objects have in common. */
export class ShapeWriter {
  readonly offsets = borrowWords();
  readonly words = borrowWords();
  readonly #recent: Shape[] = [];
  readonly #byText = new Map<string, Shape>();

  /** @param keyWord how a key is written */
  constructor(readonly keyWord: (key: string) => number) {}

  /** @returns the index of the shape with these keys; undefined when there are too many shapes */
  indexOf(keys: readonly string[]): number | undefined {
    const recent = this.#recent;
    for (let i = 0; i < recent.length; i++) {
      const shape = recent[i]!;
      if (!areEqual(shape.keys, keys)) continue;
      // one step at a time: shapes that take turns do not push each other back
      if (i > 0) {
        recent[i] = recent[i - 1]!;
        recent[i - 1] = shape;
      }
      return shape.index;
    }
    return this.#find(keys)?.index;
  }

  #find(keys: readonly string[]): Shape | undefined {
    // lengths keep the texts of different keys apart
    const text = keys.map((key) => `${key.length}:${key}`).join();
    let shape = this.#byText.get(text);
    if (shape === undefined) {
      if (this.offsets.length > MAX_DETAIL) return undefined;
      shape = { keys, index: this.offsets.length };
      this.#byText.set(text, shape);
      this.#write(keys);
    }
    if (this.#recent.length < RECENT) this.#recent.push(shape);
    else this.#recent[RECENT - 1] = shape;
    return shape;
  }

  #write(keys: readonly string[]): void {
    this.offsets.push(this.words.length);
    this.words.push(keys.length);
    for (const key of keys) this.words.push(this.keyWord(key));
  }
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

import type { Encodings } from "./codecs.js";
import type { Refusal } from "./refuse.js";
import type { ShapeWriter } from "./shapes.js";
import type { ValueWriter } from "./values.js";
import type { Words } from "./words.js";

/** What those who write records need of an encoder. */
export interface RecordWriter {
  readonly records: Words;
  readonly values: ValueWriter;
  readonly shapes: ShapeWriter;
  /** What travels beside the words. */
  readonly resources: object[];
  readonly encodings: Encodings;
  /** The image is for shared memory: nothing travels beside it. */
  readonly isShared: boolean;
  /** A codec says what an object is, in words that need not be parts of it. */
  hasInstances: boolean;
  /** The word of a value; objects are put into the queue when they are new. */
  word(value: unknown): number;
  /** The same for what a codec made of the current object. */
  encodedWord(data: unknown): number;
  keyWord(key: string | symbol): number;
  /** Of the object whose record is being written. */
  level(object: object): number;
  /** @param value in the object whose record is being written, or that object itself */
  refuse(value: unknown, refusal: Refusal): never;
  /** Of the object whose record is being written. */
  path(): string;
}

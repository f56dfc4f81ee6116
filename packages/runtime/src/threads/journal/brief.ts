import { expect } from "../image/bad-packet.js";
import * as format from "../image/format.js";
import { isWide, readText, writeText } from "../image/text.js";
import { Words } from "../image/words.js";
import type { Numbering } from "./numbering.js";
import { DELETE, FILL, LENGTH, REPLACE, SET, TIME } from "./steps.js";

/*
 * Most entries change a few fields, and an image of their steps would be ten times as long as what it says. So steps that
 * refer to nothing new are written one after another: a word for the step and the number of the object, then what the step
 * needs. Values are words as in images, but numbers and text follow their word. Names of fields are written out once and have
 * an index from then on, on which all agree who have read the journal.
 */

/** Of the word for a step. */
const STEP_BITS = 4;
const MAX_NUMBER = 0x0fff_ffff;
/** What follows the step, up to its value: -1 for the lists of `FILL`. */
const hasKey = (step: number): boolean => step === SET || step === DELETE;
const hasValue = (step: number): boolean => step === SET || step === LENGTH || step === TIME;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** Beyond these an image is not much longer. */
const LONG_TEXT = 1 << 16;

class BriefWriter {
  readonly words = new Words();
  /** Names that got an index. */
  readonly names: string[] = [];

  constructor(readonly numbering: Numbering) {}

  /** @returns false where it cannot be written like this */
  write(steps: readonly unknown[]): boolean {
    for (let at = 0; at < steps.length;) {
      const step = steps[at] as number;
      const object = steps[at + 1] as object;
      at += 2;
      const number = step === REPLACE ? undefined : this.numbering.numberOf(object);
      if (number === undefined || number > MAX_NUMBER) return false;
      this.words.push((number << STEP_BITS) | step);
      if (hasKey(step) && !this.#key(object, steps[at++])) return false;
      if (hasValue(step) && !this.#value(steps[at++])) return false;
      if (step !== FILL) continue;
      const count = steps[at++] as number;
      this.words.push(count);
      for (const end = at + count; at < end; at++)
        if (!(at in steps)) this.words.push(format.HOLE);
        else if (!this.#value(steps[at])) return false;
    }
    return true;
  }

  #key(object: object, key: unknown): boolean {
    if (typeof key !== "string" || object instanceof Map || object instanceof Set) return this.#value(key);
    let index = this.numbering.indexOfName(key) ?? this.#indexOfNew(key);
    if (index < 0) {
      index = this.numbering.names + this.names.push(key) - 1;
      this.words.push(index << 1);
      return this.#value(key);
    }
    this.words.push(index << 1);
    return true;
  }

  #indexOfNew(name: string): number {
    const index = this.names.indexOf(name);
    return index < 0 ? index : index + this.numbering.names;
  }

  #value(value: unknown): boolean {
    const { words } = this;
    switch (typeof value) {
      case "number":
        this.#number(value);
        return true;
      case "string":
        return this.#text(value);
      case "boolean":
        words.push(value ? TRUE : FALSE);
        return true;
      case "undefined":
        words.push(format.UNDEFINED);
        return true;
      case "object": {
        const number = value === null ? undefined : this.numbering.numberOf(value);
        if (value !== null && number === undefined) return false;
        words.push(number === undefined ? NULL : format.tagged(format.REF, number));
        return true;
      }
      default:
        return false;
    }
  }

  #number(value: number): void {
    const { words } = this;
    if ((value | 0) === value && value >= format.MIN_INTEGER && value <= format.MAX_INTEGER && !Object.is(value, -0)) {
      words.push(value << 1);
      return;
    }
    double[0] = value;
    words.push(format.DOUBLE);
    words.push(halves[0]!);
    words.push(halves[1]!);
  }

  #text(text: string): boolean {
    if (text.length > LONG_TEXT) return false;
    const wide = isWide(text);
    this.words.push(format.tagged(format.STRING, (text.length << 1) | (wide ? 1 : 0)));
    const at = this.words.reserve(wordsOfText(text.length, wide));
    writeText(text, this.words.array.buffer, at * 4, wide);
    return true;
  }
}

const constant = (index: number): number => format.tagged(format.CONSTANT, index);
const NULL = /* @__PURE__ */ constant(1);
const TRUE = /* @__PURE__ */ constant(2);
const FALSE = /* @__PURE__ */ constant(3);

const wordsOfText = (units: number, wide: boolean): number => (units * (wide ? 2 : 1) + 3) >> 2;

/** @returns undefined for steps that refer to anything new */
export function writeBrief(
  steps: readonly unknown[],
  numbering: Numbering,
): { words: Int32Array; commit(): void } | undefined {
  const writer = new BriefWriter(numbering);
  if (!writer.write(steps)) return undefined;
  return {
    words: writer.words.written(),
    commit: () => writer.names.forEach((name) => numbering.addName(name)),
  };
}

const CUT = "the journal of the cown is cut off";

/** @param words that nobody else can change. @returns the steps */
export function readBrief(words: Int32Array, numbering: Numbering): unknown[] {
  const steps: unknown[] = [];
  let at = 0;
  const next = (): number => {
    expect(at < words.length, CUT);
    return words[at++]!;
  };
  const text = (payload: number): string => {
    const start = at;
    at += wordsOfText(payload >>> 1, (payload & 1) === 1);
    expect(at <= words.length, CUT);
    return readText(words.buffer, words.byteOffset + start * 4, payload >>> 1, (payload & 1) === 1);
  };
  const value = (word: number): unknown => {
    if (format.isInteger(word)) return word >> 1;
    const payload = format.payloadOf(word);
    switch (format.tagOf(word)) {
      case format.REF:
        expect(payload < numbering.count, CUT);
        return numbering.object(payload);
      case format.DOUBLE:
        halves[0] = next();
        halves[1] = next();
        return double[0];
      case format.STRING:
        return text(payload);
      default:
        expect(format.tagOf(word) === format.CONSTANT && payload < format.CONSTANTS.length, CUT);
        return format.CONSTANTS[payload];
    }
  };
  const key = (object: unknown): unknown => {
    if (object instanceof Map || object instanceof Set || Array.isArray(object)) return value(next());
    const index = next() >> 1;
    if (index === numbering.names) numbering.addName(value(next()) as string);
    const name = numbering.name(index);
    expect(typeof name === "string", CUT);
    return name;
  };
  while (at < words.length) {
    const word = next();
    const step = word & ((1 << STEP_BITS) - 1);
    expect(step > REPLACE && step <= TIME && word >>> STEP_BITS < numbering.count, CUT);
    const object = numbering.object(word >>> STEP_BITS);
    steps.push(step, object);
    if (hasKey(step)) steps.push(key(object));
    if (hasValue(step)) steps.push(value(next()));
    if (step !== FILL) continue;
    const count = next();
    expect(count >= 0 && count <= words.length - at, CUT);
    steps.push(count);
    for (let i = 0; i < count; i++) {
      const element = next();
      if (element === format.HOLE) steps.length += 1;
      else steps.push(value(element));
    }
  }
  return steps;
}

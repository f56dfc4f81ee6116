import { expect } from "./bad-packet.js";
import * as format from "./format.js";
import type { PartSource } from "./parts.js";

/** How many there are of what words refer to, and what they stand for. */
export interface Referents {
  readonly objects: number;
  readonly doubles: number;
  readonly texts: number;
  readonly strings: { get(index: number): string };
  primitive(word: number): unknown;
  /** The first word of the record of an object. */
  firstWord(ordinal: number): number;
}

/** What is true of single words. */
export class Check {
  readonly usedResources = new Set<number>();
  readonly usedTexts = new Set<number>();

  constructor(
    readonly image: Referents,
    readonly resources: number,
    readonly images: readonly PartSource[],
    /** How many objects the reader has already. */
    readonly priors = 0,
  ) {}

  value(word: number, isFrozen: boolean, holes: boolean): void {
    if (format.isInteger(word)) return;
    const payload = format.payloadOf(word);
    switch (format.tagOf(word)) {
      case format.REF:
        this.#reference(payload, isFrozen);
        break;
      case format.DOUBLE:
        expect(payload < this.image.doubles, "it refers to a number that it does not have");
        break;
      case format.CONSTANT:
        expect(payload < format.CONSTANTS.length, "it has a constant that does not exist");
        expect(holes || word !== format.HOLE, "it has a hole where there can be none");
        break;
      case format.BIGINT:
        this.text(payload);
        expect(/^-?[0-9a-f]+$/.test(this.image.strings.get(payload)), "it has a bigint that is none");
        break;
      default:
        this.key(word);
    }
  }

  #reference(ordinal: number, isFrozen: boolean): void {
    expect(ordinal < this.image.objects, "it refers to an object that it does not have");
    if (!isFrozen) return;
    const level = format.levelIn(this.image.firstWord(ordinal));
    expect(level === format.FROZEN, "something frozen refers to something that is not");
  }

  key(word: number): void {
    const payload = format.payloadOf(word);
    const tag = format.tagOf(word);
    if (tag === format.STRING || tag === format.SYMBOL) this.text(payload);
    else
      expect(
        tag === format.WELL_KNOWN_SYMBOL &&
          payload < format.WELL_KNOWN.length &&
          typeof this.image.primitive(word) === "symbol",
        "it has a key or value that does not exist here",
      );
  }

  string(word: number): string {
    expect(format.tagOf(word) === format.STRING, "something in it should be a string");
    this.text(format.payloadOf(word));
    return this.image.strings.get(format.payloadOf(word));
  }

  number(word: number): number {
    if (!format.isInteger(word)) this.value(word, false, false);
    const value = format.tagOf(word) === format.REF ? undefined : this.image.primitive(word);
    expect(typeof value === "number", "something in it should be a number");
    return value;
  }

  /** @returns a number that can be a count or a place */
  count(word: number, most: number): number {
    const value = this.number(word);
    expect(Number.isInteger(value) && value >= 0 && value <= most, "it has a length that cannot be");
    return value;
  }

  text(index: number): void {
    expect(index < this.image.texts, "it refers to a string that it does not have");
  }
}

import { expect } from "./bad-packet.js";
import type { Check } from "./check-words.js";
import * as format from "./format.js";

/** What is true of the body of the record at a place, beside what is true of all values in it. */
export function checkBody(words: Int32Array, at: number, check: Check): void {
  bodies[format.kindIn(words[at]!)]?.(words, at, check);
}

const bodies: Record<number, ((words: Int32Array, at: number, check: Check) => void) | undefined> = {
  [format.SPARSE_ARRAY]: checkSparse,
  [format.DATE]: (words, at, check) => void check.number(words[at + 1]!),
  [format.REG_EXP](words, at, check) {
    check.string(words[at + 1]!);
    check.string(words[at + 2]!);
  },
  [format.ERROR]: (words, at) => expect(format.detailIn(words[at]!) < format.ERRORS.length, "it has an error of a class that does not exist"), // prettier-ignore
  [format.BOX]: checkBox,
  [format.RESOURCE]: checkResource,
  [format.COWN]: checkCown,
  [format.VIEW]: checkView,
  [format.BYTES]: (words, at) => expect(format.levelIn(words[at]!) !== format.FROZEN, "it has frozen memory"),
  [format.INSTANCE]: (words, at, check) => void check.string(words[at + 1]!),
  [format.PART]: checkPart,
  [format.PRIOR]: (words, at, check) => expect(words[at + 1]! >>> 0 < check.priors, "it refers to an object that nobody has"), // prettier-ignore
};

const MAX_LENGTH = 2 ** 32 - 1;

function checkSparse(words: Int32Array, at: number, check: Check): void {
  const length = check.count(words[at + 1]!, MAX_LENGTH);
  const end = at + 3 + 2 * words[at + 2]!;
  for (let i = at + 3; i < end; i += 2) check.count(words[i]!, length - 1);
}

function checkBox(words: Int32Array, at: number, check: Check): void {
  const word = words[at + 1]!;
  if (format.isInteger(word)) return;
  const tag = format.tagOf(word);
  // true, false and -0 are constants, and the others have no box
  const isBoxed = tag !== format.REF && (tag !== format.CONSTANT || [2, 3, 4].includes(format.payloadOf(word)));
  expect(isBoxed, "it has an object for a primitive that has none");
  if (tag !== format.STRING) return;
  // its elements are properties: few words must not stand for many of them
  const text = format.payloadOf(word);
  expect(!check.usedTexts.has(text), "it has two objects for the same string");
  check.usedTexts.add(text);
}

function useResource(words: Int32Array, at: number, check: Check): void {
  const index = words[at + 1]!;
  expect(index >= 0 && index < check.resources, "it refers to a resource that it does not have");
  expect(!check.usedResources.has(index), "it has two objects for the same resource");
  check.usedResources.add(index);
}

function checkCown(words: Int32Array, at: number, check: Check): void {
  useResource(words, at, check);
  expect(format.levelIn(words[at]!) === format.FROZEN, "it has a cown that could be changed");
}

function checkResource(words: Int32Array, at: number, check: Check): void {
  useResource(words, at, check);
  expect(format.levelIn(words[at]!) !== format.FROZEN, "it has a frozen resource");
}

function checkPart(words: Int32Array, at: number, { images }: Check): void {
  const image = images[words[at + 1]!];
  expect(image !== undefined, "it refers to an image that it does not have");
  expect(words[at + 2]! >>> 0 < image.count, "it refers to an object that another image does not have");
  expect(format.levelIn(words[at]!) === format.FROZEN, "it has a part of something frozen that is not frozen");
}

function checkView(words: Int32Array, at: number, check: Check): void {
  expect(format.detailIn(words[at]!) < format.VIEWS.length, "it has a view of a class that does not exist");
  const buffer = words[at + 1]!;
  const level = format.levelIn(words[at]!);
  const isFrozen = level === format.FROZEN;
  // of views with elements only a DataView can be under Object.freeze
  const isEmpty = isFrozen || (level === format.SHELL && format.detailIn(words[at]!) > 0);
  check.value(buffer, false, false);
  if (buffer !== format.UNDEFINED) {
    expect(format.tagOf(buffer) === format.REF && !isFrozen, "it has a view of something that is no memory");
    const kind = format.kindIn(check.image.firstWord(format.payloadOf(buffer)));
    expect(kind === format.RESOURCE || kind === format.BYTES, "it has a view of something that is no memory");
  }
  check.count(words[at + 2]!, isFrozen ? 0 : Number.MAX_SAFE_INTEGER);
  if (words[at + 3] !== format.UNDEFINED) check.count(words[at + 3]!, isEmpty ? 0 : Number.MAX_SAFE_INTEGER);
  else expect(!isEmpty, "it has a frozen view that follows its buffer");
}

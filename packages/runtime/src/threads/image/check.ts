import { expect } from "./bad-packet.js";
import { checkBody } from "./check-body.js";
import { Check } from "./check-words.js";
import * as format from "./format.js";
import { HEADER } from "./format.js";
import type { PartSource } from "./parts.js";
import { ImageReader } from "./reader.js";

/**
 * Looks at every word of an image before anything is made of it, so that whoever reads it need not: all places are inside,
 * nothing overlaps (or few words could stand for much memory), and what is called frozen references only what is.
 *
 * @param memory what arrived
 * @param resources how many things arrived beside it
 * @param images the frozen graphs in shared memory that it refers to
 * @param priors how many objects the reader has already
 */
export function checkImage(
  memory: ArrayBufferLike,
  resources: number,
  images: readonly PartSource[] = [],
  priors = 0,
): ImageReader {
  expect(memory.byteLength % 4 === 0 && memory.byteLength >= format.HEADER_WORDS * 4, "its image is too short");
  const words = new Int32Array(memory);
  checkHeader(words);
  checkStrings(words);
  expect(words[HEADER.resources] === resources, "it has not as many resources as its image");
  expect(words[HEADER.images] === images.length, "it has not as many other images as its image");
  const name = words[HEADER.id]! | words[HEADER.id + 1]! | words[HEADER.probe]!;
  expect(name === 0, "its image should be in shared memory");
  const image = new ImageReader(words);
  const check = new Check(image, resources, images, priors);
  checkShapes(words, check);
  checkRecords(image);
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    const word = words[image.recordAt(ordinal)]!;
    checkBody(words, image.recordAt(ordinal), check);
    const isFrozen = format.levelIn(word) === format.FROZEN && format.kindIn(word) !== format.INSTANCE;
    const holes = format.kindIn(word) === format.ARRAY;
    image.eachValue(ordinal, (value) => check.value(value, isFrozen, holes));
    if (format.hasExtras(word)) checkExtras(words, image.extrasAt(image.recordAt(ordinal)), check);
  }
  check.value(words[HEADER.root]!, false, false);
  checkRegions(image, check);
  return image;
}

/** What its first words say: sections follow each other, in the order in which they are written. */
export function checkHeader(words: Int32Array, length = words.length): void {
  expect(words[HEADER.magic] === format.MAGIC, "it has no image of a graph");
  expect(words[HEADER.version] === format.VERSION, "its image is of another version");
  const objects = words[HEADER.objects]!;
  const shapes = words[HEADER.shapes]!;
  const strings = words[HEADER.strings]!;
  const doubles = words[HEADER.doubles]!;
  const regions = words[HEADER.regions]!;
  const recordsAt = format.HEADER_WORDS + objects;
  const shapesAt = words[HEADER.shapesAt]!;
  const keysAt = words[HEADER.keysAt]!;
  const stringsAt = words[HEADER.stringsAt]!;
  const doublesAt = words[HEADER.doublesAt]!;
  const regionsAt = words[HEADER.regionsAt]!;
  const textAt = words[HEADER.textAt]!;
  const counts = [objects, shapes, strings, doubles, regions];
  expect(Math.min(...counts) >= 0 && Math.max(...counts) <= length, "its image has a count that cannot be");
  expect(
    words[HEADER.words] === length &&
      words[HEADER.objectsAt] === format.HEADER_WORDS &&
      words[HEADER.recordsAt] === recordsAt &&
      shapesAt >= recordsAt &&
      keysAt === shapesAt + shapes &&
      stringsAt >= keysAt &&
      doublesAt === ((stringsAt + strings + 1) & ~1) &&
      regionsAt === doublesAt + 2 * doubles &&
      textAt === regionsAt + 2 * regions &&
      textAt <= length &&
      (words[HEADER.wide]! | words[HEADER.hasInstances]! | 1) === 1,
    "its image is cut off, or its parts are not where they should be",
  );
}

function checkStrings(words: Int32Array): void {
  const at = (field: keyof typeof HEADER): number => words[HEADER[field]]!;
  let units = 0;
  for (let i = at("stringsAt"); i < at("stringsAt") + at("strings"); i++) {
    const end = words[i]! >>> 0;
    expect(end >= units, "its strings overlap");
    units = end;
  }
  expect(words.length === at("textAt") + Math.ceil((units * (at("wide") + 1)) / 4), "its text is cut off");
}

function checkShapes(words: Int32Array, check: Check): void {
  let at = words[HEADER.keysAt]!;
  const end = words[HEADER.stringsAt]!;
  for (let i = 0; i < words[HEADER.shapes]!; i++) {
    expect(words[words[HEADER.shapesAt]! + i] === at && at < end, "its shapes are not where they should be");
    const count = words[at]!;
    expect(count >= 0 && count < end - at, "it has a shape that is cut off");
    const keys = words.subarray(at + 1, at + 1 + count);
    for (const key of keys) check.key(key);
    expect(new Set(keys).size === count, "it has a shape with the same key twice");
    at += 1 + count;
  }
  expect(at === end, "its shapes are not where they should be");
}

function checkRecords(image: ImageReader): void {
  const { words } = image;
  let at = words[HEADER.recordsAt]!;
  const end = words[HEADER.shapesAt]!;
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    expect(image.recordAt(ordinal) === at && at < end, "its objects are not where they should be");
    const word = words[at]!;
    const kind = format.kindIn(word);
    expect(kind >= format.OBJECT && kind <= format.PRIOR, "it has an object of a kind that does not exist");
    if (kind <= format.BARE_OBJECT)
      expect(format.detailIn(word) < words[HEADER.shapes]!, "it has an object without a shape");
    // what is past the end reads as 0, and the end that comes of it is checked
    at = image.extrasAt(at);
    if (format.hasExtras(word) && at < end) at += 1 + 3 * (words[at]! >>> 0);
    expect(at <= end, "it has an object that is cut off");
  }
  expect(at === end, "its objects are not where they should be");
}

function checkExtras(words: Int32Array, at: number, check: Check): void {
  const last = at + 3 * words[at]!;
  for (let i = at + 1; i < last; i += 3) {
    check.key(words[i]!);
    expect(words[i + 1]! >= 0 && words[i + 1]! <= 7, "it has a property with attributes that do not exist");
  }
}

/** Bridges are objects that a region can own, each of one region. */
function checkRegions(image: ImageReader, check: Check): void {
  const { words, objects } = image;
  const at = words[HEADER.regionsAt]!;
  const bridges = new Set<number>();
  for (let i = at; i < at + 2 * words[HEADER.regions]!; i += 2) {
    const bridge = words[i]!;
    expect(bridge >= 0 && bridge < objects && !bridges.has(bridge), "it has a region without a bridge of its own");
    bridges.add(bridge);
    const word = words[image.recordAt(bridge)]!;
    expect(format.levelIn(word) !== format.FROZEN, "it has a region that starts with something frozen");
    if (words[i + 1] !== format.UNDEFINED) check.string(words[i + 1]!);
  }
}

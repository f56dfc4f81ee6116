import { irregular } from "../../objects/children.js";
import type { Encoder } from "../image/encode.js";
import { BARE_OBJECT, bodyEnd, canWait, detailIn, hasExtras, kindIn, LARGE, PART } from "../image/format.js";

/** Objects with more than about so many objects below them, or with eight times as many fields, are large. */
const MUCH = 64;

/**
 * Marks the objects of a graph that readers should not look into before they must: so many that what is between them, and
 * made at once, is little. Where that is an object that no proxy can stand for, its holder is marked as well.
 *
 * @returns their ordinals
 */
export function markLarge(encoder: Encoder): number[] {
  const { objects, offsets, parents, records } = encoder;
  const large: number[] = [];
  const below = new Int32Array(objects.length);
  for (let ordinal = objects.length - 1; ordinal >= 0; ordinal--) {
    const at = offsets.array[ordinal]!;
    const word = records.array[at]!;
    const weight = 1 + below[ordinal]! + (kindIn(word) === PART ? 0 : lengthAt(encoder, at) >> 3);
    const parent = parents.array[ordinal]!;
    if (weight <= MUCH) {
      if (parent >= 0) below[parent]! += weight;
      continue;
    }
    large.push(ordinal);
    // nothing stands for an array with holes, because reading one is not so simple
    const waits = canWait(word) && !irregular.has(objects[ordinal]!);
    if (waits) records.array[at] = word | LARGE;
    if (parent >= 0) below[parent]! += waits ? 1 : MUCH;
  }
  return large;
}

function lengthAt({ records: { array }, shapes: { offsets, words } }: Encoder, at: number): number {
  const word = array[at]!;
  const keys = kindIn(word) <= BARE_OBJECT ? words.array[offsets.array[detailIn(word)]!]! : 0;
  const end = bodyEnd(array, at, keys);
  return end - at + (hasExtras(word) ? 3 * array[end]! : 0);
}

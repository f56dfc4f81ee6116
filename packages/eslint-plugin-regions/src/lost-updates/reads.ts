/**
 * What a value is made of: a set of reads, each with four bits, one for each layer.
 */
export type Reads = bigint;
export const NONE: Reads = 0n;

/** How a value comes from a read: it is what was read, something made of it, or what a function returned for it. */
export type Layer = typeof ITSELF | typeof MADE | typeof RETURNED | typeof DEFAULTED;
export const ITSELF = 0n;
export const MADE = 1n;
export const RETURNED = 2n;
/** What was read, or a default for what was not there: `list || []`. To write that back is to initialise. */
const DEFAULTED = 3n;
const LAYERS = 4n;

/** The set of one read. Sets in which the layers do not matter have the bit of the lowest layer. */
export const single = (index: number): Reads => 1n << (LAYERS * BigInt(index));

export const has = (reads: Reads, index: number): boolean => ((reads >> (LAYERS * BigInt(index))) & 1n) === 1n;

/** The reads that `value` comes from in one way; `all` are the reads of the function. */
export const layer = (value: Reads, kind: Layer, all: Reads): Reads => (value >> kind) & all;

/** Something made of `value`. */
export function madeOf(value: Reads, all: Reads): Reads {
  if (value === NONE) return NONE;
  const made = layer(value, ITSELF, all) | layer(value, MADE, all) | layer(value, DEFAULTED, all);
  return (made << MADE) | (layer(value, RETURNED, all) << RETURNED);
}

/** A part of `value`. What a function returned has parts that nobody knows. */
export function partOf(value: Reads, all: Reads): Reads {
  return layer(madeOf(value, all), MADE, all) << MADE;
}

/** `value`, or something else where it is missing. */
export function alternative(value: Reads, all: Reads): Reads {
  const itself = layer(value, ITSELF, all);
  return (value & ~itself) | (itself << DEFAULTED);
}

/** What an unknown function returns that was given `value`: of a part or a product of it nobody knows what becomes. */
export function returnedFor(value: Reads, all: Reads): Reads {
  if (value === NONE) return NONE;
  const given = layer(value, ITSELF, all) | layer(value, DEFAULTED, all) | layer(value, RETURNED, all);
  return given << RETURNED;
}

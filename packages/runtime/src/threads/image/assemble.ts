import type { Encoder } from "./encode.js";
import { HEADER, HEADER_WORDS, MAGIC, VERSION } from "./format.js";

/** A region of the graph, for the reader to make one. */
export interface RegionEntry {
  readonly bridge: number;
  /** The word of its name. */
  readonly name: number;
}

/**
 * Puts what an encoder has written into memory.
 *
 * @param root the word of the value
 * @param allocate makes the memory
 */
export function assemble<M extends ArrayBufferLike>(
  { offsets, records, shapes, values, resources, images, hasInstances }: Encoder,
  root: number,
  regions: readonly RegionEntry[],
  allocate: (bytes: number) => M,
): M {
  const { strings, doubles } = values;
  const wide = strings.isWide();
  const objectsAt = HEADER_WORDS;
  const recordsAt = objectsAt + offsets.length;
  const shapesAt = recordsAt + records.length;
  const keysAt = shapesAt + shapes.offsets.length;
  const stringsAt = keysAt + shapes.words.length;
  const doublesAt = (stringsAt + strings.ends.length + 1) & ~1;
  const regionsAt = doublesAt + 2 * doubles.length;
  const textAt = regionsAt + 2 * regions.length;
  const length = textAt + Math.ceil((strings.units * (wide ? 2 : 1)) / 4);

  const memory = allocate(length * 4);
  const words = new Int32Array(memory);
  // in the order of the places that HEADER gives them; the rest stays 0
  words.set([
    MAGIC,
    VERSION,
    length,
    root,
    offsets.length,
    objectsAt,
    recordsAt,
    shapes.offsets.length,
    shapesAt,
    keysAt,
    strings.ends.length,
    stringsAt,
    wide ? 1 : 0,
    doubles.length,
    doublesAt,
    regions.length,
    regionsAt,
    textAt,
    resources.length,
    images.length,
  ]);
  if (hasInstances) words[HEADER.hasInstances] = 1;
  offsets.copyTo(words, objectsAt, recordsAt);
  records.copyTo(words, recordsAt);
  shapes.offsets.copyTo(words, shapesAt, keysAt);
  shapes.words.copyTo(words, keysAt);
  strings.ends.copyTo(words, stringsAt);
  doubles.copyTo(memory, doublesAt * 4);
  regions.forEach(({ bridge, name }, i) => {
    words[regionsAt + 2 * i] = bridge;
    words[regionsAt + 2 * i + 1] = name;
  });
  strings.write(memory, textAt * 4, wide);
  return memory;
}

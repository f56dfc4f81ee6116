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
  { offsets, records, shapes, values, resources, images }: Encoder,
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
  const header: Record<keyof typeof HEADER, number> = {
    magic: MAGIC,
    version: VERSION,
    words: length,
    root,
    objects: offsets.length,
    objectsAt,
    recordsAt,
    shapes: shapes.offsets.length,
    shapesAt,
    keysAt,
    strings: strings.ends.length,
    stringsAt,
    wide: wide ? 1 : 0,
    doubles: doubles.length,
    doublesAt,
    regions: regions.length,
    regionsAt,
    textAt,
    resources: resources.length,
    images: images.length,
    id: 0,
    probe: 0,
  };
  for (const [field, value] of Object.entries(header)) words[HEADER[field as keyof typeof HEADER]] = value;
  relocate(offsets.written(), recordsAt, words, objectsAt);
  words.set(records.written(), recordsAt);
  relocate(shapes.offsets.written(), keysAt, words, shapesAt);
  words.set(shapes.words.written(), keysAt);
  words.set(strings.ends.written(), stringsAt);
  new Float64Array(memory, doublesAt * 4, doubles.length).set(doubles.written());
  regions.forEach(({ bridge, name }, i) => {
    words[regionsAt + 2 * i] = bridge;
    words[regionsAt + 2 * i + 1] = name;
  });
  strings.write(memory, textAt * 4, wide);
  return memory;
}

/** Places in a section become places in the image. */
function relocate(offsets: Int32Array, by: number, words: Int32Array, at: number): void {
  for (let i = 0; i < offsets.length; i++) words[at + i] = by + offsets[i]!;
}

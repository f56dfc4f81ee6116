import { pushChildren, pushContents, unusual } from "../../objects/children.js";
import { kindOf } from "../../objects/kind.js";
import { isProxy } from "../../objects/proxy.js";
import { assemble } from "../image/assemble.js";
import type { Encodings } from "../image/codecs.js";
import { Encoder, FROZEN_AREA, type Graph } from "../image/encode.js";
import { FROZEN, kindIn, levelIn, PART, payloadOf } from "../image/format.js";
import { lazyBehind } from "./lazy-stamp.js";
import { markLarge } from "./large.js";
import { imageStamped, livingImages, nameImage, registerWritten } from "./registry.js";
import { placeStamps } from "./place-stamps.js";
import { note, type Place, places, SharedImage } from "./shared-image.js";

/** Is there memory that threads can share? */
export const canShare = (): boolean => typeof SharedArrayBuffer === "function";

/** Where a frozen object is in shared memory, as far as that is known. */
export function placeOf(object: object): Place | undefined {
  return (lazyBehind(object) as Place | undefined) ?? places.get(object);
}

/** Entering so many objects into the table of places is not worth a thought. */
const FEW = 1024;
/** To write so many objects again costs less than to look for them. */
const SMALL = 64;

function isSmall(root: object, behind: Graph["behind"]): boolean {
  const found = new Set<object>([root]);
  for (const given of found) {
    if (found.size > SMALL) return false;
    const object = isProxy(given) ? behind(given) : given;
    if (object === undefined || placeOf(object) !== undefined) continue;
    const children: object[] = [];
    pushChildren(object, children);
    if (unusual) pushContents(object, kindOf(object).base, children);
    for (const child of children) found.add(child);
  }
  return true;
}

/** An image that needs more others than these is not referred to: each message would have to carry all of them. */
const MANY_IMAGES = 64;

/** Writes frozen graphs into one image in shared memory. What is there already is not written again. */
export class SharedWriter {
  #encoder: Encoder | undefined;
  readonly #image = new SharedImage();
  /** Where an object was found last. */
  #near: SharedImage | undefined;
  /** Images whose objects are not in the table of places. */
  #unnoted: SharedImage[] | undefined;
  /** The objects that were asked for, and their ordinals. */
  readonly #roots = new Map<object, number>();

  /**
   * @param graph of frozen objects
   * @param origin where paths in messages start
   */
  constructor(
    readonly graph: Graph,
    readonly encodings: Encodings,
    readonly origin: object | undefined,
  ) {}

  /** Where a frozen object is, or will be when everything has been written. */
  placeOf(object: object): Place {
    const known = this.#find(object) ?? this.#findMade(object);
    if (known !== undefined) return known;
    const { graph, encodings, origin } = this;
    const partOf = (part: object): Place | undefined => {
      const place = this.#find(part);
      return place !== undefined && place.image.closure.size < MANY_IMAGES ? place : undefined;
    };
    this.#encoder ??= new Encoder(
      { ...graph, isShared: true, partOf, stamps: placeStamps },
      FROZEN_AREA,
      encodings,
      origin,
    );
    const ordinal = payloadOf(this.#encoder.word(object));
    this.#roots.set(object, ordinal);
    return { image: this.#image, ordinal };
  }

  /** What this thread has written itself is found, and what `places` knows. */
  #find(object: object): Place | undefined {
    const place = placeOf(object);
    if (place !== undefined) return place;
    const number = placeStamps.read(object);
    const image = number === undefined ? undefined : this.#imageOf(number);
    return image && { image, ordinal: number! - image.base };
  }

  #imageOf(number: number): SharedImage | undefined {
    const near = this.#near;
    if (near !== undefined && number >= near.base && number < near.base + near.count) return near;
    const image = imageStamped(number);
    if (image !== undefined) this.#near = image;
    return image;
  }

  /**
   * Makes sure that parts of this object are found that were read from shared memory. To enter all that was read into the
   * table of places takes as long as to write it, and is of use only when some comes again: in something large and new.
   */
  #findMade(object: object): Place | undefined {
    this.#unnoted ??= [...livingImages()].filter(({ unnoted }) => unnoted > 0);
    if (this.#unnoted.length === 0) return undefined;
    const count = this.#unnoted.reduce((sum, { unnoted }) => sum + unnoted, 0);
    if (count > FEW && isSmall(object, (handle) => this.graph.behind(handle))) return undefined;
    for (const image of this.#unnoted) image.noteMade();
    this.#unnoted = [];
    return placeOf(object);
  }

  /** Everything is written, or nothing will be. */
  end(): void {
    this.#encoder?.ordinals.end();
  }

  /** Writes everything. Until then nothing has changed. */
  finish(): void {
    const encoder = this.#encoder;
    if (encoder === undefined) return;
    encoder.finish();
    const large = markLarge(encoder);
    const memory = assemble(encoder, 0, [], (bytes) => new SharedArrayBuffer(bytes));
    nameImage(new Int32Array(memory));
    const image = this.#image;
    const { ordinals, images, objects, records, offsets } = encoder;
    image.publish(memory, images as SharedImage[], ordinals.base, objects.length);
    registerWritten(image);
    for (const [object, ordinal] of this.#roots) places.set(object, { image, ordinal });
    for (const ordinal of large) note(objects[ordinal], { image, ordinal });
    // what has no stamp: codecs have made some of it, and of parts of other images it is known where they are
    for (const [object, ordinal] of ordinals.table) {
      const word = records.array[offsets.array[ordinal]!]!;
      if (levelIn(word) === FROZEN && kindIn(word) !== PART) note(object, { image, ordinal });
    }
    encoder.release();
  }
}

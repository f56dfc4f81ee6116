import { isReference } from "../../objects/is-reference.js";
import { expect } from "../image/bad-packet.js";
import type { Part, PartSource } from "../image/parts.js";
import { Table } from "../image/table.js";
import { lazyPart } from "./lazy.js";
import { isLazy } from "./lazy-stamp.js";
import { SharedReader } from "./shared-reader.js";
import { Views } from "./views.js";

/**
 * A frozen graph in shared memory, and what this thread has of it. Whoever has an object of it keeps it, and so do images
 * that refer to it; nothing else does.
 */
export class SharedImage implements PartSource {
  memory!: SharedArrayBuffer;
  /** Images that this one refers to. They were complete before it, so that there are no cycles. */
  uses!: readonly SharedImage[];
  /** All images that have to be there for this one to be read. */
  closure!: ReadonlySet<SharedImage>;
  count = 0;
  /** By ordinal: what has been read of it. */
  readonly #objects = new Table<unknown>();
  /** What is added to their ordinals in the stamps of originals, in the thread that has written it. */
  base = 0;
  /** How many objects were made since `places` knows the others. */
  #made = 0;
  #views: Views | undefined;

  /** An image that has arrived. */
  static read(memory: SharedArrayBuffer, uses: readonly SharedImage[]): SharedImage {
    const image = new SharedImage();
    image.#complete(memory, uses);
    const { reader } = image.#open();
    expect(reader.images === uses.length, "it has not as many other images as its image");
    image.count = reader.objects;
    return image;
  }

  /** It has been written. */
  publish(memory: SharedArrayBuffer, uses: readonly SharedImage[], base: number, count: number): void {
    this.#complete(memory, uses);
    this.base = base;
    this.count = count;
  }

  #complete(memory: SharedArrayBuffer, uses: readonly SharedImage[]): void {
    this.memory = memory;
    this.uses = uses;
    this.closure = new Set([this, ...uses.flatMap(({ closure }) => [...closure])]);
  }

  /** The object with an ordinal, as it is read from shared memory, also where it was written: what arrives is never the original. */
  part(ordinal: number): object {
    const object = (this.#objects.get(ordinal) as object | undefined) ?? this.#open().part(ordinal);
    // whoever has it keeps the image: it arrives as the same object again, and can be sent on as it is
    note(object, { image: this, ordinal });
    return object;
  }

  #open(): Views {
    if (this.#views !== undefined) return this.#views;
    const reader = new SharedReader(this.memory);
    return (this.#views = new Views(reader, this.uses, this.#objects, {
      lazily: (ordinal, views) => lazyPart(this, ordinal, views),
      made: (count) => (this.#made += count),
    }));
  }

  /** How many objects `noteMade` would enter. */
  get unnoted(): number {
    return this.#made;
  }

  /** Enters what has been read into the table of places. */
  noteMade(): void {
    this.#objects.forEach((object, ordinal) => note(object, { image: this, ordinal }));
    this.#made = 0;
  }
}

/** Enters an object into the table of places. */
export function note(object: unknown, place: Place): void {
  if (isReference(object) && !isLazy(object) && Object.isFrozen(object) && !places.has(object))
    places.set(object, place);
}

/** An object of a shared image. */
export interface Place extends Part {
  readonly image: SharedImage;
}

/** Where frozen objects are in shared memory, as far as anybody had reason to enter them. Keeps the images of what it knows. */
export const places = /* @__PURE__ */ new WeakMap<object, Place>();

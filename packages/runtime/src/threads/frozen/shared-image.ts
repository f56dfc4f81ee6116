import { isReference } from "../../objects/is-reference.js";
import type { Part, PartSource } from "../image/parts.js";
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
  readonly #objects: unknown[] = [];
  /** By ordinal, in the thread that has written it, until `places` knows them. */
  #originals: readonly unknown[] = [];
  /** The ordinals of objects that were made since `places` knows the others. */
  #made: number[] = [];
  #views: Views | undefined;

  /** An image that has arrived. */
  static read(memory: SharedArrayBuffer, uses: readonly SharedImage[]): SharedImage {
    const image = new SharedImage();
    image.#complete(memory, uses);
    image.count = image.#open().reader.objects;
    return image;
  }

  /** It has been written. */
  publish(memory: SharedArrayBuffer, uses: readonly SharedImage[], originals: readonly unknown[]): void {
    this.#complete(memory, uses);
    this.#originals = originals;
    this.count = originals.length;
  }

  #complete(memory: SharedArrayBuffer, uses: readonly SharedImage[]): void {
    this.memory = memory;
    this.uses = uses;
    this.closure = new Set([this, ...uses.flatMap(({ closure }) => [...closure])]);
  }

  /** The object with an ordinal, as it is read from shared memory, also where it was written: what arrives is never the original. */
  part(ordinal: number): object {
    const object = (this.#objects[ordinal] as object | undefined) ?? this.#open().part(ordinal);
    // whoever has it keeps the image: it arrives as the same object again, and can be sent on as it is
    if (!isLazy(object)) note(object, { image: this, ordinal });
    return object;
  }

  #open(): Views {
    return (this.#views ??= new Views(new SharedReader(this.memory), this.uses, this.#objects, {
      lazily: (ordinal, views) => lazyPart(this, ordinal, views),
      made: (ordinal) => this.#made.push(ordinal),
    }));
  }

  /** How many objects `noteAll` would enter. */
  get unnoted(): number {
    return this.#originals.length + this.#made.length;
  }

  /** Enters the objects that there are into the table of places. */
  noteAll(): void {
    this.#originals.forEach((object, ordinal) => note(object, { image: this, ordinal }));
    for (const ordinal of this.#made) note(this.#objects[ordinal], { image: this, ordinal });
    this.#originals = [];
    this.#made = [];
  }
}

function note(object: unknown, place: Place): void {
  if (isReference(object) && !places.has(object)) places.set(object, place);
}

/** An object of a shared image. */
export interface Place extends Part {
  readonly image: SharedImage;
}

/** Where frozen objects are in shared memory, as far as anybody had reason to enter them. Keeps the images of what it knows. */
export const places = /* @__PURE__ */ new WeakMap<object, Place>();

/* eslint-disable regions/require-atomics -- an id is written before the message that brings it */
import { HEADER } from "../image/format.js";
import { SharedImage } from "./shared-image.js";

/** The images that this thread knows, by their ids. They are kept by whoever has objects of them. */
let known: Map<number, WeakRef<SharedImage>> | undefined;
let ended: FinalizationRegistry<number> | undefined;

/** All images that somebody still has objects of. */
export function* livingImages(): Generator<SharedImage> {
  for (const reference of known?.values() ?? []) {
    const image = reference.deref();
    if (image !== undefined) yield image;
  }
}

/** The images with stamped objects, in the order of their numbers. */
let stamped: { readonly base: number; readonly image: WeakRef<SharedImage> }[] = [];
/** When there are so many, those that are gone are left out. */
let many = 64;

/** The image whose objects have stamps around this number, if it is still there. */
export function imageStamped(number: number): SharedImage | undefined {
  let low = 0;
  for (let high = stamped.length; low < high;) {
    const middle = (low + high) >> 1;
    if (stamped[middle]!.base <= number) low = middle + 1;
    else high = middle;
  }
  const image = low === 0 ? undefined : stamped[low - 1]!.image.deref();
  // numbers are also taken by what could not be written in the end
  return image !== undefined && number < image.base + image.count ? image : undefined;
}

export function registerWritten(image: SharedImage): void {
  register(image);
  if (image.base === Infinity) return;
  stamped.push({ base: image.base, image: new WeakRef(image) });
  if (stamped.length > many) {
    stamped = stamped.filter((each) => each.image.deref() !== undefined);
    many = Math.max(64, 2 * stamped.length);
  }
}

/** A new name for an image, which no other has. */
export function nameImage(words: Int32Array): void {
  const random = (): number => Math.floor(Math.random() * 2 ** 32) | 0;
  words[HEADER.id] = random();
  words[HEADER.id + 1] = random() >>> 11;
}

function idOf(words: Int32Array): number {
  return (words[HEADER.id]! >>> 0) + (words[HEADER.id + 1]! >>> 0) * 2 ** 32;
}

function register(image: SharedImage): void {
  known ??= new Map();
  ended ??= new FinalizationRegistry((id) => {
    if (known!.get(id)?.deref() === undefined) known!.delete(id);
  });
  const id = idOf(new Int32Array(image.memory, 0, HEADER.probe));
  known.set(id, new WeakRef(image));
  ended.register(image, id);
}

/**
 * The image in a piece of shared memory that has arrived: the same one as before, where it is the same memory.
 *
 * @param uses other images, which it refers to
 */
export function openImage(memory: SharedArrayBuffer, uses: readonly SharedImage[]): SharedImage {
  if (memory.byteLength > HEADER.probe * 4) {
    const words = new Int32Array(memory, 0, HEADER.probe + 1);
    const found = known?.get(idOf(words))?.deref();
    if (found !== undefined && isSame(found.memory, words)) return found;
    if (found !== undefined) return SharedImage.read(memory, uses);
  }
  const image = SharedImage.read(memory, uses);
  register(image);
  return image;
}

/** Two buffers never are the same object after a message: what is written by one and read by the other tells. */
function isSame(memory: SharedArrayBuffer, words: Int32Array): boolean {
  const other = new Int32Array(memory, 0, HEADER.probe + 1);
  // somebody else may be asking as well
  for (let i = 0; i < TRIES; i++) {
    const written = Math.floor(Math.random() * 2 ** 31);
    Atomics.store(other, HEADER.probe, written);
    if (Atomics.load(words, HEADER.probe) === written) return true;
  }
  return false;
}

const TRIES = 8;

import { expect } from "../image/bad-packet.js";
import { openImage } from "./registry.js";
import type { SharedImage } from "./shared-image.js";

/** An image in shared memory, as it goes from thread to thread. */
export interface SharedMemory {
  readonly memory: SharedArrayBuffer;
  /** The images that it refers to, which come later in the list. */
  readonly uses: readonly number[];
}

/** Some images with all that they refer to, each before those. */
export class ImageList {
  readonly list: readonly SharedMemory[];
  readonly #places = new Map<SharedImage, number>();

  constructor(images: readonly SharedImage[]) {
    const all = new Set(images.flatMap(({ closure }) => [...closure]));
    // who refers to an image needs one more than that image does
    const order = [...all].sort((a, b) => b.closure.size - a.closure.size);
    order.forEach((image, i) => this.#places.set(image, i));
    this.list = order.map(({ memory, uses }) => ({ memory, uses: uses.map((image) => this.placeOf(image)) }));
  }

  placeOf(image: SharedImage): number {
    return this.#places.get(image)!;
  }
}

/** Opens the images of a message whose fields have been read. */
export function openImages(list: readonly SharedMemory[]): SharedImage[] {
  const images: SharedImage[] = [];
  for (let i = list.length - 1; i >= 0; i--) {
    const { memory, uses } = list[i]!;
    expect(
      uses.every((index) => index > i && index < list.length),
      "its images are in no order",
    );
    images[i] = openImage(
      memory,
      uses.map((index) => images[index]!),
    );
  }
  return images;
}

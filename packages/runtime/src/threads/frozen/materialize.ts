import { pushChildren, pushContents, unusual } from "../../objects/children.js";
import { kindOf } from "../../objects/kind.js";
import { isProxy } from "../../objects/proxy.js";
import type { Frozen } from "../../types.js";
import type { PartSource } from "../image/parts.js";
import { Table } from "../image/table.js";
import { isLazy } from "./lazy-stamp.js";
import type { SharedImage } from "./shared-image.js";
import { SharedReader } from "./shared-reader.js";
import { Views } from "./views.js";
import { placeOf } from "./write.js";

/**
 * Copies a frozen value that arrived from another thread out of shared memory: all of it, into ordinary frozen objects, with
 * sharing and cycles. They can be given to `structuredClone` and `postMessage`, and are read fast however often.
 *
 * @param frozen a frozen value
 * @returns the copy; the value itself when it is made of ordinary objects already, as where it was made
 * @throws RegionError `ERR_BAD_PACKET`, `ERR_UNKNOWN_TYPE` when it reads what is broken
 * @example
 * ```ts
 * listen(parentPort, (settings) => {
 *   cache.put(materialize(settings));
 * });
 * ```
 */
export function materialize<T>(frozen: Frozen<T>): Frozen<T>;
export function materialize(frozen: unknown): unknown {
  if (typeof frozen !== "object" || frozen === null) return frozen;
  const lazy = lazyIn(frozen);
  if (lazy === undefined) return frozen;
  const { image } = placeOf(lazy)!;
  if (placeOf(frozen) === undefined) image.noteMade();
  const place = placeOf(frozen);
  return place === undefined ? frozen : new Copies().source(place.image).part(place.ordinal);
}

/** Something in a frozen value that has not been read yet. */
function lazyIn(root: object): object | undefined {
  const found = new Set<object>([root]);
  for (const object of found) {
    if (isLazy(object)) return object;
    if (isProxy(object)) continue;
    const children: object[] = [];
    pushChildren(object, children);
    if (unusual) pushContents(object, kindOf(object).base, children);
    for (const child of children) found.add(child);
  }
  return undefined;
}

/** Copies of images, each made once. */
class Copies {
  readonly #sources = new Map<SharedImage, PartSource>();

  source(image: SharedImage): PartSource {
    let source = this.#sources.get(image);
    if (source === undefined) this.#sources.set(image, (source = this.#copy(image)));
    return source;
  }

  #copy(image: SharedImage): PartSource {
    const images = image.uses.map((used): PartSource => ({
      count: used.count,
      part: (ordinal) => this.source(used).part(ordinal),
    }));
    const reader = new SharedReader(image.memory);
    const views = new Views(reader, images, new Table(), {});
    return { count: image.count, part: (ordinal) => views.part(ordinal) };
  }
}

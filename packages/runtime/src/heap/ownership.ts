import { Given } from "./given.js";
import type { RegionRecord } from "./region.js";

export type Mark = RegionRecord | Adoption;

/** For the next stamp: a field that is written where it is declared is written once. */
let incoming: Mark | undefined;

/**
 * The owner of an object is written on the object itself, in a private field: three to four times cheaper than a
 * WeakMap, invisible to everybody, and untouched by proxies and by `Object.freeze`.
 */
class OwnerStamp extends Given {
  #owner = incoming!;

  static read(object: object): Mark | undefined {
    return #owner in object ? object.#owner : undefined;
  }

  /** @returns false when the object carries no stamp yet */
  static overwrite(object: object, owner: Mark): boolean {
    if (!(#owner in object)) return false;
    object.#owner = owner;
    return true;
  }
}

/**
 * For objects that accept no stamp, because engines may refuse private fields on non-extensible objects; and for those
 * that are better off without one, because engines copy and enumerate objects faster that have no private fields.
 */
let unstamped: WeakMap<object, Mark> | undefined;

/**
 * A set of local objects on the way into a region. A plan marks each object that it meets, which also tells it where
 * it has been; committing gives all of them to the region by writing one field, and forgetting the plan leaves them
 * local.
 */
export class Adoption {
  mergedInto: RegionRecord | undefined = undefined;
  mergedAt = 0;
  readonly state = "gone";

  /** @param slow for objects with getters, setters or a class: their fields must be reached the slow way */
  constructor(readonly slow: boolean) {}

  join(region: RegionRecord): void {
    this.mergedInto = region;
    this.mergedAt = region.generation;
  }
}

/** @returns the live or frozen region that an object belongs to; undefined when it is local */
export function ownerOf(object: object): RegionRecord | undefined {
  const mark = markOf(object);
  return mark === undefined ? undefined : regionOfMark(mark, object);
}

/** What is written on an object: compared with `===` by a plan, and resolved by `regionOfMark`. */
export function markOf(object: object): Mark | undefined {
  return OwnerStamp.read(object) ?? unstamped?.get(object);
}

export function regionOfMark(mark: Mark, object: object): RegionRecord | undefined {
  let owner = mark;
  while (owner.mergedInto !== undefined) {
    // the region gave up what had joined by then
    if (owner.mergedAt !== owner.mergedInto.generation) return undefined;
    owner = owner.mergedInto;
  }
  if (owner.state === "live") return owner;
  // an object that its region could not reach when it was frozen belongs to nobody
  return owner.state === "frozen" && Object.isFrozen(object) ? owner : undefined;
}

/** Changes the owner of an object that had one before. */
export function replaceMark(object: object, mark: Mark): void {
  // what carries no stamp on purpose gets none now
  if (!OwnerStamp.overwrite(object, mark)) (unstamped?.has(object) === true ? noteMark : setMark)(object, mark);
}

/** Makes an object part of an adoption without leaving anything on it; until `forgetMark`. */
export function noteMark(object: object, mark: Mark): void {
  (unstamped ??= new WeakMap()).set(object, mark);
}

export function forgetMark(object: object): void {
  unstamped?.delete(object);
}

/** Makes an object that never had an owner part of an adoption. */
export function setMark(object: object, mark: Mark): void {
  incoming = mark;
  try {
    new OwnerStamp(object);
  } catch {
    noteMark(object, mark);
  }
  incoming = undefined;
}

import { Given } from "./given.js";
import type { RegionRecord } from "./region.js";

/**
 * The owner of an object is written on the object itself, in a private field: three to four times cheaper than a
 * WeakMap, invisible to everybody, and untouched by proxies and by `Object.freeze`.
 */
class OwnerStamp extends Given {
  #owner: RegionRecord | undefined;

  constructor(object: object, owner: RegionRecord | undefined) {
    super(object);
    this.#owner = owner;
  }

  static read(object: object): RegionRecord | undefined {
    return #owner in object ? object.#owner : undefined;
  }

  /** @returns false when the object carries no stamp yet */
  static overwrite(object: object, owner: RegionRecord | undefined): boolean {
    if (!(#owner in object)) return false;
    object.#owner = owner;
    return true;
  }
}

/** For objects that accept no stamp: engines may refuse private fields on non-extensible objects. */
let unstampable: WeakMap<object, RegionRecord | undefined> | undefined;

/** @returns the live or frozen region that an object belongs to; undefined when it is local */
export function ownerOf(object: object): RegionRecord | undefined {
  let owner = OwnerStamp.read(object) ?? unstampable?.get(object);
  if (owner === undefined) return undefined;
  while (owner.mergedInto !== undefined) owner = owner.mergedInto;
  if (owner.state === "live") return owner;
  // an object that its region could not reach when it was frozen belongs to nobody
  return owner.state === "frozen" && Object.isFrozen(object) ? owner : undefined;
}

/** Makes an object part of a region, or of none. */
export function setOwner(object: object, owner: RegionRecord | undefined): void {
  if (OwnerStamp.overwrite(object, owner)) return;
  try {
    new OwnerStamp(object, owner);
  } catch {
    (unstampable ??= new WeakMap()).set(object, owner);
  }
}

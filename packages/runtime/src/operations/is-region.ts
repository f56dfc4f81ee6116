import { accessOf, faceBehind } from "../handles/face.js";
import { DEAD, FROZEN } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import type { Region } from "../types.js";

/**
 * Is this a live handle of a region's bridge?
 *
 * @param value anything
 * @returns false for dead handles, objects inside a region, frozen regions and all that has to do with no region
 * @example
 * ```ts
 * const jobs = new Region();
 * isRegion(jobs); // true
 * const mine = move(jobs);
 * isRegion(jobs); // false
 * ```
 */
export function isRegion(value: unknown): value is Region {
  if (typeof value !== "object" || value === null) return false;
  const access = accessOf(value);
  if (access === undefined || access.state === FROZEN || access.state === DEAD) return false;
  const face = faceBehind(value)!;
  const object = face.draft?.copy ?? face.object;
  const owner = ownerOf(object);
  return owner?.state === "live" && owner.bridge === object;
}

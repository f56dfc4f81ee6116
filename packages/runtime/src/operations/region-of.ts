import { deadError, isLive, isReadable, ownObject } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { viewFor, viewObject } from "../handles/view.js";
import { ownerOf } from "../heap/ownership.js";
import type { Region } from "../types.js";
import { describe } from "./expect.js";

/**
 * The region that owns an object.
 *
 * @param handle a handle, or an object that may have been adopted
 * @returns the handle of the region's bridge; undefined when the object is local or frozen
 * @throws RegionError `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`; TypeError when given a primitive
 * @example
 * ```ts
 * regionOf(jobs.queue) === jobs; // true
 * ```
 */
export function regionOf(handle: object): Region | undefined {
  if (typeof handle === "function") return undefined;
  if (typeof handle !== "object" || (handle as unknown) === null) {
    throw new TypeError(`regionOf() was given ${describe(handle)}. Give it an object, or a handle of one.`);
  }
  const access = accessOf(handle);
  const face = faceBehind(handle);
  if (access !== undefined && !isReadable(access, face!)) throw deadError(access, "regionOf() the handle");
  const live = access !== undefined && isLive(access, face!);
  const owner = ownerOf(face === undefined ? handle : live ? ownObject(face) : face.object);
  if (owner?.state !== "live") return undefined;
  const bridge = viewObject(owner.bridge) as Region;
  return access === undefined ? bridge : viewFor(access, bridge);
}

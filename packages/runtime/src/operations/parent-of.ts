import { accessOf } from "../handles/face.js";
import { viewFor, viewObject } from "../handles/view.js";
import type { Cown, Region } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * Who holds the owning reference to a region.
 *
 * @param region the handle of a region
 * @returns the handle of the parent region, or the cown that owns it; undefined when the region is free
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * const job = new Region();
 * jobs.first = job;
 * parentOf(job) === jobs; // true
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function parentOf(region: Region<any>): Region | Cown<unknown> | undefined {
  const { parent, holder } = expectRegion(region, "parentOf", true);
  if (holder !== undefined) return holder.cown as Cown<unknown>;
  return parent && viewFor(accessOf(region as object)!, viewObject(parent.bridge) as Region);
}

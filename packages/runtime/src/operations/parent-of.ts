import { viewObject } from "../handles/view.js";
import type { Region } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * Who holds the owning reference to a region.
 *
 * @param region the handle of a region
 * @returns the handle of the parent region; undefined when the region is free
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * const job = new Region();
 * jobs.first = job;
 * parentOf(job) === jobs; // true
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function parentOf(region: Region<any>): Region | undefined {
  const { parent } = expectRegion(region, "parentOf");
  return parent === undefined ? undefined : (viewObject(parent.bridge) as Region);
}

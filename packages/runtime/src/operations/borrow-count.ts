import type { Region } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * How many hold the region: 1 for the owner, plus every borrow of an object in it that has not ended.
 *
 * @param region the handle of a region
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * const jobs = new Region();
 * borrowCount(jobs); // 1
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function borrowCount(region: Region<any>): number {
  return 1 + expectRegion(region, "borrowCount", true).borrows.size;
}

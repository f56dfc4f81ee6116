import { isOpen } from "../heap/region.js";
import type { Region } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * Is nobody borrowing from this region or from a subregion of it? Only asks; see `close`.
 *
 * @param region the handle of a region
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * using queue = borrow(jobs.queue);
 * isClosed(jobs); // false
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function isClosed(region: Region<any>): boolean {
  return !isOpen(expectRegion(region, "isClosed", true));
}

import { torch } from "../heap/torch.js";
import { callSite } from "../settings.js";
import type { Region } from "../types.js";
import { atBoundary } from "./boundary.js";
import { expectRegion } from "./expect.js";

/**
 * Ends every borrow and everything that was read from a region and its subregions. The region's own handle stays
 * valid, and reading through it gives fresh handles; so do the handles of subregions, which count as read.
 *
 * @param region the handle of a region
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`
 * @example
 * ```ts
 * const { queue } = jobs;
 * close(jobs);
 * queue.length; // throws ERR_INVALIDATED
 * jobs.queue.length; // 2
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function close(region: Region<any>): void {
  const record = expectRegion(region, "close");
  atBoundary(record);
  const cause = {
    code: "ERR_INVALIDATED",
    because: "the region was closed",
    remedy: "Read it again through the region's handle.",
    site: callSite(close),
  } as const;
  torch(record, cause, "bridge");
}

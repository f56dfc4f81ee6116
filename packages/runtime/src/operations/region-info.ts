import { isOpen } from "../heap/region.js";
import type { Region, RegionInfo } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * What there is to know about a region, for tests, logs and diagrams.
 *
 * @param region the handle of a region
 * @returns a snapshot; `borrows` lists where the open borrows were made when `configure({ sites: true })` is on
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * regionInfo(new Region({ list: [] }, { name: "jobs" })).size; // 2
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function regionInfo(region: Region<any>): RegionInfo {
  const record = expectRegion(region, "regionInfo", true);
  return {
    name: record.name,
    state: isOpen(record) ? "open" : "closed",
    borrowCount: 1 + record.borrows.size,
    openSubregions: record.openSubregions,
    size: record.size,
    parent: record.holder !== undefined ? "cown" : record.parent === undefined ? "none" : "region",
    dirty: record.dirty,
    borrows: [...record.borrows].map(({ site }) => ({ site })),
  };
}

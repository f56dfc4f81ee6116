import { validateRegion } from "../barrier/validate.js";
import type { Region } from "../types.js";
import { expectRegion } from "./expect.js";

/**
 * Makes the books of a region agree with its objects, which raw references from before the adoption may have changed
 * behind its back: adopts local objects that it reaches, gives up objects that it does not reach any more, and subregions
 * that no field holds.
 *
 * @param region the handle of a region
 * @throws RegionError when a reference is illegal, with its path: `ERR_CROSS_REGION`, `ERR_ALREADY_OWNED`,
 * `ERR_REGION_CYCLE`, `ERR_NOT_MOVABLE`, and then nothing has changed; `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`,
 * `ERR_INVALIDATED`, `ERR_READ_ONLY`
 * @example
 * ```ts
 * const list: object[] = [];
 * const jobs = new Region({ list });
 * list.push({ id: 1 }); // behind the region's back
 * validate(jobs);
 * regionInfo(jobs).size; // 3
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function validate(region: Region<any>): void {
  validateRegion(expectRegion(region, "validate"));
}

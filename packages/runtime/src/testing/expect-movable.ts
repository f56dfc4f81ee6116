import { openBorrows } from "../heap/torch.js";
import { assertClosed } from "../operations/assert-closed.js";
import { expectRegion } from "../operations/expect.js";
import type { Region } from "../types.js";

/**
 * Throws what `move(region)` would throw because of borrows, and moves nothing: for assertions in tests.
 *
 * @param region the handle of a region
 * @throws RegionError `ERR_BORROWED` with the borrow sites, `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * expectMovable(jobs);
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function expectMovable(region: Region<any>): void {
  const record = expectRegion(region, "expectMovable");
  assertClosed(record, "move", openBorrows(record));
}

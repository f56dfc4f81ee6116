import { accessOf } from "../handles/face.js";
import { bridgeAccess, makeHandle } from "../handles/view.js";
import { openBorrows, torch } from "../heap/torch.js";
import { callSite } from "../settings.js";
import type { Region } from "../types.js";
import { assertClosed } from "./assert-closed.js";
import { atBoundary } from "./boundary.js";
import { expectRegion } from "./expect.js";
import { isFrozen } from "./is-frozen.js";
import { leaveParent } from "./leave-parent.js";

/**
 * Gives up a handle and returns a fresh one for the same region. The old handle, and everything that was read
 * through it or through its subregions, throws from now on. No object is visited, whatever the size of the region.
 *
 * A subregion leaves its parent: the field that held it becomes `undefined`. Frozen values and primitives need no
 * move and are returned as they are.
 *
 * @param region the handle of a region that nobody has borrowed from
 * @returns the one handle that works from now on
 * @throws RegionError `ERR_BORROWED` with the borrow sites, `ERR_NOT_A_REGION`, `ERR_NOT_FREE`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`
 * @example
 * ```ts
 * const jobs = new Region({ queue: [] });
 * const mine = move(jobs);
 * jobs.queue; // throws ERR_USE_AFTER_MOVE
 * mine.queue; // []
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function move<R extends Region<any>>(region: R): R {
  if (needsNoMove(region)) return region;
  const record = expectRegion(region, "move");
  assertClosed(record, "move", openBorrows(record));
  atBoundary(record);
  leaveParent(record);
  const cause = {
    code: "ERR_USE_AFTER_MOVE",
    because: "it was moved",
    remedy: "Use the handle that move() returned.",
    site: callSite(move),
  } as const;
  torch(record, cause);
  return makeHandle(record.bridge, bridgeAccess(record)) as R;
}

function needsNoMove(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return accessOf(value)?.cause === undefined && isFrozen(value);
}

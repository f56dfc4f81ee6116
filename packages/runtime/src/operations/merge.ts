import { RegionError } from "../errors.js";
import { nameOf } from "../heap/region.js";
import { mergeInto } from "../heap/tree.js";
import type { Region } from "../types.js";
import { atBoundary } from "./boundary.js";
import { expectRegion } from "./expect.js";

/**
 * Makes a subregion part of its parent. Its handle becomes an ordinary handle of the parent, its borrows are borrows of
 * the parent, and its own subregions move up. No object is visited.
 *
 * @param child the handle of a subregion
 * @param parent the handle of the region that owns it
 * @throws RegionError `ERR_NOT_PARENT` when `parent` does not own `child` directly; `ERR_NOT_A_REGION`,
 * `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`
 * @example
 * ```ts
 * jobs.first = new Region({ steps: [] });
 * merge(jobs.first, jobs);
 * isRegion(jobs.first); // false: an object of `jobs` like any other
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function merge(child: Region<any>, parent: Region<any>): void {
  const inner = expectRegion(child, "merge");
  const outer = expectRegion(parent, "merge");
  if (inner.parent !== outer) {
    const [owner, remedy] =
      inner === outer
        ? ["they are the same", "Give it a subregion and the region that owns it."]
        : outer.parent === inner
          ? ["it is the other one that is inside", "Turn the arguments round: merge(subregion, parent)."]
          : inner.holder !== undefined
            ? [
                `${inner.holder.label} owns it`,
                "Put something else in its place first: guard.value = null, in a Cown<Region<T> | null>.",
              ]
            : inner.parent === undefined
              ? ["nobody owns it", "Store it in a field of the other region first."]
              : [`${nameOf(inner.parent)} owns it`, `Merge it into that one, or move() it to the other one first.`];
    throw new RegionError(
      "ERR_NOT_PARENT",
      `Cannot merge ${nameOf(inner)} into ${nameOf(outer)}: ${owner}. ` +
        `A region can be merged into its direct parent only. ${remedy}`,
      { source: outer.bridge, target: inner.bridge },
    );
  }
  atBoundary(inner);
  mergeInto(inner, outer);
}

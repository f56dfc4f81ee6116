import { RegionError } from "../errors.js";
import { nameOf, type RegionRecord } from "../heap/region.js";
import { detach } from "../heap/tree.js";
import { replaceReference } from "../barrier/replace-reference.js";

/** Destructive read: takes the owning reference out of the field that holds it. */
export function leaveParent(region: RegionRecord): void {
  const { slot, bridge, holder } = region;
  if (holder !== undefined) {
    throw new RegionError(
      "ERR_NOT_FREE",
      `Cannot move ${nameOf(region)}: ${holder.label} owns it. Put something else in its place first: guard.value = null, in a Cown<Region<T> | null>.`,
      { target: bridge },
    );
  }
  if (slot === undefined) return;
  const stuck = replaceReference(slot, bridge, undefined);
  if (stuck !== undefined) {
    throw new RegionError(
      "ERR_NOT_FREE",
      `Cannot move ${nameOf(region)}: the field ${String(stuck)} that owns it is read-only. Make the field writable before it is adopted, or dissolve() the region around it.`,
      { source: slot.holder, target: bridge },
    );
  }
  detach(region);
}

import type { Access, RegionRecord } from "./region.js";

/**
 * The accesses of regions that were merged into this one. They end when its transient handles end, and are of interest
 * only as long as somebody has a handle: so they are not kept alive, and forgotten ones are cleared away as the list grows.
 */
export function addMergedAccess(region: RegionRecord, access: Access): void {
  const list = (region.mergedAccesses ??= []);
  list.push(new WeakRef(access));
  // at powers of two, so that clearing costs no more than adding
  if (list.length >= 64 && (list.length & (list.length - 1)) === 0)
    region.mergedAccesses = list.filter((reference) => reference.deref() !== undefined);
}

export function accessesMergedInto({ mergedAccesses: list }: RegionRecord): Access[] {
  return (list ?? []).map((reference) => reference.deref()).filter((access) => access !== undefined);
}

import { type Access, type Cause, isOpen, type RegionRecord } from "./region.js";
import { accessesMergedInto } from "./merged-accesses.js";
import { updateOpen } from "./tree.js";

type Keep = "bridge" | "subregions" | "borrows" | undefined;

/**
 * Ends all handles and borrows of a region and of its subregions.
 *
 * The cost does not depend on how many objects there are: a region's transient handles share one access, and only
 * subregions are visited that handles were made for since the last time. Each such visit was paid for by a read.
 *
 * @param keep `bridge`: the handle of the region's own bridge stays (`close`); `subregions`: all theirs do (`dissolve`);
 * `borrows`: every borrow does (a region that is given away while somebody uses it)
 */
export function torch(region: RegionRecord, cause: Cause, keep?: Keep): void {
  // what is closed stays closed
  if (isOpen(region)) updateOpen(region, () => endHandles(region, cause, keep));
  else endHandles(region, cause, keep);
}

function endHandles(region: RegionRecord, cause: Cause, keep: Keep): void {
  const regions = [region];
  for (let r = regions.pop(); r !== undefined; r = regions.pop()) {
    if (r !== region || keep !== "bridge") {
      r.bridgeAccess?.end(cause);
      r.bridgeAccess = undefined;
    }
    r.transientAccess?.end(cause);
    r.transientAccess = undefined;
    if (r.mergedAccesses !== undefined) {
      for (const access of accessesMergedInto(r)) access.end(cause);
      r.mergedAccesses = undefined;
    }
    if (keep !== "subregions" && r.touched.size > 0) for (const child of r.touched) regions.push(child);
    // engines make a new table for a set that is cleared, also when it was empty
    if (keep !== "borrows" && r.borrows.size > 0) {
      for (const borrow of r.borrows) borrow.end(cause);
      r.borrows.clear();
    }
    if (keep === "subregions") return;
    if (keep !== "borrows") {
      r.openSubregions = 0;
      if (r.touched.size > 0) r.touched.clear();
    }
    if (r !== region || keep !== "bridge") r.takenFrom = undefined;
  }
}

/** Ends one borrow, if it has not ended yet. */
export function endBorrow(access: Access, site: string | undefined): void {
  const { region } = access;
  if (region.borrows.has(access)) updateOpen(region, () => region.borrows.delete(access));
  access.end({
    code: "ERR_INVALIDATED",
    because: "the borrow has ended",
    remedy: "Borrow again, or use the value before the borrow ends.",
    site,
  });
}

/** Every borrow that keeps a region open: its own and those of its subregions. */
export function openBorrows(region: RegionRecord): Access[] {
  const found: Access[] = [];
  const regions = [region];
  for (let r = regions.pop(); r !== undefined; r = regions.pop()) {
    for (const borrow of r.borrows) found.push(borrow);
    if (r.openSubregions > 0) for (const child of r.children) if (isOpen(child)) regions.push(child);
  }
  return found;
}

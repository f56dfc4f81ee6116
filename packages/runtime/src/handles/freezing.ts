import { FROZEN, RegionRecord } from "../heap/region.js";
import { ownerOf, replaceMark } from "../heap/ownership.js";
import { detach, updateOpen } from "../heap/tree.js";
import type { RegionsHook } from "../freeze/regions.js";
import { shorten } from "../objects/path.js";
import { callSite } from "../settings.js";
import { deadError, readableBehind } from "./dead.js";
import { accessOf, Face, faceOf } from "./face.js";
import { grant } from "./handler.js";

/** The owner of objects that were frozen one by one out of a region that lives on. */
let frozenOut: RegionRecord | undefined;

/** How freezing deals with regions. */
export const regionsHook: RegionsHook = {
  behind: readableBehind,

  frozenBehind(proxy) {
    const object = readableBehind(proxy);
    return object !== undefined && ownerOf(object)?.state === "frozen" ? object : undefined;
  },

  whyDead(proxy, path) {
    const access = accessOf(proxy);
    return access === undefined ? undefined : deadError(access, `freeze ${shorten(path)}, a handle`, path);
  },

  release(objects, operation) {
    const site = callSite(operation);
    const parts = new Map<RegionRecord, Set<object>>();
    for (const object of objects) {
      const owner = ownerOf(object);
      if (owner?.state !== "live") continue;
      const part = parts.get(owner);
      if (part === undefined) parts.set(owner, new Set([object]));
      else part.add(object);
    }
    for (const [region, part] of parts) {
      if (part.has(region.bridge)) freezeRegion(region, site);
      else freezePart(region, part);
    }
  },
};

/** The region is no region any more: all that it holds is frozen, and its handles stay readable. */
function freezeRegion(region: RegionRecord, site: string | undefined): void {
  detach(region);
  region.state = "frozen";
  region.site = site;
  for (const access of [region.bridgeAccess, region.transientAccess, ...region.borrows])
    if (access !== undefined) access.state = FROZEN;
  region.borrows.clear();
  for (const child of region.children) if (child.state === "live") detach(child);
}

/** Some objects leave a region that lives on. Handles and borrows of them stay readable. */
function freezePart(region: RegionRecord, part: Set<object>): void {
  frozenOut ??= new RegionRecord(undefined, {}, grant);
  frozenOut.state = "frozen";
  frozenOut.transientAccess ??= grant(frozenOut, "transient", undefined, undefined);
  frozenOut.transientAccess.state = FROZEN;
  updateOpen(region, () => {
    for (const borrow of region.borrows) {
      if (!part.has(borrow.object!)) continue;
      borrow.state = FROZEN;
      region.borrows.delete(borrow);
    }
  });
  for (const object of part) {
    replaceMark(object, frozenOut);
    const face = faceOf(object);
    if (face !== undefined) Face.survive(face, frozenOut.transientAccess);
  }
  region.size -= part.size;
}

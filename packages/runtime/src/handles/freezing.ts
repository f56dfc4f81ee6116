import { FROZEN, LIVE } from "../heap/access.js";
import { ownerOf, replaceMark } from "../heap/ownership.js";
import { RegionRecord } from "../heap/region.js";
import { detach, updateOpen } from "../heap/tree.js";
import type { RegionsHook } from "../freeze/regions.js";
import { deadError, isReadable } from "./dead.js";
import { accessOf, Face, faceBehind, faceOf } from "./face.js";
import { grant } from "./handler.js";

/** The owner of objects that were frozen one by one out of a region that lives on. */
let frozenOut: RegionRecord | undefined;

/** How freezing deals with regions. */
export const regionsHook: RegionsHook = {
  behind(proxy) {
    const face = faceBehind(proxy);
    if (face === undefined) return undefined;
    const access = accessOf(proxy)!;
    if (access.state !== LIVE && !isReadable(access, face)) throw deadError(access, "freeze this handle");
    return Face.object(face);
  },

  frozenBehind(proxy) {
    const face = faceBehind(proxy);
    if (face === undefined) return undefined;
    const object = Face.object(face);
    return ownerOf(object)?.state === "frozen" && isReadable(accessOf(proxy)!, face) ? object : undefined;
  },

  release(objects, site) {
    const whole = new Set<RegionRecord>();
    const parts = new Map<RegionRecord, Set<object>>();
    for (const object of objects) {
      const owner = ownerOf(object);
      if (owner?.state === "live" && object === owner.bridge) whole.add(owner);
    }
    for (const object of objects) {
      const owner = ownerOf(object);
      if (owner?.state !== "live" || whole.has(owner)) continue;
      const part = parts.get(owner);
      if (part === undefined) parts.set(owner, new Set([object]));
      else part.add(object);
    }
    for (const region of whole) freezeRegion(region, site);
    for (const [region, part] of parts) freezePart(region, part, site);
  },
};

/** The region is no region any more: all that it holds is frozen, and its handles stay readable. */
function freezeRegion(region: RegionRecord, site: string | undefined): void {
  detach(region);
  region.state = "frozen";
  region.site = site;
  if (region.bridgeAccess !== undefined) region.bridgeAccess.state = FROZEN;
  if (region.transientAccess !== undefined) region.transientAccess.state = FROZEN;
  for (const borrow of region.borrows) borrow.state = FROZEN;
  region.borrows.clear();
  for (const child of region.children) if (child.state === "live") detach(child);
}

/** Some objects leave a region that lives on. Handles and borrows of them stay readable. */
function freezePart(region: RegionRecord, part: Set<object>, site: string | undefined): void {
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

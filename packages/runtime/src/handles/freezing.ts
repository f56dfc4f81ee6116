import { assertLegal, validateRegion } from "../barrier/validate.js";
import { FROZEN, noteChange, READ, RegionRecord } from "../heap/region.js";
import { ownerOf, replaceMark } from "../heap/ownership.js";
import { accessesMergedInto } from "../heap/merged-accesses.js";
import { settleAll } from "../heap/settle.js";
import { detach, updateOpen } from "../heap/tree.js";
import type { RegionsHook } from "../freeze/regions.js";
import { shorten } from "../objects/path.js";
import { deadError, isLive, readableBehind, readOnlyError } from "./dead.js";
import { accessOf, faceBehind, faceOf } from "./face.js";
import { grant } from "./handler.js";
import { viewObject } from "./view.js";

/** The owner of objects that were frozen one by one out of regions that live on; another one for each site. */
let frozenOut: RegionRecord | undefined;

/** How freezing deals with regions. */
export const regionsHook: RegionsHook = {
  behind(proxy) {
    const access = accessOf(proxy);
    const face = faceBehind(proxy);
    if (access !== undefined && isLive(access, face!)) {
      face!.draft?.expose();
      settleAll(access.region);
    }
    return access?.state === READ ? undefined : readableBehind(proxy);
  },

  frozenBehind(proxy) {
    const object = readableBehind(proxy);
    if (object === undefined) return undefined;
    const { draft } = faceBehind(proxy)!;
    // the object behind a part that nobody has written is frozen, but the part is not
    if (draft !== undefined && draft.copy !== object && accessOf(proxy)!.state !== FROZEN) return undefined;
    const frozen =
      ownerOf(object)?.state === "frozen" || (accessOf(proxy)!.state === FROZEN && Object.isFrozen(object));
    return frozen ? object : undefined;
  },

  show: viewObject,

  whyDead(proxy, path) {
    const access = accessOf(proxy);
    if (access === undefined) return undefined;
    const action = `freeze ${shorten(path)}, a handle`;
    return access.state === READ ? readOnlyError(action, access, path) : deadError(access, action, path);
  },

  validate(objects) {
    for (const [region, part] of byRegion(objects))
      if (part.has(region.bridge)) validateRegion(region);
      else assertLegal(region, part);
  },

  release(objects, site) {
    for (const [region, part] of byRegion(objects))
      if (part.has(region.bridge)) freezeRegion(region, site);
      else freezePart(region, part, site);
  },
};

/** The objects that regions own, by region. */
function byRegion(objects: readonly object[]): Map<RegionRecord, Set<object>> {
  const parts = new Map<RegionRecord, Set<object>>();
  for (const object of objects) {
    const owner = ownerOf(object);
    if (owner?.state !== "live") continue;
    const part = parts.get(owner);
    if (part === undefined) parts.set(owner, new Set([object]));
    else part.add(object);
  }
  return parts;
}

/** The region is no region any more: all that it holds is frozen, and its handles stay readable. */
export function freezeRegion(region: RegionRecord, site: string | undefined, root = region.bridge): void {
  detach(region);
  region.holder?.frozen(region, root);
  region.state = "frozen";
  region.site = site;
  for (const access of [region.bridgeAccess, region.transientAccess, ...accessesMergedInto(region), ...region.borrows])
    if (access !== undefined) access.state = FROZEN;
  region.borrows.clear();
  // what is marked with the region must not keep all of it alive
  region.bridge = region;
  region.bridgeAccess = region.transientAccess = region.mergedAccesses = undefined;
  for (const thaw of region.thaws ?? []) thaw.freeze();
  region.thaws = undefined;
  for (const child of region.children) if (child.state === "live") detach(child);
}

/** Some objects leave a region that lives on. Handles and borrows of them stay readable. */
function freezePart(region: RegionRecord, part: Set<object>, site: string | undefined): void {
  noteChange(region);
  if (frozenOut === undefined || site !== undefined) frozenOut = frozenRecord(site);
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
    if (face !== undefined) face.survive(frozenOut.transientAccess!);
  }
  region.size -= part.size;
}

function frozenRecord(site: string | undefined): RegionRecord {
  const record = new RegionRecord(undefined, {}, grant);
  record.state = "frozen";
  record.site = site;
  record.transientAccess = grant(record, "transient", undefined, undefined);
  record.transientAccess.state = FROZEN;
  return record;
}

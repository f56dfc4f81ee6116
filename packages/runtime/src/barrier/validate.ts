import { faceBehind } from "../handles/face.js";
import { isDeeplyFrozen } from "../freeze/shells.js";
import { Adoption, markOf, ownerOf, replaceMark } from "../heap/ownership.js";
import { CHECKED, LIVE, noteChange, type RegionRecord } from "../heap/region.js";
import { accessesMergedInto } from "../heap/merged-accesses.js";
import { updateOpen } from "../heap/tree.js";
import { BUILT_IN, kindOf, PROTOTYPE } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { referencesOf } from "../objects/references.js";
import { Plan } from "./plan.js";

/** See the public operation `validate`. Everything is planned before anything changes. */
export function validateRegion(region: RegionRecord): void {
  for (const thaw of region.thaws ?? []) thaw.settle();
  const { bridge } = region;
  const plan = new Plan(region, [...region.children], bridge);
  const owned: object[] = [];
  // buffers that only views refer to do not count
  const counted = new Set([bridge]);
  const seen = new Set([bridge]);
  for (const holder of seen) {
    const isOwned = ownerOf(holder) === region;
    if (isOwned) owned.push(holder);
    let holdsHandles = false;
    for (const { value, key, segment } of referencesOf(holder)) {
      if (typeof value === "function") continue;
      const face = faceBehind(value);
      const target = face === undefined ? value : face.object;
      if (isProxy(value)) holdsHandles = true;
      else if (isOwned && ownerOf(value) !== region) plan.reference(value, holder, key);
      if (isProxy(target)) continue;
      const owner = ownerOf(target);
      // what the region reaches only through a local object it reaches all the same
      if (owner !== region && (owner !== undefined || isConstant(target))) continue;
      seen.add(target);
      if (owner === region && segment !== ".buffer") counted.add(target);
    }
    if (isOwned && holdsHandles) plan.patchHandles(holder);
  }
  plan.check();
  if (counted.size < region.size) eject(region, owned);
  region.size = counted.size;
  plan.commit();
  region.dirty = false;
}

/** Throws when objects of a region hold references that only raw ones can have put there. Changes nothing. */
export function assertLegal(region: RegionRecord, objects: Iterable<object>): void {
  const plan = new Plan(region, [...region.children], region.bridge);
  for (const holder of objects)
    for (const { value, key } of referencesOf(holder)) {
      const owner = isProxy(value) ? undefined : ownerOf(value);
      if (owner?.state === "live" && owner !== region) plan.reference(value, holder, key);
    }
  plan.check();
}

function isConstant(value: object): boolean {
  const kind = kindOf(value);
  return kind === BUILT_IN || kind === PROTOTYPE || (Object.isFrozen(value) && isDeeplyFrozen(value));
}

/** Gives up every object of a region except those that it reaches: their marks are made anew, and older ones expire. */
function eject(region: RegionRecord, reached: readonly object[]): void {
  noteChange(region);
  region.generation += 1;
  const adoptions = [new Adoption(false), new Adoption(true)] as const;
  for (const adoption of adoptions) adoption.join(region);
  for (const object of reached) {
    const mark = markOf(object);
    replaceMark(object, adoptions[mark instanceof Adoption && mark.slow ? 1 : 0]);
  }
  // nobody knows the handles of what was given up, so each handle of the region is checked from now on
  for (const access of [region.transientAccess, ...accessesMergedInto(region)])
    if (access?.state === LIVE) access.state = CHECKED;
  updateOpen(region, () => {
    for (const borrow of region.borrows) {
      if (ownerOf(borrow.object!) === region) continue;
      region.borrows.delete(borrow);
      borrow.end({
        code: "ERR_INVALIDATED",
        because: "the region no longer reached the borrowed object when it was validated",
        remedy: "Keep the object referenced from the region.",
        site: borrow.site,
      });
    }
  });
}

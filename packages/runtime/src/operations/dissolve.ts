import { RegionError } from "../errors.js";
import { replaceReference } from "../barrier/replace-reference.js";
import { viewObject } from "../handles/view.js";
import { nameOf } from "../heap/region.js";
import { torch } from "../heap/torch.js";
import { detach } from "../heap/tree.js";
import { callSite } from "../settings.js";
import type { Region } from "../types.js";
import { assertClosed } from "./assert-closed.js";
import { atBoundary } from "./boundary.js";
import { expectRegion } from "./expect.js";

/**
 * Ends a region and returns its objects themselves, ordinary local objects again. Its subregions are free regions
 * afterwards, and the fields that held them hold their handles. Handles of the region's own objects die.
 *
 * @param region the handle of a free region that nobody has borrowed from; an open subregion does not hinder it
 * @returns the bridge itself
 * @throws RegionError `ERR_NOT_FREE` when the region has an owner, `ERR_BORROWED`, `ERR_NOT_A_REGION`,
 * `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`
 * @example
 * ```ts
 * const jobs = new Region({ queue: ["first"] });
 * const plain = dissolve(jobs);
 * plain.queue.length; // 1
 * jobs.queue; // throws ERR_INVALIDATED
 * ```
 */
export function dissolve<T extends object>(region: Region<T>): T {
  const record = expectRegion(region, "dissolve");
  const { parent, holder } = record;
  if (parent !== undefined || holder !== undefined) {
    const [owner, remedy] =
      holder === undefined
        ? [nameOf(parent!), "Take it out first: dissolve(move(region))."]
        : [holder.label, "Put something else in its place first: guard.value = null, in a Cown<Region<T> | null>."];
    throw new RegionError("ERR_NOT_FREE", `Cannot dissolve ${nameOf(record)}: ${owner} owns it. ${remedy}`, {
      source: parent?.bridge,
      target: record.bridge,
    });
  }
  assertClosed(record, "dissolve", [...record.borrows]);
  atBoundary(record);
  for (const thaw of record.thaws ?? []) thaw.settle();
  for (const child of record.children) {
    const { slot, bridge } = child;
    detach(child);
    if (slot !== undefined) replaceReference(slot, bridge, viewObject(bridge));
  }
  torch(
    record,
    {
      code: "ERR_INVALIDATED",
      because: "the region was dissolved",
      remedy: "Use the object that dissolve() returned.",
      site: callSite(dissolve),
    },
    "subregions",
  );
  for (const thaw of record.thaws ?? []) thaw.freeze();
  const { bridge } = record;
  record.state = "gone";
  record.bridge = record;
  record.thaws = undefined;
  return bridge as T;
}

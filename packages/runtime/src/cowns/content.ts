import { RegionError } from "../errors.js";
import { deadError, isReadable } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { nameOf, type RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { describe } from "../operations/expect.js";
import { isFrozen } from "../operations/is-frozen.js";

/**
 * The row "cown content" of the reference table: what has one owner, or needs none.
 *
 * @param label of the cown, for messages
 * @param own the region that it owns already
 * @returns the region that the cown would own; undefined where it would own nothing
 */
export function regionToHold(value: unknown, label: string, own?: RegionRecord): RegionRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const access = accessOf(value);
  const face = faceBehind(value);
  if (access !== undefined && face !== undefined) {
    if (!isReadable(access, face)) throw deadError(access, `give to ${label} the handle`);
    const object = face.draft?.copy ?? face.object;
    const owner = ownerOf(object);
    if (owner?.state === "live" && owner.bridge === object) {
      if (owner !== own) assertFree(owner, label);
      return owner;
    }
  }
  if (isFrozen(value)) return undefined;
  const remedy =
    access === undefined
      ? "Make a region of it, new Region(value), or freeze() it."
      : "Give it the region itself, a copy, or freeze() the object.";
  throw refusal(describe(value), label, "it is neither a free region nor frozen all the way down", remedy, value);
}

function assertFree(region: RegionRecord, label: string): void {
  const { parent, holder, bridge } = region;
  if (holder !== undefined) {
    const remedy = "Put something else in its place there first: guard.value = null, in a Cown<Region<T> | null>.";
    throw refusal(nameOf(region), label, `${holder.label} owns it`, remedy, bridge);
  }
  if (parent !== undefined)
    throw refusal(nameOf(region), label, `${nameOf(parent)} owns it`, "Take it out first: move(region).", bridge);
}

function refusal(what: string, label: string, because: string, remedy: string, target: object): RegionError {
  return new RegionError(
    "ERR_COWN_CONTENT",
    `Cannot give ${what} to ${label}: ${because}. A cown holds a free region, a frozen value, a primitive or another cown. ${remedy}`,
    { target },
  );
}

import { RegionError } from "../errors.js";
import { at } from "../handles/dead.js";
import { accessOf } from "../handles/face.js";
import { bridgeAccess, makeHandle } from "../handles/view.js";
import { isOpen, nameOf, type RegionRecord } from "../heap/region.js";
import { openBorrows, torch } from "../heap/torch.js";
import { detach } from "../heap/tree.js";
import { callSite } from "../settings.js";
import type { Region } from "../types.js";
import { atBoundary } from "./boundary.js";
import { expectRegion } from "./expect.js";
import { isFrozen } from "./is-frozen.js";

/**
 * Gives up a handle and returns a fresh one for the same region. The old handle, and everything that was read
 * through it or through its subregions, throws from now on. No object is visited, whatever the size of the region.
 *
 * A subregion leaves its parent: the field that held it becomes `undefined`. Frozen values and primitives need no
 * move and are returned as they are.
 *
 * @param region the handle of a region that nobody has borrowed from
 * @returns the one handle that works from now on
 * @throws RegionError `ERR_BORROWED` with the borrow sites, `ERR_NOT_A_REGION`, `ERR_NOT_FREE`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * const jobs = new Region({ queue: [] });
 * const mine = move(jobs);
 * jobs.queue; // throws ERR_USE_AFTER_MOVE
 * mine.queue; // []
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function move<R extends Region<any>>(region: R): R {
  if (needsNoMove(region)) return region;
  const record = expectRegion(region, "move");
  assertClosed(record, "move");
  atBoundary(record);
  leaveParent(record);
  const cause = {
    code: "ERR_USE_AFTER_MOVE",
    because: "it was moved",
    remedy: "Use the handle that move() returned.",
    site: callSite(move),
  } as const;
  torch(record, cause, false);
  return makeHandle(record.bridge, bridgeAccess(record)) as R;
}

function needsNoMove(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return accessOf(value)?.cause === undefined && isFrozen(value);
}

/** Throws when somebody has borrowed from the region or from a subregion of it. */
function assertClosed(region: RegionRecord, operation: string): void {
  if (!isOpen(region)) return;
  const borrows = openBorrows(region);
  const sites = borrows.map(({ site }) => site).filter((site) => site !== undefined);
  const names = [...new Set(borrows.map((borrow) => (borrow.region === region ? "it" : nameOf(borrow.region))))];
  throw new RegionError(
    "ERR_BORROWED",
    `Cannot ${operation} ${nameOf(region)}: ${borrows.length} borrow${borrows.length === 1 ? "" : "s"} of ${names.join(", ")} ${borrows.length === 1 ? "has" : "have"} not ended ` +
      `(${sites.length > 0 ? `borrowed${at(sites.join(", "))}` : "configure({ sites: true }) tells where"}). ` +
      "End them first: `using`, the form borrow(handle, use), or close(region).",
    { target: region.bridge, sites },
  );
}

/** Destructive read: takes the owning reference out of the field that holds it. */
function leaveParent(region: RegionRecord): void {
  const { slot, bridge } = region;
  if (slot === undefined) return;
  const holder = slot.holder as Record<PropertyKey, unknown>;
  const key = slot.key !== undefined && holder[slot.key] === bridge ? slot.key : keyOf(holder, bridge);
  if (key !== undefined && !Reflect.set(holder, key, undefined)) {
    throw new RegionError(
      "ERR_NOT_FREE",
      `Cannot move ${nameOf(region)}: the field ${String(key)} that owns it is read-only.`,
      { source: holder, target: bridge },
    );
  }
  detach(region);
}

/** Array methods shift elements, so the key that was noted may be out of date. */
function keyOf(holder: object, bridge: object): PropertyKey | undefined {
  if (Array.isArray(holder)) {
    const index = holder.indexOf(bridge);
    if (index >= 0) return index;
  }
  return Reflect.ownKeys(holder).find((key) => Object.getOwnPropertyDescriptor(holder, key)?.value === bridge);
}

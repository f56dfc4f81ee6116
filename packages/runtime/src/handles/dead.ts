import { RegionError } from "../errors.js";
import { frozenError } from "../freeze/frozen-error.js";
import { ownerOf } from "../heap/ownership.js";
import {
  CHECKED,
  DEAD,
  FROZEN,
  LIVE,
  nameOf,
  noteChange,
  READ,
  type Access,
  type Cause,
  type Change,
  type RegionRecord,
} from "../heap/region.js";
import { accessOf, Face, faceBehind } from "./face.js";

/** Completes "moved at src/a.ts:3:5", or just "moved" when sites are not recorded. */
export function at(site: string | undefined): string {
  return site === undefined ? "" : ` at ${site}`;
}

/** Why the handles of an access do not work any more. */
export function causeOf({ cause, region }: Access): Cause {
  return (
    cause ?? {
      code: "ERR_INVALIDATED",
      because: `the region no longer reached its object when it was ${region.state === "frozen" ? "frozen" : "validated"}`,
      remedy: "Keep the object referenced from the region.",
      site: region.site,
    }
  );
}

/** The error for using a handle that has ended. */
export function deadError(access: Access, action: string, path?: string): RegionError {
  const { code, because, remedy, site } = causeOf(access);
  return new RegionError(code, `Cannot ${action} of ${nameOf(access.region)}: ${because}${at(site)}. ${remedy}`, {
    path,
    sites: [site],
    about: access,
  });
}

/** May the object behind be read through this access? */
export function isReadable(access: Access, face: Face): boolean {
  const { state } = access;
  if (state === DEAD || state === CHECKED) {
    if (face.survives(access)) return true;
    return state === CHECKED && (ownerOf(face.object) === access.region || face.draft !== undefined);
  }
  return state === LIVE || state === READ || Object.isFrozen(face.object);
}

/** Does the handle stand for an object that a region owns and that can be written? */
export function isLive(access: Access, face: Face): boolean {
  return access.state === LIVE || (access.state === CHECKED && !face.survives(access) && isReadable(access, face));
}

/** The object of the region behind a live handle. */
export function ownObject(face: Face): object {
  return face.draft?.own() ?? face.object;
}

/** Throws unless the object behind may be read. */
export function assertReadable(access: Access, face: Face, action: string): void {
  if (!isReadable(access, face)) throw deadError(access, action);
}

/** The error for changing what was acquired for reading. */
export function readOnlyError(action: string, { region }: Access, path?: string): RegionError {
  return new RegionError(
    "ERR_READ_ONLY",
    `Cannot ${action} of ${nameOf(region)}: its cown was acquired for reading. Acquire it for writing: when(cown, …) without read().`,
    { path },
  );
}

/** Throws for what might change something, where that is only read. */
export function assertNotReading(access: Access, action: string): void {
  if (access.state === READ) throw readOnlyError(action, access);
}

/**
 * The region that the object behind belongs to, when that may be written. Whoever asks is about to.
 *
 * @param change what will be done, if that is all; `key`: of which field or entry
 */
export function regionToWrite(access: Access, face: Face, change?: Change, key?: unknown): RegionRecord | undefined {
  if (access.state === FROZEN || access.state === READ || !isReadable(access, face)) return undefined;
  const owner = ownerOf(ownObject(face));
  if (owner?.state !== "live") return undefined;
  if (change !== "nothing") noteChange(owner, change === undefined ? undefined : face.object, change, key);
  return owner;
}

/** Throws unless the object behind may be written; returns the region that it belongs to. See `regionToWrite`. */
export function assertWritable(
  access: Access,
  face: Face,
  action: string,
  change?: Change,
  key?: unknown,
): RegionRecord {
  const region = regionToWrite(access, face, change, key);
  if (region !== undefined) return region;
  assertReadable(access, face, action);
  assertNotReading(access, action);
  const target = access.state === FROZEN ? face.object : ownObject(face);
  const { name, site } = ownerOf(target) ?? access.region;
  throw frozenError(`${action}${name === undefined ? "" : ` of region "${name}"`}`, target, site);
}

/** The object behind a handle; undefined if the value is no handle, or when it has ended. */
export function readableBehind(value: object): object | undefined {
  const face = faceBehind(value);
  if (face === undefined || !isReadable(accessOf(value)!, face)) return undefined;
  face.draft?.thaw.settle();
  return face.object;
}

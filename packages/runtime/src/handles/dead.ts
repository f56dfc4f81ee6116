import { RegionError } from "../errors.js";
import { DEAD, FROZEN, type Access } from "../heap/access.js";
import { nameOf } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { Face } from "./face.js";

/** Writes "moved at src/a.ts:3:5" or just "moved". */
export function at(site: string | undefined): string {
  return site === undefined ? "" : ` at ${site}`;
}

/** The error for using a handle that has ended. */
export function deadError(access: Access, action = "use this handle"): RegionError {
  const { cause, region } = access;
  if (cause === undefined) {
    return new RegionError(
      "ERR_INVALIDATED",
      `Cannot ${action}: its object was no longer reachable in ${nameOf(region)} when that was frozen${at(region.site)}. ` +
        "Keep the object referenced from the region, or freeze it by itself.",
    );
  }
  return new RegionError(
    cause.code,
    `Cannot ${action} of ${nameOf(region)}: ${cause.because}${at(cause.site)}. ${cause.remedy}`,
    { sites: cause.site === undefined ? [] : [cause.site] },
  );
}

/** Throws unless objects may be read through this access. */
export function assertReadable(access: Access, face: Face, action?: string): void {
  if (!isReadable(access, face)) throw deadError(access, action);
}

/** May the object behind be read? Asked only when the access is no longer plainly live. */
export function isReadable(access: Access, face: Face): boolean {
  if (access.state === DEAD) return Face.survives(face, access);
  return access.state !== FROZEN || Object.isFrozen(Face.object(face));
}

/** Throws unless the object behind may be written. */
export function assertWritable(access: Access, face: Face, action: string): void {
  if (!isReadable(access, face)) throw deadError(access, action);
  const owner = ownerOf(Face.object(face));
  if (access.state === FROZEN || owner?.state !== "live") throw frozenError(Face.object(face), action);
}

export function frozenError(object: object, action: string): RegionError {
  const owner = ownerOf(object);
  const site = owner?.site;
  return new RegionError(
    "ERR_FROZEN_MUTATION",
    `Cannot ${action}${owner === undefined || owner.name === undefined ? "" : ` of ${nameOf(owner)}`}: it was frozen${at(site)}. ` +
      "Change a copy ({ ...value }), or build the value before freezing it.",
    { target: object, sites: site === undefined ? [] : [site] },
  );
}

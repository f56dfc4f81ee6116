import { RegionError, type RegionErrorCode } from "../errors.js";
import { deadError } from "../handles/dead.js";
import { Face, faceBehind } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { nameOf, type Access, type RegionRecord } from "../heap/region.js";
import { findPath } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { shorten } from "../objects/path.js";
import { isProxy } from "../objects/proxy.js";

/** Only local objects are looked into: what a region owns was not part of the plan. */
function pathOf(root: unknown, target: object): string {
  const path = findPath(root, target, (value) => {
    const face = faceBehind(value);
    if (face !== undefined) return Face.object(face) === target ? target : undefined;
    return value === target || !(isProxy(value) || typeof value === "function" || ownerOf(value) !== undefined)
      ? value
      : undefined;
  });
  return path ?? "$";
}

function refusal(
  code: RegionErrorCode,
  root: unknown,
  target: object,
  source: object | undefined,
  text: string,
): RegionError {
  const path = pathOf(root, target);
  return new RegionError(code, `${shorten(path)} ${text}`, { path, source, target });
}

/** The messages of the barrier: what was tried, why the reference is illegal, what to do. */
export const explain = {
  notMovable: (root: unknown, target: object): RegionError =>
    refusal(
      "ERR_NOT_MOVABLE",
      root,
      target,
      undefined,
      `(${kindOf(target)}) cannot become part of a region. Keep it outside, or store plain data in its place.`,
    ),

  readOnlyHandle: (root: unknown, holder: object, key: PropertyKey): RegionError =>
    refusal(
      "ERR_NOT_MOVABLE",
      root,
      holder,
      undefined,
      `holds a handle in its read-only field ${String(key)}, which cannot become a plain reference. Store the handle in an object that is not frozen.`,
    ),

  deadHandle(root: unknown, handle: object, access: Access): RegionError {
    const path = pathOf(root, handle);
    return deadError(access, `store ${shorten(path)}, a handle`, path);
  },

  crossRegion: (
    root: unknown,
    target: object,
    owner: RegionRecord,
    source: object,
    region: RegionRecord,
  ): RegionError =>
    refusal(
      "ERR_CROSS_REGION",
      root,
      target,
      source,
      `is an object inside ${nameOf(owner)}: cannot store it in ${nameOf(region)}. Regions share no objects: copy it, freeze it, or move the whole region.`,
    ),

  alreadyOwned(root: unknown, child: RegionRecord, source: object, region: RegionRecord): RegionError {
    const { parent } = child;
    const owner = parent === undefined ? "another field of the same value holds it" : `${nameOf(parent)} owns it`;
    return refusal(
      "ERR_ALREADY_OWNED",
      root,
      child.bridge,
      source,
      `is ${nameOf(child)}, which has an owner already (${owner}): cannot store it in ${nameOf(region)}. A region has one owning reference: move() it out first, or delete the field that holds it.`,
    );
  },

  cycle: (root: unknown, child: RegionRecord, source: object, region: RegionRecord): RegionError =>
    refusal(
      "ERR_REGION_CYCLE",
      root,
      child.bridge,
      source,
      `is ${nameOf(child)}, and ${nameOf(region)} is inside of it: cannot store it there. Regions form a tree.`,
    ),
};

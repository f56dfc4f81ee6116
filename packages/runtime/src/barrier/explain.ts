import { RegionError } from "../errors.js";
import { Face, faceBehind } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { nameOf, type RegionRecord } from "../heap/region.js";
import { findPath } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";

/** Only local objects are looked into: what a region owns was not part of the plan. */
function look(value: object): object | undefined {
  const face = faceBehind(value);
  if (face !== undefined) return Face.object(face);
  return isProxy(value) || typeof value === "function" || ownerOf(value) !== undefined ? undefined : value;
}

function pathOf(root: unknown, target: object): string {
  const path = findPath(root, target, (value) => {
    const object = look(value);
    return object === value || object === target ? object : undefined;
  });
  return path ?? "$";
}

const into = (region: RegionRecord): string => `store it in ${nameOf(region)}`;

/** The messages of the barrier: what was tried, why the reference is illegal, what to do. */
export const explain = {
  notMovable(root: unknown, target: object): RegionError {
    const path = pathOf(root, target);
    return new RegionError(
      "ERR_NOT_MOVABLE",
      `${path} (${kindOf(target)}) cannot become part of a region. Keep it outside, or store plain data in its place.`,
      { path, target },
    );
  },

  readOnlyHandle(root: unknown, holder: object, key: PropertyKey): RegionError {
    const path = pathOf(root, holder);
    return new RegionError(
      "ERR_NOT_MOVABLE",
      `${path} holds a handle in its read-only field ${String(key)}, which cannot be turned into a plain reference. ` +
        "Store the handle in an object that is not frozen.",
      { path, target: holder },
    );
  },

  crossRegion(root: unknown, target: object, owner: RegionRecord, source: object, region: RegionRecord): RegionError {
    const path = pathOf(root, target);
    return new RegionError(
      "ERR_CROSS_REGION",
      `${path} is an object inside ${nameOf(owner)}: cannot ${into(region)}. ` +
        "Regions share no objects: copy it, freeze it, or move the whole region.",
      { path, source, target },
    );
  },

  alreadyOwned(root: unknown, child: RegionRecord, source: object, region: RegionRecord): RegionError {
    const path = pathOf(root, child.bridge);
    const { parent } = child;
    const owner = parent === undefined ? "another field of the same value holds it" : `${nameOf(parent)} owns it`;
    return new RegionError(
      "ERR_ALREADY_OWNED",
      `${path} is ${nameOf(child)}, which has an owner already (${owner}): cannot ${into(region)}. ` +
        "A region has one owning reference: move() it out first, or delete the field that holds it.",
      { path, source, target: child.bridge },
    );
  },

  cycle(root: unknown, child: RegionRecord, source: object, region: RegionRecord): RegionError {
    const path = pathOf(root, child.bridge);
    return new RegionError(
      "ERR_REGION_CYCLE",
      `${path} is ${nameOf(child)}, and ${nameOf(region)} is inside of it: cannot ${into(region)}. ` +
        "Regions form a tree: a region cannot own one that contains it.",
      { path, source, target: child.bridge },
    );
  },
};

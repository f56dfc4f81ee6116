import { RegionError, type RegionErrorCode } from "../errors.js";
import { deadError } from "../handles/dead.js";
import { faceBehind } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { nameOf, type Access, type RegionRecord } from "../heap/region.js";
import { findReference } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { fieldSegment, shorten } from "../objects/path.js";
import { isProxy } from "../objects/proxy.js";

/** Where the paths in messages start. */
export interface Origin {
  readonly root: unknown;
  /** The region whose objects are looked into on the way; undefined: only local ones are. */
  readonly region: RegionRecord | undefined;
  /** The field that would hold the value. */
  readonly key?: PropertyKey | undefined;
}

/** `region "jobs", in its field .current`. */
function place(region: RegionRecord, { key }: Origin): string {
  return key === undefined ? nameOf(region) : `${nameOf(region)} (field ${fieldSegment(key)})`;
}

function find({ root, region }: Origin, target: object): ReturnType<typeof findReference> {
  return findReference(root as object, target, (value) => {
    const face = faceBehind(value);
    if (face !== undefined) return face.object === target ? target : undefined;
    if (value === target) return value;
    if (isProxy(value) || typeof value === "function") return undefined;
    const owner = ownerOf(value);
    return owner === undefined || owner === region ? value : undefined;
  });
}

const pathOf = (origin: Origin, target: object): string => find(origin, target)?.path ?? "$";

/** The object that references `target`. Called when there is one. */
export function holderOf(origin: Origin, target: object): object {
  return find(origin, target)?.holder ?? (origin.root as object);
}

function refusal(
  code: RegionErrorCode,
  origin: Origin,
  target: object,
  source: object | undefined,
  text: string,
): RegionError {
  const path = pathOf(origin, target);
  return new RegionError(code, `${shorten(path)} ${text}`, { path, source, target });
}

/** On the way from a bridge: what the region owns, and the bridges of its subregions, which are not looked into. */
function inside(region: RegionRecord, value: object): object | undefined {
  return typeof value === "object" && !isProxy(value) && ownerOf(value) === region ? value : undefined;
}

/** Of classes of the host only their own methods know what is inside; who has an instance to itself can say so. */
function hostRemedy(target: object): string {
  const { name, isHost } = kindOf(target);
  if (isHost !== true) return ".";
  const type = name.replace(/^instance of /, "");
  if (/^(Timeout|Immediate)$/.test(type)) return ": it is a timer, which the host keeps in a list of its own.";
  return `: the host keeps state in it that no property shows. If nothing outside uses it, registerType(${type}, { movable: "opaque" }) lets its methods run on the object itself.`;
}

/** The messages of the barrier: what was tried, why the reference is illegal, what to do. */
export const explain = {
  notMovable: (origin: Origin, target: object): RegionError =>
    refusal(
      "ERR_NOT_MOVABLE",
      origin,
      target,
      undefined,
      `(${kindOf(target).name}) cannot become part of a region${hostRemedy(target)} Keep it outside, or store plain data in its place.`,
    ),

  readOnlyHandle: (origin: Origin, holder: object, key: PropertyKey): RegionError =>
    refusal(
      "ERR_NOT_MOVABLE",
      origin,
      holder,
      undefined,
      `holds a handle in its read-only field ${String(key)}, which cannot become a plain reference. Store the handle in an object that is not frozen.`,
    ),

  deadHandle(origin: Origin, handle: object, access: Access): RegionError {
    const path = pathOf(origin, handle);
    return deadError(access, `store ${shorten(path)}, a handle`, path);
  },

  crossRegion: (
    origin: Origin,
    target: object,
    owner: RegionRecord,
    source: object,
    region: RegionRecord,
  ): RegionError =>
    refusal(
      "ERR_CROSS_REGION",
      origin,
      target,
      source,
      kindOf(target).base === "ArrayBuffer"
        ? `is memory that ${nameOf(owner)} owns already: cannot store it in ${place(region, origin)}, too. Copy the bytes, new Uint8Array(bytes). (Small Buffers of Node share their memory; Buffer.alloc() makes one that does not.)`
        : `is an object inside ${nameOf(owner)}: cannot store it in ${place(region, origin)}. Regions share no objects: store a copy, freeze it, or move the whole region.`,
    ),

  alreadyOwned(origin: Origin, child: RegionRecord, source: object, region: RegionRecord): RegionError {
    const { parent, holder } = child;
    const path = parent && findReference(parent.bridge, child.bridge, (value) => inside(parent, value))?.path;
    const [owner, remedy] =
      holder !== undefined
        ? [
            `${holder.label} owns it`,
            "put something else in its place first, guard.value = null, in a Cown<Region<T> | null>",
          ]
        : [
            parent === undefined
              ? "another field of the same value holds it"
              : `${nameOf(parent)} owns it${path === undefined ? "" : `, at ${shorten(path)}`}`,
            "move() it out first, or delete the field that holds it",
          ];
    return refusal(
      "ERR_ALREADY_OWNED",
      origin,
      child.bridge,
      source,
      `is ${nameOf(child)}, which has an owner already (${owner}): cannot store it in ${place(region, origin)}, too. A region has one owning reference: ${remedy}.`,
    );
  },

  cycle: (origin: Origin, child: RegionRecord, source: object, region: RegionRecord): RegionError =>
    refusal(
      "ERR_REGION_CYCLE",
      origin,
      child.bridge,
      source,
      `is ${nameOf(child)}, and ${nameOf(region)} is inside of it: cannot store it in ${place(region, origin)}. Regions form a tree: move() the inner one out first.`,
    ),
};

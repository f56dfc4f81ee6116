import { RegionError } from "../errors.js";
import { assertNotReading, deadError, isLive, isReadable, ownObject } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { holderBehind } from "../heap/holder.js";
import { nameOf, READ, type RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { kindOf } from "../objects/kind.js";
import { isFrozen } from "./is-frozen.js";

/** Says what was given: "undefined", "the string "a"", "a plain object", "a handle of an object inside region "jobs"". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string")
    return `the string ${JSON.stringify(value.length > 20 ? `${value.slice(0, 20)}…` : value)}`;
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" && typeof value !== "function") {
    const primitive = value as number | bigint | boolean;
    return `the ${typeof value} ${primitive}`;
  }
  const access = accessOf(value);
  if (access !== undefined)
    return `a handle of ${nameOf(access.region)}${access.role === "transient" ? ", of an object inside" : ""}`;
  const holder = holderBehind(value);
  if (holder !== undefined) return holder.label;
  const kind = kindOf(value).name;
  return `${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}`;
}

/**
 * What a live handle stands for, and the region that owns it; otherwise an error that says what was given instead.
 *
 * @param asks the operation changes nothing, and may be used where the region was acquired for reading
 */
export function expectHandle(
  value: unknown,
  operation: string,
  asks = false,
): { readonly region: RegionRecord; readonly object: object } {
  const access = typeof value === "object" && value !== null ? accessOf(value) : undefined;
  if (access === undefined)
    throw notARegion(
      operation,
      describe(value),
      Object(value) === value && isFrozen(value)
        ? "It is frozen: everybody may read it as it is."
        : `Give it what new Region(), thaw() or move() returned${operation === "borrow" ? ", or what was read from it" : ""}.`,
      value,
    );
  const face = faceBehind(value as object)!;
  if (!asks) assertNotReading(access, `${operation}() the handle`);
  const live = isLive(access, face) || access.state === READ;
  const object = live ? ownObject(face) : face.object;
  const region = ownerOf(object);
  if (live && region?.state === "live") return { region, object };
  if (!isReadable(access, face)) throw deadError(access, `${operation}() the handle`);
  throw notARegion(operation, "what was frozen", "It has no owner any more and can be shared as it is.", object);
}

/** The region whose live bridge handle this is; otherwise an error that says what was given instead. */
export function expectRegion(value: unknown, operation: string, asks = false): RegionRecord {
  const { region, object } = expectHandle(value, operation, asks);
  if (region.bridge === object) return region;
  throw notARegion(
    operation,
    "a handle of an object inside a region",
    "Give it the handle of the region itself: regionOf(handle).",
    object,
  );
}

function notARegion(operation: string, given: string, remedy: string, value: unknown): RegionError {
  return new RegionError(
    "ERR_NOT_A_REGION",
    `${operation}() was given ${given}, which is no region it can work on. ${remedy}`,
    { target: typeof value === "object" && value !== null ? value : undefined },
  );
}

import { RegionError } from "../errors.js";
import { deadError } from "../handles/dead.js";
import { accessOf, Face, faceBehind } from "../handles/face.js";
import { LIVE, type RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { kindOf } from "../objects/kind.js";

/** Says what was given: "undefined", "the string "a"", "a plain object", "a handle of an object inside region "jobs"". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string")
    return `the string ${JSON.stringify(value.length > 20 ? `${value.slice(0, 20)}…` : value)}`;
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" && typeof value !== "function") return `the ${typeof value} ${String(value)}`;
  const kind = kindOf(value);
  return `${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}`;
}

/** The region whose live bridge handle this is; otherwise an error that says what was given instead. */
export function expectRegion(value: unknown, operation: string): RegionRecord {
  if (typeof value === "object" && value !== null) {
    const access = accessOf(value);
    if (access !== undefined) {
      const object = Face.object(faceBehind(value)!);
      if (access.state === LIVE) {
        const owner = ownerOf(object);
        if (owner?.state === "live") {
          if (owner.bridge === object) return owner;
          throw notARegion(
            operation,
            "a handle of an object inside a region",
            "Give it the handle of the region itself: regionOf(handle).",
            value,
          );
        }
      } else if (access.cause !== undefined) throw deadError(access, `${operation}() the handle`);
      throw notARegion(
        operation,
        "a region that was frozen",
        "What is frozen has no owner any more and can be shared as it is.",
        value,
      );
    }
  }
  throw notARegion(operation, describe(value), "Give it what new Region() or move() returned.", value);
}

/** The access of a live handle of any object in a region; otherwise an error that says what was given instead. */
export function expectHandle(
  value: unknown,
  operation: string,
): { readonly region: RegionRecord; readonly object: object } {
  if (typeof value === "object" && value !== null) {
    const access = accessOf(value);
    if (access !== undefined) {
      const object = Face.object(faceBehind(value)!);
      const owner = ownerOf(object);
      if (access.state === LIVE && owner?.state === "live") return { region: owner, object };
      if (access.cause !== undefined) throw deadError(access, `${operation}() the handle`);
      throw notARegion(
        operation,
        "a handle of something that was frozen",
        "What is frozen has no owner any more and can be read by everybody.",
        value,
      );
    }
  }
  throw notARegion(operation, describe(value), "Give it a region or something read from one.", value);
}

function notARegion(operation: string, given: string, remedy: string, value: unknown): RegionError {
  const target = typeof value === "object" && value !== null ? value : undefined;
  return new RegionError(
    "ERR_NOT_A_REGION",
    `${operation}() was given ${given}, which is no region it can work on. ${remedy}`,
    { target },
  );
}

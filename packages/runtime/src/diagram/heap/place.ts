import type { Access, RegionRecord } from "../../heap/region.js";
import { ownerOf } from "../../heap/ownership.js";
import { BUILT_IN, kindOf, PROTOTYPE } from "../../objects/kind.js";
import { isFrozenView, isProxy } from "../../objects/proxy.js";
import { isFrozen } from "../../operations/is-frozen.js";
import type { EdgeKind } from "../types.js";

/** Where an object belongs. */
export type Place = RegionRecord | "local" | "frozen" | "constant";

export function placeOf(object: object): Place {
  if (isFrozenView(object)) return "frozen";
  if (typeof object === "function") return "constant";
  if (isProxy(object)) return "local";
  const kind = kindOf(object);
  if (kind === BUILT_IN || kind === PROTOTYPE) return "constant";
  const owner = ownerOf(object);
  if (owner?.state === "live") return owner;
  return Object.isFrozen(object) && isFrozen(object) ? "frozen" : "local";
}

/** A row and a column of the reference table. */
export function kindOfReference(from: Place, target: object, to: Place, access: Access | undefined): EdgeKind {
  if (to === "frozen" || to === "constant") return "shared";
  const isInside = typeof from === "object" || from === "frozen";
  if (to === "local") return isInside ? "illegal" : "reference";
  if (from === to && access === undefined) return "reference";
  if (isInside) return access === undefined && target === to.bridge && to.parent === from ? "owns" : "illegal";
  if (access === undefined) return "raw";
  return to.borrows.has(access) ? "borrow" : "handle";
}

import { RegionError } from "../errors.js";

/** The error for changing something frozen. */
export function frozenError(action: string, target: object, site: string | undefined): RegionError {
  return new RegionError(
    "ERR_FROZEN_MUTATION",
    `Cannot ${action}: it was frozen${site === undefined ? "" : ` at ${site}`}. Change a copy (thaw(value), { ...value }), or build the value before freezing it.`,
    { target, sites: [site] },
  );
}

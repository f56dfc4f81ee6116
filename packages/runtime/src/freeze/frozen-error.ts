import { RegionError } from "../errors.js";
import { kindOf } from "../objects/kind.js";

/** How a copy of such an object is written. */
function copyOf(target: object): string {
  if (Array.isArray(target)) return "[...value]";
  const { base } = kindOf(target);
  return /^(Map|Set|Date|RegExp)$/.test(base) ? `new ${base}(value)` : "{ ...value }";
}

/** The error for changing something frozen. */
export function frozenError(action: string, target: object, site: string | undefined): RegionError {
  return new RegionError(
    "ERR_FROZEN_MUTATION",
    `Cannot ${action}: it was frozen${site === undefined ? "" : ` at ${site}`}. Change a copy (${copyOf(target)} or thaw(value)), or build the value before freezing it.`,
    { target, sites: [site] },
  );
}

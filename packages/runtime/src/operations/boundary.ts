import { view } from "../handles/view.js";
import type { RegionRecord } from "../heap/region.js";
import { settings } from "../settings.js";
import { checkInvariant } from "./check-invariant.js";

/** With `configure({ checks: "full" })` a region is walked before it changes hands. */
export function atBoundary(region: RegionRecord): void {
  if (settings.checks === "full") checkInvariant(view(region.bridge) as object);
}

import type { RegionRecord } from "../heap/region.js";
import { settings } from "../settings.js";

/** With `configure({ checks: "full" })` a region is validated before it changes hands. */
export function atBoundary(region: RegionRecord): void {
  settings.checkRegion?.(region);
}

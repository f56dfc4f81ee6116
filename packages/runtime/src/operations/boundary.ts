import { viewObject } from "../handles/view.js";
import type { RegionRecord } from "../heap/region.js";
import { settings } from "../settings.js";

/** With `configure({ checks: "full" })` a region is walked before it changes hands. */
export function atBoundary(region: RegionRecord): void {
  settings.checkRegion?.(viewObject(region.bridge));
}

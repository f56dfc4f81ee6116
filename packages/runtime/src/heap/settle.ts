import type { RegionRecord } from "./region.js";
import { regionsIn } from "./tree.js";

/** Finishes what regions keep to themselves, before somebody looks at the objects of a region and of its subregions. */
export function settleAll(region: RegionRecord): void {
  for (const { thaws } of regionsIn(region)) for (const thaw of thaws ?? []) thaw.settle();
}

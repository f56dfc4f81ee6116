import type { RegionRecord } from "./region.js";

/** Finishes what regions keep to themselves, before somebody looks at the objects of a region and of its subregions. */
export function settleAll(region: RegionRecord): void {
  const regions = [region];
  for (const { thaws, children } of regions) {
    for (const thaw of thaws ?? []) thaw.settle();
    for (const child of children) regions.push(child);
  }
}

import type { RegionRecord } from "./heap/region.js";

/** What `configure` accepts. */
export interface Settings {
  /** `"full"` validates a region at every boundary; `"fast"` (the default) checks writes only, and validates where the graph is walked anyway. */
  checks?: "fast" | "full";
  /** Record where moves, borrows, freezes and closes happen, for messages. Off by default: a stack trace costs microseconds. */
  sites?: boolean;
}

type SiteRecorder = (operation: (...args: never[]) => unknown) => string | undefined;

/** The settings in force: one record for the whole runtime. What they need is brought by `configure`. */
export const settings: {
  recordSite: SiteRecorder | undefined;
  checkRegion: ((region: RegionRecord) => void) | undefined;
} = {
  recordSite: undefined,
  checkRegion: undefined,
};

/**
 * Where the caller of a public operation stands in its source, when sites are recorded.
 *
 * @param operation the public function; it and everything it called is left out of the stack
 * @returns `file:line:column`, or undefined when sites are off
 */
export function callSite(operation: (...args: never[]) => unknown): string | undefined {
  return settings.recordSite?.(operation);
}

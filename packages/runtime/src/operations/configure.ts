import { settings, type Settings } from "../settings.js";
import { recordSite } from "../sites.js";
import { checkInvariant } from "./check-invariant.js";

/**
 * Changes the settings of the whole runtime; what is left out stays as it is.
 *
 * @param options `sites: true` records where moves, borrows, freezes and closes happen, so that errors can say;
 * `checks: "full"` walks a region whenever it changes hands and throws what a raw reference broke
 * @throws TypeError when an option is unknown or has no such value
 * @example
 * ```ts
 * configure({ sites: true, checks: "full" }); // in tests
 * ```
 */
export function configure(options: Settings): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError('configure() needs an object: { sites: true } or { checks: "full" }.');
  }
  const { checks, sites, ...unknown } = options;
  const name = Object.keys(unknown)[0];
  if (name !== undefined) throw new TypeError(`configure() knows no option "${name}", only "checks" and "sites".`);
  if (checks !== undefined && checks !== "fast" && checks !== "full") {
    throw new TypeError(`configure() was given checks: ${String(checks)}. It is "fast" or "full".`);
  }
  if (sites !== undefined && typeof sites !== "boolean") {
    throw new TypeError(`configure() was given sites: ${String(sites)}. It is true or false.`);
  }
  if (checks !== undefined) settings.checkRegion = checks === "full" ? checkInvariant : undefined;
  if (sites !== undefined) settings.recordSite = sites ? recordSite : undefined;
}

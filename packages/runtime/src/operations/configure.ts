import { validateRegion } from "../barrier/validate.js";
import { settings, type Settings } from "../settings.js";
import { recordSite } from "../sites.js";
import { describe } from "./expect.js";

/**
 * Changes the settings of the whole runtime; what is left out stays as it is.
 *
 * @param options `sites: true` records where moves, borrows, freezes and closes happen, so that errors can say;
 * `checks: "full"` validates a region whenever it changes hands, which finds what a raw reference broke
 * @throws TypeError when an option is unknown or has no such value
 * @example
 * ```ts
 * configure({ sites: true, checks: "full" }); // in tests
 * ```
 */
export function configure(options: Settings): void {
  if (typeof (options as unknown) !== "object" || (options as unknown) === null)
    throw new TypeError('configure() needs an object: { sites: true } or { checks: "full" }.');
  const { checks, sites, ...unknown } = options;
  const [name] = Object.keys(unknown);
  const bad =
    name !== undefined
      ? `an option that it does not know (there is no option "${name}")`
      : ![undefined, "fast", "full"].includes(checks)
        ? `checks: ${describe(checks)}`
        : ![undefined, true, false].includes(sites)
          ? `sites: ${describe(sites)}`
          : undefined;
  if (bad !== undefined)
    throw new TypeError(`configure() was given ${bad}. It knows checks: "fast" or "full", and sites: true or false.`);
  if (checks !== undefined) settings.checkRegion = checks === "full" ? validateRegion : undefined;
  if (sites !== undefined) settings.recordSite = sites ? recordSite : undefined;
}

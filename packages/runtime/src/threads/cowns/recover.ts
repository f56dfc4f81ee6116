import { acquire, type Patience } from "../../cowns/acquisition.js";
import { RegionError } from "../../errors.js";
import { expectCown } from "../../operations/cown.js";
import { callSite } from "../../settings.js";
import type { Acquired, Cown } from "../../types.js";
import { SharedCown } from "./shared-cown.js";

const patiently: Patience = { signal: undefined, timeoutMs: undefined };

/**
 * Takes over a cown whose holder has died, after `ERR_OWNER_LOST`: it holds what it did at the last release. Others can
 * acquire it again when that guard is disposed. A cown that is not lost, or that somebody else has recovered, is acquired
 * like any other.
 *
 * @param cown any cown
 * @returns a guard, which gives the cown back when it is disposed
 * @throws TypeError when it is no cown
 * @example
 * ```ts
 * try {
 *   await when(account, deposit);
 * } catch (error) {
 *   if (!(error instanceof RegionError) || error.code !== "ERR_OWNER_LOST") throw error;
 *   using recovered = await recover(account);
 *   recovered.value.balance += 10;
 * }
 * ```
 */
export function recover<T>(cown: Cown<T>): Promise<Acquired<T>> {
  const record = expectCown(cown, "recover");
  const site = callSite(recover);
  const attempt = async (): Promise<Acquired<T>> => {
    for (;;) {
      const { sharing } = record;
      const permit = sharing instanceof SharedCown ? sharing.takeOver() : undefined;
      try {
        return (await acquire(record, patiently, site, permit)) as Acquired<T>;
      } catch (error) {
        // its holder died meanwhile
        if (!(error instanceof RegionError) || error.code !== "ERR_OWNER_LOST") throw error;
      }
    }
  };
  return attempt();
}

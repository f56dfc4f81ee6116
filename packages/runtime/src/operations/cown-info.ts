import { CownRecord } from "../cowns/record.js";
import { holders, type Request, waiters } from "../cowns/scheduler.js";
import type { Cown, CownInfo, CownUse } from "../types.js";
import { expectCown } from "./cown.js";

/**
 * Who has a cown and who waits for it; a snapshot for tests, logs and debuggers.
 *
 * @param cown any cown
 * @throws TypeError when it is none
 * @example
 * ```ts
 * cownInfo(account); // { name: "account", state: "acquired", holders: [{ by: "when", mode: "write", … }], queue: [] }
 * ```
 */
export function cownInfo(cown: Cown<unknown>): CownInfo {
  const { name, state, line } = expectCown(cown, "cownInfo");
  return { name, state, holders: holders(line).map(describeUse), queue: waiters(line).map(describeUse) };
}

function describeUse(request: Request): CownUse {
  const { by, site } = CownRecord.use(request);
  return { by, mode: request.reads ? "read" : "write", site };
}

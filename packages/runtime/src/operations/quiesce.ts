import { isBusy, onceIdle, unsettledBehaviours } from "../cowns/behaviour.js";
import { unfollowedContext } from "../cowns/context.js";
import { sitesOf } from "../cowns/record.js";
import { expectTimeout, MAX_TIMEOUT } from "../cowns/timeout.js";
import { type Awaited, type Settler, waitingFor } from "../cowns/waiting.js";
import { RegionError, type RegionErrorCode } from "../errors.js";
import { at } from "../handles/dead.js";
import { describe } from "./expect.js";

/**
 * Waits until no behaviour is queued or running, in the whole runtime. For the end of a program, and for tests.
 *
 * @param options `timeoutMs`: give up after so many milliseconds; 0 only asks
 * @throws RegionError `ERR_TIMEOUT`, and `ERR_WOULD_DEADLOCK` when a body awaits it (as rejections); TypeError when the
 * options are wrong
 * @example
 * ```ts
 * void when(account, deposit);
 * await quiesce();
 * ```
 */
export function quiesce(options: { timeoutMs?: number } = {}): Promise<void> {
  const limit = limitFrom(options);
  const on: Awaited & { refuse: Awaited["refuse"] } = {
    asker: unfollowedContext(),
    isBlockedBy: isBusy,
    refuse: () => undefined,
  };
  if (!isBusy()) return Promise.resolve();
  const settler = {} as Settler<undefined>;
  const promise = waitingFor(on, settler);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = onceIdle(() => {
    clearTimeout(timer);
    settler.resolve(undefined);
  });
  const fail = (code: RegionErrorCode, message: string, sites: readonly string[]): void => {
    cancel();
    clearTimeout(timer);
    settler.reject(new RegionError(code, message, { sites }));
  };
  on.refuse = (context) =>
    fail(
      "ERR_WOULD_DEADLOCK",
      `A behaviour${begunAt(sitesOf([context]))} waits until no behaviour is running. Call quiesce() outside of behaviours.`,
      sitesOf([context]),
    );
  const giveUp = (): void => {
    const left = unsettledBehaviours();
    const are = left.length === 1 ? "1 behaviour is" : `${left.length} behaviours are`;
    const needed = listed(left.flatMap(({ records }) => records.map(({ label }) => label)));
    fail(
      "ERR_TIMEOUT",
      `After ${limit} ms ${are} queued or running, for ${needed}${begunAt(sitesOf(left))}. Wait longer, or see cownInfo(cown) for who has what.`,
      sitesOf(left),
    );
  };
  if (limit === 0) giveUp();
  else if (limit !== undefined && limit <= MAX_TIMEOUT) timer = setTimeout(giveUp, limit);
  return promise;
}

const begunAt = (sites: readonly string[]): string => (sites.length > 0 ? ` (begun${at(sites.join(", "))})` : "");

/** As many cowns as anybody would read. */
const MANY = 10;

function listed(labels: readonly string[]): string {
  const names = [...new Set(labels)];
  const more = names.length > MANY ? ` and ${names.length - MANY} more` : "";
  return names.length === 0 ? "no cown" : names.slice(0, MANY).join(", ") + more;
}

function limitFrom(options: unknown): number | undefined {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`quiesce() was given ${describe(options)}. Give it { timeoutMs }, or nothing.`);
  const { timeoutMs, ...unknown } = options as { timeoutMs?: number };
  const [name] = Object.keys(unknown);
  if (name !== undefined)
    throw new TypeError(`quiesce() was given an option that it does not know: "${name}". It knows timeoutMs.`);
  return expectTimeout(timeoutMs, "quiesce");
}

import { RegionError } from "../errors.js";
import { at } from "../handles/dead.js";
import type { Cause } from "../heap/region.js";
import { type Context, currentContext, unfollowedContext } from "./context.js";
import { deadlockError, isHeldBy } from "./deadlock.js";
import { publish } from "./events.js";
import { Guard } from "./guard.js";
import { writeHold } from "./hold.js";
import { onceAborted } from "./once-aborted.js";
import { type CownRecord, sitesOf, Use } from "./record.js";
import { enter, holders, leave, type Permit } from "./scheduler.js";
import { MAX_TIMEOUT } from "./timeout.js";
import { type Awaited, type Settler, waitingFor } from "./waiting.js";
import type { HostAbortSignal } from "../types.js";

/** When to give up. */
export interface Patience {
  readonly signal: HostAbortSignal | undefined;
  readonly timeoutMs: number | undefined;
}

const nothing = (): void => undefined;

/** One cown, for whoever has the guard. */
class Acquisition extends Use implements Awaited, Settler<Guard> {
  asker: Context | undefined = undefined;
  guard: Guard | undefined = undefined;
  readonly #context = currentContext();
  resolve: Settler<Guard>["resolve"] = nothing;
  reject: Settler<Guard>["reject"] = nothing;
  #stopWaiting: (() => void) | undefined = undefined;

  constructor(
    readonly record: CownRecord,
    site: string | undefined,
  ) {
    super(site);
  }

  readonly by = "acquire";

  get records(): CownRecord[] {
    return [this.record];
  }

  override ready(): void {
    this.#stopWaiting?.();
    this.asker = undefined;
    const guard = (this.guard = new Guard(writeHold(this.record), () => this.#release(guard)));
    if (this.#context !== undefined) (this.#context.acquired ??= []).push(this);
    publish("acquire", this);
    this.resolve(guard);
  }

  /** It did not get the cown at once. */
  wait({ signal, timeoutMs = Infinity }: Patience): Promise<Guard> {
    this.asker = unfollowedContext();
    const promise = waitingFor<Guard>(this, this);
    if (timeoutMs === 0) this.fail(this.record.sharing?.lossError() ?? this.#timeout(0));
    else {
      publish("wait", this);
      const callOff = signal && onceAborted(signal, (reason) => this.fail(reason));
      const timer =
        timeoutMs > MAX_TIMEOUT ? undefined : setTimeout(() => this.fail(this.#timeout(timeoutMs)), timeoutMs);
      this.#stopWaiting = () => {
        clearTimeout(timer);
        callOff?.();
      };
    }
    return promise;
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    this.fail(deadlockError(this.records, context));
  }

  override fail(reason: unknown): void {
    this.#stopWaiting?.();
    leave(this);
    publish("failure", this, reason);
    this.reject(reason);
  }

  #timeout(timeoutMs: number): RegionError {
    const { label, state, line, cown } = this.record;
    const sites = sitesOf(holders(line).map(({ task }) => task));
    return new RegionError(
      "ERR_TIMEOUT",
      `Could not acquire ${label} within ${timeoutMs} ms: it is ${state === "released" ? "wanted by others who came first" : state}${sites.length > 0 ? at(sites.join(", ")) : ""}. ` +
        "Wait longer, or see cownInfo(cown) for who has it.",
      { target: cown, sites },
    );
  }

  #release(guard: Guard): void {
    const error = Guard.end(guard, causeOf(this.record));
    const context = this.#context;
    if (context !== undefined) context.acquired = context.acquired?.filter((other) => other !== this);
    leave(this);
    publish("release", this);
    if (error === undefined) return;
    publish("failure", this, error);
    throw error;
  }
}

function causeOf({ label }: CownRecord): Cause {
  return {
    code: "ERR_INVALIDATED",
    because: `the guard of ${label} was disposed`,
    remedy: "Acquire the cown again, or take out what is needed longer: by move(), or as a copy.",
    site: undefined,
  };
}

/**
 * Waits for a cown.
 *
 * @param permit by which this thread has it already, where others have a say in that
 */
export function acquire(
  record: CownRecord,
  patience: Patience,
  site: string | undefined,
  permit?: Permit,
): Promise<Guard> {
  if (patience.signal?.aborted === true) return Promise.reject(patience.signal.reason as Error);
  const acquisition = new Acquisition(record, site);
  enter(acquisition, [record], permit);
  return acquisition.guard === undefined ? acquisition.wait(patience) : Promise.resolve(acquisition.guard);
}

/** Takes a cown if it is free. */
export function tryAcquire(record: CownRecord, site: string | undefined): Guard | undefined {
  const { first, gate } = record.line;
  if (first !== undefined) return undefined;
  const permit = gate?.tryPermit();
  if (gate !== undefined && permit === undefined) return undefined;
  const acquisition = new Acquisition(record, site);
  enter(acquisition, [record], permit);
  return acquisition.guard;
}

import { RegionError } from "../errors.js";
import type { Cause } from "../heap/region.js";
import type { Acquired } from "../types.js";
import { type Context, currentContext, followsAwait } from "./context.js";
import { deadlockError, isHeldBy } from "./deadlock.js";
import { publish } from "./events.js";
import { Guard } from "./guard.js";
import { type Hold, WriteHold } from "./hold.js";
import { type CownRecord, Use } from "./record.js";
import { enter, leave } from "./scheduler.js";
import { MAX_TIMEOUT } from "./timeout.js";
import { type Awaited, waitingPromise } from "./waiting.js";

/** When to give up. */
export interface Patience {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
}

/** One cown, for whoever has the guard. */
class Acquisition extends Use implements Awaited {
  readonly by = "acquire";
  readonly asker: Context | undefined;
  guard: Guard | undefined = undefined;
  #hold: Hold | undefined = undefined;
  readonly #context = currentContext();
  #settle: { resolve: (guard: Guard) => void; reject: (reason: unknown) => void } | undefined = undefined;
  #stopWaiting: (() => void) | undefined = undefined;

  constructor(
    readonly record: CownRecord,
    override readonly site: string | undefined,
  ) {
    super();
    this.asker = followsAwait() ? undefined : this.#context;
  }

  /** Takes its place in the line. */
  enter(): void {
    enter(this, [{ line: this.record.line, reads: false }]);
  }

  override ready(): void {
    this.#stopWaiting?.();
    this.#hold = new WriteHold(this.record);
    this.guard = new Guard(this.#hold, () => this.#release());
    this.#context?.tasks.push(this);
    publish("acquire", this, [this.record]);
    this.#settle?.resolve(this.guard);
  }

  wait({ signal, timeoutMs }: Patience): Promise<Acquired<unknown>> {
    return waitingPromise<Guard>(this, (resolve, reject) => {
      this.#settle = { resolve, reject };
      if (signal?.aborted === true) this.#giveUp(signal.reason);
      else this.enter();
      if (this.missing === 0) return;
      if (timeoutMs === 0) this.#giveUp(this.#timeout(0));
      else this.#limit(signal, timeoutMs);
    });
  }

  #limit(signal: AbortSignal | undefined, timeoutMs = Infinity): void {
    publish("wait", this, [this.record]);
    const abort = (): void => this.#giveUp(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    const timer =
      timeoutMs > MAX_TIMEOUT ? undefined : setTimeout(() => this.#giveUp(this.#timeout(timeoutMs)), timeoutMs);
    this.#stopWaiting = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    this.#giveUp(deadlockError([this.record], context));
  }

  #giveUp(reason: unknown): void {
    this.#stopWaiting?.();
    leave(this);
    publish("failure", this, [this.record], reason);
    this.#settle?.reject(reason);
  }

  #timeout(timeoutMs: number): RegionError {
    const { label, state } = this.record;
    return new RegionError(
      "ERR_TIMEOUT",
      `Could not acquire ${label} within ${timeoutMs} ms: it is ${state === "released" ? "wanted by others who came first" : state}. ` +
        "Wait longer, or see cownInfo(cown) for who has it.",
    );
  }

  #release(): void {
    const { record } = this;
    const error = this.#hold?.end(causeOf(record));
    const tasks = this.#context?.tasks ?? [];
    if (tasks.includes(this)) tasks.splice(tasks.indexOf(this), 1);
    leave(this);
    publish("release", this, [record]);
    if (error === undefined) return;
    publish("failure", this, [record], error);
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

/** Waits for a cown. */
export function acquire(record: CownRecord, patience: Patience, site: string | undefined): Promise<Acquired<unknown>> {
  return new Acquisition(record, site).wait(patience);
}

/** Takes a cown if it is free. */
export function tryAcquire(record: CownRecord, site: string | undefined): Acquired<unknown> | undefined {
  if (record.line.first !== undefined) return undefined;
  const acquisition = new Acquisition(record, site);
  acquisition.enter();
  return acquisition.guard;
}

import { regionToHold } from "../cowns/content.js";
import { acquire, tryAcquire } from "../cowns/acquisition.js";
import { keeperBehind } from "../cowns/keeper.js";
import { expectTimeout } from "../cowns/timeout.js";
import { Guard } from "../cowns/guard.js";
import { CownRecord } from "../cowns/record.js";
import { RegionError } from "../errors.js";
import { holderBehind, stampHolder } from "../heap/holder.js";
import { setTraits, shareInstances } from "../objects/traits.js";
import { callSite, settings } from "../settings.js";
import type { AcquireOptions, Acquired, Cown as CownType, HostAbortSignal } from "../types.js";
import { describe } from "./expect.js";
import { nameFrom, openRegions } from "./region.js";

/** What is inside a cown; an error that says what was given instead. */
export function expectCown(value: unknown, operation: string): CownRecord {
  const record = typeof value === "object" && value !== null ? holderBehind(value) : undefined;
  if (record !== undefined) return record as CownRecord;
  throw new TypeError(`${operation}() was given ${describe(value)}. Give it a cown: new Cown(content).`);
}

export type Cown<T> = CownType<T>;

interface CownConstructor {
  new <T>(content: T, options?: { name?: string }): CownType<T>;
  readonly prototype: CownType<unknown>;
}

/**
 * A concurrent owner. It holds a free region, a frozen value, a primitive or another cown, and grants access to it to one
 * behaviour at a time, or to several that read. It may be referenced from anywhere. There is no way to its value but a
 * guard: of `when`, `acquire` or `tryAcquire`.
 *
 * A region is consumed as by `move`. If it is still borrowed the cown is `pending`: these borrows stay usable, and the cown
 * is released when the last of them ends.
 *
 * @param content what it holds
 * @param options its name, for messages and `cownInfo`
 * @throws RegionError `ERR_COWN_CONTENT`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`; TypeError when the options are wrong
 * @example
 * ```ts
 * const account = new Cown(new Region({ balance: 10 }), { name: "account" });
 * await when(account, (held) => (held.value.balance += 5));
 * ```
 */
export const Cown = /* @__PURE__ */ makeClass();

let isOpened = false;

/** Tells the rooms below that there are cowns from now on. */
function openCowns(prototype: object): void {
  if (isOpened) return;
  isOpened = true;
  openRegions();
  shareInstances(prototype, (value) => holderBehind(value) !== undefined);
  setTraits(Guard.prototype, { freezable: "no", movable: "no" });
}

function makeClass(): CownConstructor {
  const siteOf = (method: "acquire" | "tryAcquire"): string | undefined =>
    callSite(Reflect.get(Cown.prototype, method));
  // bundlers rename classes, and engines name this one in messages; they leave keys alone
  const made = {
    Cown: class {
      constructor(content: unknown, options?: unknown) {
        openCowns(made.Cown.prototype);
        const name = nameFrom(options, "new Cown");
        const record = new CownRecord(this as unknown as CownType<unknown>, name);
        const keeper = keeperBehind(content, record.label);
        const region = keeper === undefined ? regionToHold(content, record.label) : undefined;
        if (region !== undefined) settings.checkRegion?.(region);
        stampHolder(record);
        record.put(content, region, callSite(made.Cown as unknown as () => void), keeper);
        // it is shared by everybody
        Object.freeze(this);
      }

      get state(): string {
        return expectCown(this, "state").state;
      }

      get value(): never {
        throw notAcquired(expectCown(this, "value"), "read");
      }

      set value(_: unknown) {
        throw notAcquired(expectCown(this, "value"), "assign");
      }

      acquire(options?: unknown): Promise<Acquired<unknown>> {
        return acquire(expectCown(this, "acquire"), patienceFrom(options), siteOf("acquire"));
      }

      tryAcquire(): Acquired<unknown> | undefined {
        return tryAcquire(expectCown(this, "tryAcquire"), siteOf("tryAcquire"));
      }

      /** What a console shows. */
      [Symbol.for("nodejs.util.inspect.custom")](): string {
        const { name, state } = expectCown(this, "inspect");
        return `Cown${name === undefined ? "" : `(${name})`} { ${state} }`;
      }
    },
  };
  return made.Cown as unknown as CownConstructor;
}

function notAcquired({ label }: CownRecord, action: string): RegionError {
  return new RegionError(
    "ERR_COWN_NOT_ACQUIRED",
    `Cannot ${action} the value of ${label}: it is not acquired here. Use the value of a guard: when(cown, (guard) => guard.value), or cown.acquire().`,
  );
}

function patienceFrom(options: unknown): { signal: HostAbortSignal | undefined; timeoutMs: number | undefined } {
  if (options === undefined) return { signal: undefined, timeoutMs: undefined };
  if (typeof options !== "object" || options === null)
    throw new TypeError(`acquire() was given ${describe(options)}. Give it { signal, timeoutMs }, or nothing.`);
  const { signal, timeoutMs, ...unknown } = options as AcquireOptions;
  const [name] = Object.keys(unknown);
  if (name !== undefined)
    throw new TypeError(
      `acquire() was given an option that it does not know: "${name}". It knows signal and timeoutMs.`,
    );
  if (signal !== undefined && typeof (signal as Partial<HostAbortSignal> | null)?.addEventListener !== "function")
    throw new TypeError(`acquire() was given signal: ${describe(signal)}. Give it the signal of an AbortController.`);
  return { signal, timeoutMs: expectTimeout(timeoutMs, "acquire") };
}

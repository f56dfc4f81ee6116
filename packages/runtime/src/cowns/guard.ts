import { RegionError } from "../errors.js";
import type { Cause } from "../heap/region.js";
import { callSite, settings } from "../settings.js";
import type { Acquired } from "../types.js";
import type { CownRecord, Hold } from "./record.js";

const LIVE = 0;
/** By whoever had it: `using`. The cowns of a behaviour stay acquired until its body is over. */
const DISPOSED = 1;
const ENDED = 2;

/** The only way to the value of a cown. */
export class Guard implements Acquired<unknown> {
  readonly #hold: Hold;
  readonly #release: (() => void) | undefined;
  #state: typeof LIVE | typeof DISPOSED | typeof ENDED = LIVE;

  /** @param release what disposing does; undefined where the cown is released by somebody else */
  constructor(hold: Hold, release?: () => void) {
    this.#hold = hold;
    this.#release = release;
  }

  /** Ends everything that was got through a guard. @returns what was wrong with that */
  static end(guard: Guard, cause: Cause): RegionError | undefined {
    if (guard.#state === ENDED) return undefined;
    guard.#state = ENDED;
    return guard.#hold.end(cause);
  }

  get value(): unknown {
    if (this.#state !== LIVE) throw endedError(this.#hold.record);
    return this.#hold.read();
  }

  set value(value: unknown) {
    if (this.#state !== LIVE) throw endedError(this.#hold.record);
    this.#hold.write(value, settings.recordSite && assignmentSite());
  }

  /** What a console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { name } = this.#hold.record;
    return `Guard${name === undefined ? "" : `(${name})`} { ${this.#state === LIVE ? "acquired" : "ended"} }`;
  }

  [Symbol.dispose](): void {
    if (this.#state !== LIVE) return;
    this.#state = DISPOSED;
    this.#release?.();
  }
}

function assignmentSite(): string | undefined {
  return callSite(Reflect.get(Object.getOwnPropertyDescriptor(Guard.prototype, "value")!, "set") as () => void);
}

function endedError({ label }: CownRecord): RegionError {
  return new RegionError(
    "ERR_COWN_NOT_ACQUIRED",
    `Cannot reach the value of ${label}: the guard has ended. Acquire the cown again: when(cown, …) or cown.acquire().`,
  );
}

import { RegionError } from "../errors.js";
import { callSite } from "../settings.js";
import type { Acquired } from "../types.js";
import type { Hold } from "./hold.js";
import type { CownRecord } from "./record.js";

/** The only way to the value of a cown. */
export class Guard implements Acquired<unknown> {
  #hold: Hold | undefined;
  readonly #record: CownRecord;
  readonly #release: (() => void) | undefined;

  /** @param release what disposing does; undefined where the cown is released by somebody else */
  constructor(hold: Hold, release?: () => void) {
    this.#hold = hold;
    this.#record = hold.record;
    this.#release = release;
  }

  static end(guard: Guard): void {
    guard.#hold = undefined;
  }

  get value(): unknown {
    return Guard.#live(this).read();
  }

  set value(value: unknown) {
    Guard.#live(this).write(
      value,
      callSite(Reflect.get(Object.getOwnPropertyDescriptor(Guard.prototype, "value")!, "set") as () => void),
    );
  }

  [Symbol.dispose](): void {
    if (this.#hold === undefined) return;
    this.#hold = undefined;
    this.#release?.();
  }

  static #live(guard: Guard): Hold {
    if (guard.#hold !== undefined) return guard.#hold;
    throw new RegionError(
      "ERR_COWN_NOT_ACQUIRED",
      `Cannot reach the value of ${guard.#record.label}: the guard has ended. Acquire the cown again: when(cown, …) or cown.acquire().`,
    );
  }
}

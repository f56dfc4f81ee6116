/** The codes a {@link RegionError} can carry. */
export type RegionErrorCode =
  | "ERR_FROZEN_MUTATION"
  | "ERR_NOT_FREEZABLE"
  | "ERR_USE_AFTER_MOVE"
  | "ERR_INVALIDATED"
  | "ERR_BORROWED"
  | "ERR_CROSS_REGION"
  | "ERR_ALREADY_OWNED"
  | "ERR_REGION_CYCLE"
  | "ERR_NOT_A_REGION"
  | "ERR_NOT_FREE"
  | "ERR_NOT_PARENT"
  | "ERR_NOT_MOVABLE";

/** What an error knows beside its message. */
export interface RegionErrorDetails {
  readonly path?: string | undefined;
  readonly source?: object | undefined;
  readonly target?: object | undefined;
  readonly sites?: readonly string[] | undefined;
}

/**
 * Every ownership mistake that the runtime finds is thrown as a `RegionError`.
 *
 * @example
 * ```ts
 * try {
 *   move(jobs);
 * } catch (error) {
 *   if (error instanceof RegionError && error.code === "ERR_BORROWED") console.log(error.sites);
 * }
 * ```
 */
export class RegionError extends Error {
  /** Which rule was broken. */
  readonly code: RegionErrorCode;
  /** Where in the value that was given: `"$.users[3].socket"`. */
  readonly path?: string;
  /** The object that would have held the reference. */
  readonly source?: object;
  /** The object that would have been referenced. */
  readonly target?: object;
  /** Where the move, borrow or freeze happened that stands in the way; filled with `configure({ sites: true })`. */
  readonly sites: readonly string[];

  constructor(code: RegionErrorCode, message: string, details: RegionErrorDetails = {}) {
    super(message);
    this.code = code;
    if (details.path !== undefined) this.path = details.path;
    // not enumerable: printing an error must not print whole object graphs
    if (details.source !== undefined) hide(this, "source", details.source);
    if (details.target !== undefined) hide(this, "target", details.target);
    this.sites = details.sites ?? [];
  }

  override get name(): string {
    return "RegionError";
  }
}

function hide(error: RegionError, key: "source" | "target", value: object): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}

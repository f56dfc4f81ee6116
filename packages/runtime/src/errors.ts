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
  readonly sites?: readonly (string | undefined)[] | undefined;
}

/** Whoever catches an error gets handles of what regions own, like everybody. Set when the first region is made. */
export const exposure: { show: (object: object) => object } = { show: (object) => object };

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
  declare readonly code: RegionErrorCode;
  /** Where in the value that was given: `"$.users[3].socket"`. */
  declare readonly path?: string;
  /** The object that would have held the reference. */
  declare readonly source?: object;
  /** The object that would have been referenced. */
  declare readonly target?: object;
  /** Where the move, borrow or freeze happened that stands in the way; filled with `configure({ sites: true })`. */
  declare readonly sites: readonly string[];

  constructor(code: RegionErrorCode, message: string, { path, source, target, sites = [] }: RegionErrorDetails = {}) {
    super(message);
    Object.assign(this, { code, sites: sites.filter(Boolean) }, path && { path });
    // objects are not enumerable: printing an error must not print whole graphs
    const objects = { source, target };
    for (const key of ["source", "target"] as const)
      if (objects[key]) Object.defineProperty(this, key, { value: exposure.show(objects[key]) });
  }

  override get name(): string {
    return "RegionError";
  }
}

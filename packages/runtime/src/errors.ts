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
  | "ERR_NOT_MOVABLE"
  | "ERR_COWN_NOT_ACQUIRED"
  | "ERR_COWN_CONTENT"
  | "ERR_READ_ONLY"
  | "ERR_BORROW_LEAKED"
  | "ERR_WOULD_DEADLOCK"
  | "ERR_TIMEOUT"
  | "ERR_NOT_SENDABLE"
  | "ERR_UNKNOWN_TYPE"
  | "ERR_OWNER_LOST"
  | "ERR_BAD_PACKET";

/** What an error knows beside its message. */
export interface RegionErrorDetails {
  readonly path?: string | undefined;
  readonly source?: object | undefined;
  readonly target?: object | undefined;
  readonly sites?: readonly (string | undefined)[] | undefined;
  /** For whoever draws the error: the handle's access, or the behaviour that would wait. The error does not keep it. */
  readonly about?: object | undefined;
}

/** A stack that starts where the program called the runtime; undefined when that cannot be told. */
function withoutOwnFrames(stack: string, limit: number): string | undefined {
  const [own] = /[^\s(]*\/(regions-runtime|packages\/runtime)\/(dist|src)\//.exec(stack) ?? [];
  if (own === undefined) return undefined;
  const lines = stack.split("\n");
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  const frames = lines.slice(first).filter((line) => !line.includes(own));
  return frames.length === 0 ? undefined : [...lines.slice(0, first), ...frames.slice(0, limit)].join("\n");
}

export const exposure: {
  /** Whoever catches an error gets handles of what regions own, like everybody. Set when the first region is made. */
  show: (object: object) => object;
  /** Set by who draws errors. */
  made: ((error: RegionError, about: object | undefined) => void) | undefined;
} = { show: (object) => object, made: undefined };

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

  /**
   * @param code which rule was broken
   * @param message what, where, and what to do
   * @param details what else the error has: `path`, `source`, `target`, `sites`
   */
  constructor(
    code: RegionErrorCode,
    message: string,
    { path, source, target, sites = [], about }: RegionErrorDetails = {},
  ) {
    // the frames of the runtime come first, and would leave no room for those of the program
    const limit = Error.stackTraceLimit as number | undefined;
    if (limit !== undefined && limit > 0) Error.stackTraceLimit = limit + 20;
    super(message);
    if (limit !== undefined) {
      Error.stackTraceLimit = limit;
      const stack = this.stack && withoutOwnFrames(this.stack, limit);
      if (stack !== undefined)
        Object.defineProperty(this, "stack", { value: stack, writable: true, configurable: true });
    }
    Object.assign(this, { code, sites: sites.filter(Boolean) }, path && { path });
    // objects are not enumerable: printing an error must not print whole graphs
    const objects = { source, target };
    for (const key of ["source", "target"] as const)
      if (objects[key]) Object.defineProperty(this, key, { value: exposure.show(objects[key]) });
    exposure.made?.(this, about);
  }

  override get name(): string {
    return "RegionError";
  }
}

import type { RegionErrorCode } from "../errors.js";
import type { RegionRecord } from "./region.js";

/** How long an access lasts: the bridge's until the region moves, a transient one also until it is closed, a borrow until disposed. */
export type Role = "bridge" | "transient" | "borrow";

/** Objects can be read and written. */
export const LIVE = 0;
/** Objects can be read for ever, and never be written again. */
export const FROZEN = 1;
/** Nothing can be done any more; the cause says why. */
export const DEAD = 2;

/** Why handles stopped working. */
export interface Cause {
  readonly code: RegionErrorCode & ("ERR_USE_AFTER_MOVE" | "ERR_INVALIDATED");
  /** Completes the sentence "The handle … cannot be used: …". */
  readonly because: string;
  readonly remedy: string;
  readonly site: string | undefined;
}

/**
 * The right to use objects of a region. All transient handles of a region share one access, so that moving or
 * closing the region ends them all by writing one field. The traps of the handles are its subclass.
 */
export class Access {
  state: typeof LIVE | typeof FROZEN | typeof DEAD = LIVE;
  cause: Cause | undefined = undefined;

  constructor(
    public region: RegionRecord,
    readonly role: Role,
    /** The one object of a bridge's or borrow's access; undefined for transient ones. */
    readonly object: object | undefined,
    readonly site: string | undefined,
  ) {}

  /** Ends every handle of this access. What has been frozen stays readable. */
  end(cause: Cause): void {
    if (this.state !== LIVE) return;
    this.state = DEAD;
    this.cause = cause;
  }
}

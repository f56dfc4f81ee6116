import type { RegionErrorCode } from "../errors.js";

/** How long an access lasts: the bridge's until the region moves, a transient one also until it is closed, a borrow until disposed. */
export type Role = "bridge" | "transient" | "borrow";

/** Objects can be read and written. */
export const LIVE = 0;
/** Objects can be read for ever, and never be written again. */
export const FROZEN = 1;
/** Nothing can be done any more; the cause says why. */
export const DEAD = 2;
/** Like `LIVE`, for those objects that the region still owns: it gave up some that it did not reach any more. */
export const CHECKED = 3;
/** Objects can be read, and not be written through this access: the region was acquired for reading. */
export const READ = 4;

/** Why handles stopped working. */
export interface Cause {
  readonly code: RegionErrorCode & ("ERR_USE_AFTER_MOVE" | "ERR_INVALIDATED" | "ERR_COWN_NOT_ACQUIRED");
  /** Completes the sentence "The handle … cannot be used: …". */
  readonly because: string;
  readonly remedy: string;
  readonly site: string | undefined;
}

/** One of several behaviours that read the same region together: its handles are its own, and end with it. */
export interface Reader {
  /** The access of the handles that reading gives. */
  readonly access: Access;
  /** The handles that it has got, by what is known of their objects. */
  readonly handles: WeakMap<object, object>;
  readonly borrows: Set<Access>;
}

/**
 * The right to use objects of a region. All transient handles of a region share one access, so that moving or
 * closing the region ends them all by writing one field. The traps of the handles are its subclass.
 */
export class Access {
  state: typeof LIVE | typeof FROZEN | typeof DEAD | typeof CHECKED | typeof READ = LIVE;
  /** Everything that is not asked at every read: engines look for a trap among the fields of its handler first. */
  readonly #terms: {
    region: RegionRecord;
    role: Role;
    readonly object: object | undefined;
    readonly site: string | undefined;
    key: object | undefined;
    cause: Cause | undefined;
    reader: Reader | undefined;
  };

  constructor(region: RegionRecord, role: Role, object: object | undefined, site: string | undefined) {
    this.#terms = { region, role, object, site, key: undefined, cause: undefined, reader: undefined };
  }

  get region(): RegionRecord {
    return this.#terms.region;
  }

  get role(): Role {
    return this.#terms.role;
  }

  /** The one object of a bridge's or borrow's access; undefined for transient ones. */
  get object(): object | undefined {
    return this.#terms.object;
  }

  get site(): string | undefined {
    return this.#terms.site;
  }

  get cause(): Cause | undefined {
    return this.#terms.cause;
  }

  /** Stands for this access where it must not be kept alive. */
  get key(): object {
    return (this.#terms.key ??= {});
  }

  /** Who reads through this access; undefined where that makes no difference. */
  get reader(): Reader | undefined {
    return this.#terms.reader;
  }

  /** From now on nothing can be written through this access. */
  restrict(reader: Reader | undefined): void {
    this.state = READ;
    this.#terms.reader = reader;
  }

  /** A merge: the handles are ordinary ones of another region from now on, except for borrows. */
  passTo(region: RegionRecord): void {
    this.#terms.region = region;
    if (this.#terms.role === "bridge") this.#terms.role = "transient";
  }

  /** Ends every handle of this access. What has been frozen stays readable. */
  end(cause: Cause): void {
    if (this.state === FROZEN || this.state === DEAD) return;
    this.state = DEAD;
    this.#terms.cause = cause;
  }
}

/** Makes the accesses of a region; given by the room of handles, so that the heap need not know of proxies. */
export type Grant = (region: RegionRecord, role: Role, object: object | undefined, site: string | undefined) => Access;

/** Where the owning reference to a bridge is: an object of the parent region, and the key if nothing moved it since. */
export interface Slot {
  readonly holder: object;
  readonly key: PropertyKey | undefined;
}

/** What owns a region and is no region: a cown. */
export interface Holder {
  /** What code outside sees of it. */
  readonly cown: object;
  /** For messages: `cown "account"`. */
  readonly label: string;
  /** Decides what a new access may do. */
  admit(access: Access): void;
  /** The last borrow of the region has ended. */
  closed(region: RegionRecord): void;
  /** The region is about to be frozen, and will be no region any more. */
  frozen(region: RegionRecord, root: object): void;
  /** A region that was inside of the one that it owns has become free. */
  left(region: RegionRecord): void;
  /** What it holds, for whoever walks over everything. */
  content(): unknown;
}

/** Something that keeps changes to itself until somebody looks at the objects themselves. */
export interface Settleable {
  /** The region has been frozen with all its objects: nothing will change any more. */
  freeze(): void;
  /** Gives the region objects of its own in the place of all that it shares: somebody is about to take it away. */
  expose(): void;
  settle(): void;
}

/**
 * What is done to an object: a field is written or deleted, or an entry of a Map or Set; the last element of an array goes;
 * or anything. `nothing`: somebody only asks whether it may be done.
 */
export type Change = "write" | "delete" | "pop" | "anything" | "nothing";

/** Who wants to know what is changed in a region. */
export interface Watcher {
  /**
   * Something will be changed, or may be.
   *
   * @param region in which it is
   * @param object that is changed; undefined: nobody knows which, or it is more than its fields and entries
   * @param key of the field or entry
   */
  changed(region: RegionRecord, object: object | undefined, change: Change, key?: unknown): void;
}

/** One region: who its parent is, which subregions it has, and who has access. It does not list its objects. */
export class RegionRecord {
  /** `gone`: dropped or dissolved; what it owned is owned by nobody. */
  state: "live" | "frozen" | "gone" = "live";
  /** Set by a merge: the objects that name this record belong to that one. */
  mergedInto: RegionRecord | undefined = undefined;
  mergedAt = 0;
  /** Counts how often the region gave up objects that it did not reach any more: what joined earlier has left. */
  generation = 0;
  parent: RegionRecord | undefined = undefined;
  /** The cown that owns the region. A region that has a parent has none. */
  holder: Holder | undefined = undefined;
  /** Free, but known through handles that end with somebody's guard, until it is moved. */
  takenFrom: Holder | undefined = undefined;
  slot: Slot | undefined = undefined;
  size = 0;
  openSubregions = 0;
  bridgeAccess: Access | undefined = undefined;
  transientAccess: Access | undefined = undefined;
  /** The accesses of regions that were merged into this one: they end when its transient handles end. */
  mergedAccesses: WeakRef<Access>[] | undefined = undefined;
  /** Code that the runtime cannot see has run on an object of the region since it was validated. */
  dirty = false;
  watcher: Watcher | undefined = undefined;
  /** Copies in the making over frozen graphs, which have to be finished before anybody walks the region's objects. */
  thaws: Settleable[] | undefined = undefined;
  readonly borrows = new Set<Access>();
  readonly children = new Set<RegionRecord>();
  /** Subregions that handles may exist for, or for a subregion of theirs. Ending handles visits these only. */
  readonly touched = new Set<RegionRecord>();
  /** Where the region was frozen. */
  site: string | undefined = undefined;

  constructor(
    readonly name: string | undefined,
    public bridge: object,
    readonly grant: Grant,
  ) {}
}

/** Something in the region will be changed, or may be; see `Watcher`. */
export function noteChange(region: RegionRecord, object?: object, change: Change = "anything", key?: unknown): void {
  region.watcher?.changed(region, object, change, key);
}

/** Code that the runtime cannot see runs on an object of the region. */
export function becomeDirty(region: RegionRecord): void {
  region.dirty = true;
  noteChange(region);
}

/** Open: somebody borrowed from the region or from a subregion, however deep. */
export function isOpen(region: RegionRecord): boolean {
  return region.borrows.size > 0 || region.openSubregions > 0;
}

/** For messages: `region "jobs"` or `a region`. */
export function nameOf(region: RegionRecord): string {
  return region.name === undefined ? "a region" : `region "${region.name}"`;
}

import { LIVE, type Access, type Cause, type Holder, isOpen, type RegionRecord } from "../heap/region.js";
import type { RegionError } from "../errors.js";
import { torch } from "../heap/torch.js";
import { view } from "../handles/view.js";
import { settings } from "../settings.js";
import type { Cown } from "../types.js";
import type { Keeper } from "./keeper.js";
import { enter, holders, leave, Line, type Need, type Request, Task } from "./scheduler.js";

/** Who uses cowns, or waits for them. */
export abstract class Use extends Task {
  abstract readonly by: "when" | "acquire" | "borrow";
  abstract readonly records: readonly CownRecord[];

  constructor(readonly site: string | undefined) {
    super();
  }
}

/** Where the uses of cowns began, when sites are recorded. */
export function sitesOf(uses: readonly Task[]): string[] {
  const sites = uses.map((task) => (task as Use).site).filter((site) => site !== undefined);
  return [...new Set(sites)];
}

/** One cown as a behaviour asks for it. */
export interface Position extends Need {
  readonly record: CownRecord;
}

/** One cown in the hands of one behaviour: what its guard does. */
export interface Hold {
  readonly record: CownRecord;
  read(): unknown;
  write(value: unknown, site: string | undefined): void;
  /** Ends everything that was got through it. @returns what was wrong with that */
  end(cause: Cause): RegionError | undefined;
}

/** What other threads have to do with a cown, once it was given to one. */
export interface Sharing {
  /** Is it in the hands of another thread? */
  readonly isElsewhere: boolean;
  /** The error for a cown whose holder has died; undefined while it is not lost. */
  lossError(): RegionError | undefined;
  /** Makes the content here what it is: others may have written. Throws where what they wrote cannot be decoded. */
  fetch(): void;
  /** Somebody here has put another content into the cown. */
  replaced(): void;
  /** Gives back what was changed here. @returns why that could not be */
  publish(): RegionError | undefined;
}

/** Borrows from before the region was given to the cown: they have it until the last of them ends. */
class Borrowers extends Use {
  readonly records = [];

  readonly by = "borrow";

  override ready(): void {
    // nothing to start: they are running
  }

  override fail(): void {
    // nor is there anything that they could miss
  }
}

/** What a cown is inside: what it holds, and who has it. */
export class CownRecord implements Holder, Position {
  readonly line = new Line();
  region: RegionRecord | undefined = undefined;
  /** What it holds when that is no region. */
  #value: unknown = undefined;
  keeper: Keeper | undefined = undefined;
  #borrowers: Borrowers | undefined = undefined;
  /** Regions that were taken out while somebody writes, and may be known by handles that end with that. */
  taken: RegionRecord[] | undefined = undefined;
  isWritten = false;
  writing: Hold | undefined = undefined;
  readers = 0;
  /** Other threads have it, too. */
  sharing: Sharing | undefined = undefined;

  constructor(
    readonly cown: Cown<unknown>,
    readonly name: string | undefined,
  ) {}

  /** As a position it is itself, for writing: that saves an object for each. */
  get record(): this {
    return this;
  }

  readonly reads = false;

  get label(): string {
    return this.name === undefined ? "a cown" : `cown "${this.name}"`;
  }

  get state(): Cown<unknown>["state"] {
    if (this.#borrowers !== undefined) return "pending";
    const { first } = this.line;
    const isFree = first === undefined || (!first.task.holds && holders(this.line).length === 0);
    return isFree && this.sharing?.isElsewhere !== true ? "released" : "acquired";
  }

  /** Uses of the cown stand in its line, and nothing else does. */
  static use({ task }: Request): Use {
    return task as Use;
  }

  content(): unknown {
    return this.region === undefined ? this.#value : this.region.bridge;
  }

  /** The content, as whoever has the cown sees it. */
  show(): unknown {
    return this.keeper === undefined ? view(this.content()) : this.keeper.view();
  }

  /**
   * Puts something into the cown. Cannot fail.
   *
   * @param region the region that it owns from now on, if there is one
   * @param keeper of the content, if that has one
   */
  put(value: unknown, region: RegionRecord | undefined, site: string | undefined, keeper?: Keeper): void {
    const old = this.region;
    this.keeper?.end(replaced(this));
    keeper?.end(given(this, site));
    this.#keep(value, region, keeper);
    if (old !== undefined) this.left(old);
    this.sharing?.replaced();
    if (region === undefined) return;
    const borrowed = isOpen(region);
    torch(region, given(this, site), borrowed ? "borrows" : undefined);
    if (!borrowed) return;
    this.#borrowers = new Borrowers(undefined);
    enter(this.#borrowers, [this]);
  }

  #keep(value: unknown, region: RegionRecord | undefined, keeper: Keeper | undefined): void {
    if (this.region !== undefined) this.region.holder = undefined;
    this.region = region;
    this.keeper = keeper;
    this.#value = region === undefined && keeper === undefined ? value : undefined;
    if (region !== undefined) region.holder = this;
  }

  /** What it holds now, by what other threads did. @returns the region that it held here before */
  renew(value: unknown, region?: RegionRecord, keeper?: Keeper): RegionRecord | undefined {
    const old = this.region;
    this.#keep(value, region, keeper);
    return old;
  }

  admit(access: Access): void {
    if (this.isWritten || this.#borrowers !== undefined || access.state !== LIVE) return;
    if (this.readers > 0) access.restrict(undefined);
    else
      access.end({
        code: "ERR_COWN_NOT_ACQUIRED",
        because: `${this.label} owns it, and is not acquired`,
        remedy: "Acquire the cown, and use the guard's value.",
        site: undefined,
      });
  }

  closed(region: RegionRecord): void {
    if (this.#borrowers === undefined) return;
    torch(region, {
      code: "ERR_INVALIDATED",
      because: `the last borrow has ended, and ${this.label} has it now`,
      remedy: "Acquire the cown, and use the guard's value.",
      site: undefined,
    });
    this.#endBorrowers();
  }

  frozen(region: RegionRecord, root: object): void {
    region.holder = undefined;
    this.region = undefined;
    this.#value = root;
    this.sharing?.replaced();
    this.#endBorrowers();
  }

  left(region: RegionRecord): void {
    if (!this.isWritten) return;
    region.takenFrom = this;
    (this.taken ??= []).push(region);
  }

  #endBorrowers(): void {
    const borrowers = this.#borrowers;
    if (borrowers === undefined) return;
    this.#borrowers = undefined;
    leave(borrowers);
  }

  /** Ends what was got through guards. @returns the regions that it was got from */
  endHandles(cause: Cause): void {
    if (this.region !== undefined) torch(this.region, cause);
    for (const region of this.taken ?? []) if (region.takenFrom === this) torch(region, cause);
    this.taken = undefined;
  }

  /** The regions that handles of whoever writes may exist for. */
  reached(): RegionRecord[] {
    const taken = (this.taken ?? []).filter((region) => region.takenFrom === this);
    return this.region === undefined ? taken : [this.region, ...taken];
  }

  /** With `configure({ checks: "full" })`: looks for what raw references broke. */
  check(): void {
    if (this.region !== undefined) settings.checkRegion?.(this.region);
  }
}

function given({ label }: CownRecord, site: string | undefined): Cause {
  return {
    code: "ERR_USE_AFTER_MOVE",
    because: `it was given to ${label}`,
    remedy: "Acquire the cown, and use the guard's value.",
    site,
  };
}

function replaced({ label }: CownRecord): Cause {
  return {
    code: "ERR_INVALIDATED",
    because: `something else was put in its place in ${label}`,
    remedy: "Use it before that, or copy what is needed longer.",
    site: undefined,
  };
}

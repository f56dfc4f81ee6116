import { isDeeplyFrozen } from "../../freeze/shells.js";
import { readableBehind } from "../../handles/dead.js";
import { ownerOf } from "../../heap/ownership.js";
import type { RegionRecord } from "../../heap/region.js";
import { pushChildren } from "../../objects/children.js";
import { isFrozenView } from "../../objects/proxy.js";
import { FROZEN_AREA, type Graph } from "../image/encode.js";

/** Where a codec puts what it makes of a frozen object: beside all regions. */
const ASIDE = -0x4000_0000;

/**
 * A region with its subregions, as an encoder walks it: their areas are numbered from 1. What codecs make of objects has
 * the negative number of the region; no region owns it, and it may refer to what the region owns.
 *
 * The walk looks for whatever raw references may have broken. A region in order is walked once; if anything is not as it
 * should be, the regions are validated, which mends it or says what is wrong, and walked again.
 */
export class RegionGraph implements Graph {
  readonly regions: RegionRecord[];
  readonly #numbers = new Map<RegionRecord, number>();
  /** The subregion whose owning reference has just been met for the first time. */
  #arriving = 0;
  partOf?: NonNullable<Graph["partOf"]>;

  /** @param validated the regions have been validated: a local object is one that everybody shares */
  constructor(
    root: RegionRecord,
    readonly validated: boolean,
  ) {
    this.regions = [root];
    this.#numbers.set(root, 1);
  }

  behind(handle: object): object | undefined {
    return readableBehind(handle);
  }

  areaOf(object: object, from: number): number | undefined {
    if (from === FROZEN_AREA || isFrozenView(object)) return FROZEN_AREA;
    const owner = ownerOf(object);
    if (owner?.state === "live") {
      // a raw reference may have defined what nobody has looked at
      if (this.validated) pushChildren(object, []);
      return this.#numbers.get(owner) ?? this.#arrive(owner, object, from);
    }
    if (owner !== undefined || (Object.isFrozen(object) && isDeeplyFrozen(object))) return FROZEN_AREA;
    if (from < 0) pushChildren(object, []);
    else if (!this.validated) return undefined;
    return from;
  }

  /** The bridge of a subregion, referenced from its parent. */
  #arrive(child: RegionRecord, object: object, from: number): number | undefined {
    const parent = this.regions[Math.abs(from) - 1];
    if (child.bridge !== object || parent === undefined || child.parent !== parent) return undefined;
    this.#arriving = this.regions.push(child);
    this.#numbers.set(child, this.#arriving);
    return this.#arriving;
  }

  mayRefer(from: number, to: number): boolean {
    if (Math.abs(from) === Math.abs(to)) return true;
    if (to !== this.#arriving) return false;
    this.#arriving = 0;
    return true;
  }

  encodedIn(area: number): number {
    return area === FROZEN_AREA ? ASIDE : -Math.abs(area);
  }

  /** Has every subregion been met? */
  isComplete(): boolean {
    return this.regions.every(({ children }) => [...children].every((child) => this.#numbers.has(child)));
  }
}

/** A frozen value: there is nothing but what is frozen, and what codecs make of it. */
export const frozenGraph: Graph = {
  behind: readableBehind,
  areaOf(object, from) {
    if (from === FROZEN_AREA || isDeeplyFrozen(object)) return FROZEN_AREA;
    if (ownerOf(object)?.state === "live") return undefined;
    pushChildren(object, []);
    return ASIDE;
  },
  mayRefer: () => true,
  encodedIn: () => ASIDE,
};

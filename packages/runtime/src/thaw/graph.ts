import type { Draft, Face } from "../handles/face.js";
import type { Adoption } from "../heap/ownership.js";
import type { RegionRecord, Settleable } from "../heap/region.js";
import type { Kind } from "../objects/kind.js";

/** A frozen graph as a region over it has it: which of its objects have been seen, and which have copies. */
export interface Graph extends Settleable {
  readonly root: Part;
  /** The frozen value that was given, perhaps the handle of its object. */
  readonly given: object;
  readonly region: RegionRecord;
  /** `frozen`: nothing changes any more; `released`: moreover, its objects belong to nobody. */
  readonly state: "open" | "frozen" | "released";
  /** Those that have a copy. */
  readonly copied: Part[];
  /** Once it is released: the objects that it has and the frozen graph has not. */
  readonly fresh: Fresh | undefined;
  /** What copies are marked with, as members of the region. */
  adoption(): Adoption;
  /** The part that stands for a frozen object; undefined for what cannot be copied and is shared as it is. */
  part(value: object, parent: Part | undefined, key: PropertyKey | undefined): Part | undefined;
  /** The part that an object is: there is one for each frozen object, so that sharing and cycles of the graph are kept. */
  find(object: object): Part | undefined;
  /** The part that a value of the graph is, if anybody has seen it. */
  known(value: unknown): Part | undefined;
  /** The parts that reference a part. */
  holdersOf(part: Part): readonly Part[];
  makeHandle(part: Part): object;
  /** The region has been frozen; see `Thaw`. */
  release(changed: readonly Part[], fresh: Fresh): void;
}

/** The objects that a thawed region has and its frozen graph has not. */
export interface Fresh {
  has(object: object): boolean;
  /** Those that handles were made for, and that are no copies. */
  readonly shown: readonly object[];
}

/** One object of the graph. */
export interface Part extends Draft {
  readonly thaw: Graph;
  readonly face: Face;
  readonly kind: Kind;
  /** There is nothing to the frozen object but enumerable fields or elements. */
  readonly isRegular: boolean;
  /** The copy has what the frozen object has, and the handle shows the copy. */
  readonly isCopied: boolean;
  /** Something is different in the copy, or in a part below it; see `linkCopies`. */
  isChanged: boolean;
  /** By which object and field it was reached first; undefined for the root, and when that is not known. */
  readonly parent: Part | undefined;
  /** A list of this part alone, made once: that is what `holdersOf` says of most parts of an array. */
  readonly alone: readonly Part[];
  key: PropertyKey | undefined;
  /** The fields that were written, so that nobody has to compare all of them; undefined when that is not known. */
  readonly written: readonly PropertyKey[] | undefined;
  handle(): object;
  /** The region has been frozen: the handle goes on showing this object, which is nobody's. */
  release(object: object): void;
  /** What the frozen object references. */
  children(): Set<object>;
  /** Another part has a copy: it takes its place here at once, or as soon as this one is copied. */
  await(part: Part): void;
  /** Is this frozen object, where the copy holds it, one that was stored, although it is a part as well? */
  isOriginal(value: object): boolean;
  hasOriginals(): boolean;
}

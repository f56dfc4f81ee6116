import { Given } from "../../heap/given.js";

/** For the next stamp: a field that is written where it is declared is written once. */
let incoming = 0;

class OrdinalStamp extends Given {
  #number = incoming;

  static read(object: object): number | undefined {
    return #number in object ? object.#number : undefined;
  }

  static write(object: object): void {
    if (#number in object) object.#number = incoming;
    else new OrdinalStamp(object);
  }
}

/** Numbers that have been stamped: those of one graph follow those of another, so that old stamps mean nothing. */
let stamped = 0;
/** Codecs may pack something while a graph is being written: then nothing is stamped, and numbers do not mix. */
let isStamping = false;

/**
 * The ordinals of the objects of a graph. What a region owns is about to be given away: it is stamped, which takes a quarter of
 * the time and none of the memory that a Map needs. What stays is not touched.
 */
export class Ordinals {
  readonly #base = stamped;
  readonly #stamps = !isStamping;
  #last = 0;
  #others: Map<object, number> | undefined = undefined;

  constructor() {
    isStamping = true;
  }

  get(object: object): number | undefined {
    const number = this.#stamps ? OrdinalStamp.read(object) : undefined;
    // one that is too large is of nobody: numbers only grow
    return number !== undefined && number >= this.#base ? number - this.#base : this.#others?.get(object);
  }

  /** @param goes the object is given away with the graph */
  set(object: object, ordinal: number, goes: boolean): void {
    this.#last = ordinal;
    if (!goes || !this.#stamps || !Object.isExtensible(object)) {
      (this.#others ??= new Map()).set(object, ordinal);
      return;
    }
    incoming = this.#base + ordinal;
    OrdinalStamp.write(object);
  }

  /** Those that were not stamped. */
  get table(): ReadonlyMap<object, number> {
    return (this.#others ??= new Map());
  }

  /** The graph is written, or will not be. */
  end(): void {
    if (!this.#stamps) return;
    stamped = this.#base + this.#last + 1;
    isStamping = false;
  }
}

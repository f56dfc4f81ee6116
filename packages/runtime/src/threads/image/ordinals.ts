import { Given } from "../../heap/given.js";

/** Numbers on objects. They only grow, so that what an earlier graph has left means nothing to a later one. */
export class Stamps {
  /** Smaller ones are taken. */
  next = 0;
  /** Codecs may pack something while a graph is being written: numbers of two graphs would mix. */
  isInUse = false;

  /**
   * @param read undefined where there is no number
   * @param write throws where an engine has none of it
   */
  constructor(
    readonly read: (object: object) => number | undefined,
    readonly write: (object: object, number: number) => void,
  ) {}
}

export function newStamps(): Stamps {
  /** For the next stamp: a field that is written where it is declared is written once. */
  let incoming = 0;
  class Stamp extends Given {
    #number = incoming;

    static read(object: object): number | undefined {
      return #number in object ? object.#number : undefined;
    }

    static write(object: object, number: number): void {
      incoming = number;
      if (#number in object) object.#number = number;
      else new Stamp(object);
    }
  }
  return new Stamps(
    (object) => Stamp.read(object),
    (object, number) => Stamp.write(object, number),
  );
}

const stamps = /* @__PURE__ */ newStamps();

let stampsFrozen: boolean | undefined;

/** A later ECMAScript has no private fields added to what cannot be extended. */
function canStampFrozen(): boolean {
  if (stampsFrozen === undefined)
    try {
      stamps.write(Object.freeze({}), 0);
      stampsFrozen = true;
    } catch {
      stampsFrozen = false;
    }
  return stampsFrozen;
}

/**
 * The ordinals of the objects of a graph. What is about to be given away, and what is frozen, is stamped, which takes a
 * hundredth of the time and none of the memory that a Map needs. What stays and can be written is not touched.
 */
export class Ordinals {
  /** The number of the first object; beyond all numbers where nothing is stamped. */
  readonly base: number;
  #stamps: Stamps | undefined;
  #last = 0;
  #others: Map<object, number> | undefined = undefined;

  constructor(own = stamps) {
    this.base = own.isInUse ? Infinity : own.next;
    this.#stamps = own.isInUse ? undefined : own;
    own.isInUse = true;
  }

  get(object: object): number | undefined {
    const number = this.#stamps?.read(object);
    // one that is too large is of nobody: numbers only grow
    return number !== undefined && number >= this.base ? number - this.base : this.#others?.get(object);
  }

  /** @param isStamped it may be stamped, and is not to be found in the table */
  set(object: object, ordinal: number, isStamped: boolean): void {
    this.#last = ordinal;
    if (isStamped && this.#stamps !== undefined && (canStampFrozen() || Object.isExtensible(object)))
      this.#stamps.write(object, this.base + ordinal);
    else (this.#others ??= new Map()).set(object, ordinal);
  }

  /** Those that were not stamped. */
  get table(): ReadonlyMap<object, number> {
    return (this.#others ??= new Map());
  }

  /** The graph is written, or will not be: no object is looked for any more. */
  end(): void {
    if (this.#stamps === undefined) return;
    this.#stamps.next = this.base + this.#last + 1;
    this.#stamps.isInUse = false;
    this.#stamps = undefined;
  }
}

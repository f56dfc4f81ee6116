import type { Change } from "../../heap/region.js";

/** What was changed of one object. */
export interface Log {
  /**
   * Fields or entries, and whether each was deleted at any time: in an order that gives what was added its place among the others,
   * when it is replayed with the values of the end.
   */
  readonly keys: Map<unknown, boolean>;
  /** How short the array has been, if it was shortened. */
  shortest: number;
}

/** More than so many are not worth a list: half of what the graph holds may have changed. */
const FEW = 64;
const SHARE = 4;

/** Where a graph was changed while somebody had it. What was written is looked up when it is given back. */
export class Changes {
  /** By object; undefined where nobody knows which of its fields or entries. */
  readonly objects = new Map<object, Log | undefined>();
  readonly #most: number;
  #count = 0;
  /** Most changes are of the object that was changed last. */
  #last: object | undefined = undefined;
  #log: Log | undefined = undefined;

  /** @param size how many objects there are */
  constructor(size: number) {
    this.#most = FEW + size / SHARE;
  }

  /** @returns false when there are too many */
  note(object: object, change: Change, key: unknown): boolean {
    if (object !== this.#last) this.#open(object);
    const log = this.#log;
    if (log === undefined) return this.#count <= this.#most;
    const isArray = Array.isArray(object);
    if (change === "pop" && isArray) {
      log.shortest = Math.min(log.shortest, Math.max(0, object.length - 1));
      return this.#count <= this.#most;
    }
    if ((change !== "write" && change !== "delete") || (isArray && key === "length")) {
      this.objects.set(object, (this.#log = undefined));
      return this.#count <= this.#most;
    }
    const wasDeleted = log.keys.get(key);
    // what comes back after it was deleted comes last, and so does what was refused before
    if (change === "delete" || wasDeleted === true || (wasDeleted === false && !isArray && !has(object, key)))
      log.keys.delete(key);
    if (!log.keys.has(key)) log.keys.set(key, change === "delete" || wasDeleted === true);
    if (wasDeleted === undefined) this.#count += 1;
    return this.#count <= this.#most;
  }

  #open(object: object): void {
    this.#last = object;
    if (this.objects.has(object)) {
      this.#log = this.objects.get(object);
      return;
    }
    this.objects.set(object, (this.#log = { keys: new Map(), shortest: Infinity }));
    // it is kept until then, also if the graph gives it up
    this.#count += 1;
  }
}

function has(object: object, key: unknown): boolean {
  if (object instanceof Map) return Map.prototype.has.call(object, key);
  if (object instanceof Set) return Set.prototype.has.call(object, key);
  return Object.hasOwn(object, key as PropertyKey);
}

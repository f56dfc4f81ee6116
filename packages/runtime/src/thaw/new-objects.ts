import { hasHook } from "../freeze/hooks.js";
import { obstacleIn } from "../freeze/obstacle.js";
import { isDeeplyFrozen, rememberFrozen } from "../freeze/shells.js";
import { faceOf } from "../handles/face.js";
import { Adoption, type Mark, markOf, regionOfMark, replaceMark } from "../heap/ownership.js";
import type { RegionRecord } from "../heap/region.js";
import { irregular, pushChildren, pushContents, unusual } from "../objects/children.js";
import { isReference } from "../objects/is-reference.js";
import { BUILT_IN, isOrdinary, kindOf, PROTOTYPE } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { replaceParts } from "./link.js";
import { rememberShared, sharedParts } from "./sharing.js";
import type { Fresh, Graph, Part } from "./graph.js";
import { partBehind, partOf } from "./part-of.js";

type Fields = Record<PropertyKey, unknown>;

/** More shared objects than this are not carried along from graph to graph: looking again is cheaper. */
const MANY = 64;

/** The objects that a thawed region has and its frozen graph has not: copies in which something was written, and what was stored. */
export class NewObjects implements Fresh {
  readonly found: object[] = [];
  readonly shown: object[] = [];
  /** Those for which `Object.freeze` is not enough. */
  readonly special: object[] = [];
  /** What is found is marked anew, by sort of object: that is several times cheaper than keeping a set. */
  readonly #marks = [new Adoption(false), new Adoption(true)];
  /** Functions belong to no region, and carry no mark. */
  #functions: Set<object> | undefined = undefined;
  /** The parts that the objects found are copies of. */
  readonly #parts: (Part | undefined)[] = [];
  /** Objects that hold a copy in which nothing was written. */
  #holders: Set<object> | undefined = undefined;
  /** Parts of the old graph and new objects that more than one reference leads to now. */
  readonly #shared = new Set<object>();
  /** What was stored in copies: the rest of what is new is below. */
  readonly #stored: object[] = [];
  /** A frozen value was stored, and nobody knows what it shares with the graph. */
  #strangers = false;

  constructor(
    readonly thaw: Graph,
    readonly region: RegionRecord,
    readonly changed: readonly Part[],
  ) {
    for (const mark of this.#marks) mark.join(region);
  }

  has(object: object): boolean {
    return this.#marks.includes(markOf(object) as Adoption);
  }

  #add(object: object, mark: Mark | undefined, part: Part | undefined): void {
    // as long as nothing is frozen yet, that says the same as the mark before
    replaceMark(object, this.#marks[mark instanceof Adoption && !mark.slow ? 0 : 1]!);
    this.found.push(object);
    this.#parts.push(part);
  }

  /** @returns false when something is met that this walk does not deal with */
  collect(root: object): boolean {
    this.#add(root, markOf(root), this.thaw.root);
    const references: object[] = [];
    for (let i = 0; i < this.found.length; i++) {
      const object = this.found[i]!;
      const part = this.#parts[i];
      references.length = 0;
      if (part?.isRegular === true && !irregular.has(object)) pushNew(part, object, references);
      else {
        pushChildren(object, references, true);
        if (unusual && !this.#isFreezable(object, references, object === root)) return false;
      }
      for (const value of references) if (!this.#follow(value, object, part)) return false;
    }
    return true;
  }

  #isFreezable(object: object, references: object[], isRoot: boolean): boolean {
    const kind = kindOf(object);
    if (obstacleIn(object, kind, isRoot ? [object] : []) !== undefined || hasHook(object)) return false;
    pushContents(object, kind.base, references);
    if (!isOrdinary(kind)) this.special.push(object);
    return true;
  }

  #follow(value: object, holder: object, part: Part | undefined): boolean {
    const face = faceOf(value);
    const copied = face && partBehind(this.thaw, face, value);
    if (copied?.isChanged === false) {
      (this.#holders ??= new Set()).add(holder);
      this.#shared.add(copied.base);
      return true;
    }
    const mark = markOf(value);
    if (this.#marks.includes(mark as Adoption)) {
      this.#shared.add(value);
      return true;
    }
    const owner = mark && regionOfMark(mark, value);
    if (owner === this.region) {
      if (part !== undefined && copied === undefined) this.#stored.push(value);
      if (face !== undefined && copied === undefined) this.shown.push(value);
      this.#add(value, mark, copied);
      return true;
    }
    if (part?.children().has(value) === true) {
      if (part.isOriginal(value)) this.#shared.add(value);
      return true;
    }
    if (isProxy(value) || (owner !== undefined && owner.state !== "frozen")) return false;
    if (typeof value === "function" && !isDeeplyFrozen(value)) {
      if (kindOf(value) === BUILT_IN || this.#functions?.has(value) === true) return true;
      (this.#functions ??= new Set()).add(value);
      this.found.push(value);
      this.#parts.push(undefined);
      return true;
    }
    if (!isDeeplyFrozen(value) && kindOf(value) !== PROTOTYPE) return false;
    this.#strangers ||= typeof value === "object";
    return true;
  }

  /** Puts frozen objects back in the place of copies in which nothing was written. */
  putBack(): void {
    for (const holder of this.#holders ?? [])
      replaceParts(holder, (value) => {
        const part = partOf(this.thaw, value);
        return part?.isChanged === false ? part.base : undefined;
      });
  }

  /** What was stored may be stored in the next graph, too: if it is large, nobody has to look into it again. */
  rememberStored(): void {
    if (this.found.length > this.#stored.length * MANY) for (const object of this.#stored) rememberFrozen(object);
  }

  /** What is shared in the new graph follows from what was shared in the old one, if little changed. */
  rememberSharing(root: object): void {
    const shared = sharedParts(this.thaw.root.base);
    for (const { base, copy } of this.changed) if (shared.has(base)) this.#shared.add(copy!);
    if (this.#strangers || shared.size + this.#shared.size > MANY) return;
    rememberShared(root, this.#shared.size === 0 ? shared : new Set([...shared, ...this.#shared]));
  }
}

/** Pushes what a copy references and the original does not have in the same place. There may be many that it has. */
function pushNew({ base, written }: Part, copy: object, into: object[]): void {
  const before = base as Fields;
  const after = copy as Fields;
  if (written === undefined && Array.isArray(copy))
    for (let i = 0; i < copy.length; i++) pushIfNew(before[i], after[i], into);
  else for (const key of written ?? Object.keys(copy)) pushIfNew(before[key], after[key], into);
}

function pushIfNew(before: unknown, after: unknown, into: object[]): void {
  if (after !== before && isReference(after)) into.push(after);
}

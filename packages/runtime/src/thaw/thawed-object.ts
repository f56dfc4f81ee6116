import { type Face, noteFace, setFace } from "../handles/face.js";
import { tracking } from "../handles/tracking.js";
import { view } from "../handles/view.js";
import { noteMark, setMark } from "../heap/ownership.js";
import { pushChildren, pushContents } from "../objects/children.js";
import { isOrdinary, type Kind } from "../objects/kind.js";
import { nativeMethods } from "../objects/native-methods.js";
import { copyInto, copyOf, emptyLike, isDictionary, isRegular, isSmall } from "./copy.js";
import { linkCopies, linkPart, replaceParts } from "./link.js";
import type { Graph, Part } from "./graph.js";

/** Comparing all fields is as good as comparing so many that were written. */
const MANY = 1000;

/** Most objects of a graph are read only, and need no list of their own. */
const NONE: readonly PropertyKey[] = [];

/**
 * One object of a frozen graph, as the region over it has it. Reading goes to the frozen object until the first write,
 * which makes a copy; where the object is stored somewhere else before that, an empty object stands in for it.
 */
export class ThawedObject implements Part {
  readonly isRegular: boolean;
  copy: object | undefined = undefined;
  isCopied = false;
  isChanged = false;
  /** The stand-in has what the frozen object has, although nobody looks at it yet. */
  private isFilled = false;
  private known: Set<object> | undefined = undefined;
  /** The handle, once the face gives out none any more. */
  private shown: object | undefined = undefined;
  /** Frozen objects that were stored here, and are parts as well. */
  private originals: Set<object> | undefined = undefined;
  private isReleased = false;
  /** It was stored in the region, and was never a part of the frozen graph. */
  private isInserted = false;
  private waiting: Part[] | undefined = undefined;
  private list: readonly Part[] | undefined = undefined;
  written: readonly PropertyKey[] | undefined = NONE;

  constructor(
    readonly thaw: Graph,
    readonly base: object,
    readonly face: Face,
    readonly parent: Part | undefined,
    public key: PropertyKey | undefined,
    readonly kind: Kind,
  ) {
    this.isRegular = isRegular(base, kind);
    face.setDraft(this, this.isRegular);
  }

  view(key: PropertyKey | undefined, value: unknown): unknown {
    const { thaw } = this;
    if (typeof value !== "object" || value === null || !this.isPart(value, key)) return view(value);
    const part = thaw.part(value, this, key);
    if (part === undefined) return view(value);
    // elements move: the field where it was seen last is the best guess
    if (key !== undefined && part.parent === this) part.key = key;
    return part.handle();
  }

  latest(value: unknown): unknown {
    const part = this.thaw.known(value);
    return part?.isCopied === true && this.isPart(value as object) ? part.copy : value;
  }

  keepOriginal(value: object): void {
    if (this.originals?.has(value) === true || !this.children().has(value)) return;
    const copy = this.own();
    const part = this.thaw.part(value, this, undefined);
    this.wrote(undefined);
    if (part !== undefined) replaceParts(copy, (found) => (found === value ? part.standIn() : undefined));
    (this.originals ??= new Set()).add(value);
  }

  handle(): object {
    const handle = this.shown ?? this.face.liveHandle() ?? tracking.now?.find(this.face) ?? this.thaw.makeHandle(this);
    if (this.thaw.state === "released") this.shown = handle;
    return handle;
  }

  release(object: object): void {
    this.isReleased = true;
    this.shown = this.face.release(object);
  }

  /** The same for an object that was stored in the region: only what the region has is shown by handles. */
  releaseInserted(): void {
    this.release(this.base);
    this.isInserted = this.isCopied = true;
    this.known = new Set();
  }

  wrote(key: PropertyKey | undefined): void {
    if (key === undefined || !this.isRegular || (this.written !== undefined && this.written.length > MANY))
      this.written = undefined;
    else if (this.written === NONE) this.written = [key];
    else (this.written as PropertyKey[] | undefined)?.push(key);
  }

  own(): object {
    if (this.isCopied || this.thaw.state !== "open") return this.face.object;
    if (this.copy === undefined) this.#standFor(copyOf(this.base, this.kind));
    else if (!this.isFilled) copyInto(this.copy, this.base, this.kind);
    this.isCopied = true;
    this.face.replaceObject(this.copy!);
    if (this.waiting !== undefined) for (const part of this.waiting) linkPart(this, part);
    for (const holder of this.thaw.holdersOf(this)) holder.await(this);
    return this.copy!;
  }

  await(part: Part): void {
    if (this.isCopied) linkPart(this, part);
    else (this.waiting ??= []).push(part);
  }

  /** What freezing put in the place of mutating methods must not be seen, and methods that only read may write a little. */
  copyHiddenState(): void {
    if (!isOrdinary(this.kind) && nativeMethods[this.kind.base]?.changing !== undefined) this.own();
  }

  standIn(): object {
    if (this.thaw.state !== "open") return this.face.object;
    if (this.copy === undefined) {
      // nearly always something is written: filling it later would take longer, and give it another layout than the original
      this.isFilled = this === this.thaw.root && this.isRegular && isSmall(this.base);
      this.#standFor((this.isFilled ? copyOf : emptyLike)(this.base, this.kind));
    }
    return this.copy!;
  }

  expose(): void {
    const { thaw } = this;
    // the root is looked at as it is: what it reaches and nobody has written is frozen already
    if (thaw.state !== "open" || this === thaw.root) return;
    const parts = new Set<Part>([this]);
    for (const part of parts) {
      part.own();
      for (const child of part.children()) {
        const below = thaw.part(child, part, undefined);
        if (below !== undefined) parts.add(below);
      }
    }
    // what is frozen out of the graph is shared with it from now on as the copy that it is
    linkCopies(thaw, [...parts]);
  }

  #standFor(copy: object): void {
    this.copy = copy;
    // a dictionary will be copied again, which takes twice as long when something is written on it
    const isNoted = this.isRegular && isDictionary(this.base);
    (isNoted ? noteMark : setMark)(copy, this.thaw.adoption());
    (isNoted ? noteFace : setFace)(copy, this.face);
    this.thaw.copied.push(this);
    // the root's copy is the bridge, which counts from the start
    if (this !== this.thaw.root) this.thaw.region.size += 1;
  }

  isPart(value: object, key?: PropertyKey): boolean {
    if (this.originals?.has(value) === true) return false;
    if (!this.isCopied) return true;
    const isHere = !this.isInserted && key !== undefined && fieldOf(this.base, key, this.isRegular) === value;
    if (isHere || this.children().has(value)) return true;
    return this.isReleased && (this.thaw.fresh!.has(value) || this.thaw.find(value) !== undefined);
  }

  isOriginal(value: object): boolean {
    return this.originals?.has(value) === true;
  }

  hasOriginals(): boolean {
    return this.originals !== undefined;
  }

  get alone(): readonly Part[] {
    return (this.list ??= [this]);
  }

  children(): Set<object> {
    if (this.known === undefined) {
      const children: object[] = [];
      pushChildren(this.base, children);
      pushContents(this.base, this.kind.base, children);
      this.known = new Set(children);
    }
    return this.known;
  }
}

function fieldOf(object: object, key: PropertyKey, isRegular: boolean): unknown {
  return isRegular
    ? (object as Record<PropertyKey, unknown>)[key]
    : Object.getOwnPropertyDescriptor(object, key)?.value;
}

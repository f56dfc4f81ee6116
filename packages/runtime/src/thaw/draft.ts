import { type Draft, Face, setFace } from "../handles/face.js";
import { view } from "../handles/view.js";
import { setMark } from "../heap/ownership.js";
import { pushChildren, pushContents } from "../objects/children.js";
import { kindOf, type Kind } from "../objects/kind.js";
import { copyInto, copyOf, emptyLike } from "./copy.js";
import type { Thaw } from "./thaw.js";

/**
 * One object of a frozen graph, as the region over it has it. Reading goes to the frozen object until the first write,
 * which makes a copy; where the object is stored somewhere else before that, an empty object stands in for it.
 */
export class ThawedObject implements Draft {
  readonly kind: Kind;
  copy: object | undefined = undefined;
  /** The copy has what the frozen object has, and the handle shows the copy. */
  isCopied = false;
  #children: Set<object> | undefined = undefined;

  constructor(
    readonly thaw: Thaw,
    readonly base: object,
    readonly face: Face,
    /** By which object and field it was reached first; undefined for the root, and when that is not known. */
    readonly parent: ThawedObject | undefined,
    readonly key: PropertyKey | undefined,
  ) {
    this.kind = kindOf(base);
    Face.setDraft(face, this);
  }

  view(key: PropertyKey | undefined, value: unknown): unknown {
    const { thaw } = this;
    if (thaw.isFinished || typeof value !== "object" || value === null) return view(value);
    return (this.#isPart(key, value) && thaw.draft(value, this, key)?.handle()) || view(value);
  }

  handle(): object {
    return Face.handle(this.face) ?? this.thaw.makeHandle(this);
  }

  own(): object {
    if (this.isCopied || this.thaw.isFinished) return Face.object(this.face);
    if (this.copy === undefined) this.#standFor(copyOf(this.base, this.kind));
    else copyInto(this.copy, this.base, this.kind);
    this.isCopied = true;
    Face.setObject(this.face, this.copy!);
    return this.copy!;
  }

  standIn(): object {
    if (this.thaw.isFinished) return Face.object(this.face);
    if (this.copy === undefined) this.#standFor(emptyLike(this.base, this.kind));
    return this.copy!;
  }

  expose(): void {
    const { thaw } = this;
    // the root is looked at as it is: what it reaches and nobody has written is frozen already
    if (thaw.isFinished || this === thaw.root) return;
    const parts = new Set<ThawedObject>([this]);
    for (const part of parts) {
      part.own();
      for (const child of part.children()) {
        const below = thaw.draft(child, part, undefined);
        if (below !== undefined) parts.add(below);
      }
    }
  }

  #standFor(copy: object): void {
    this.copy = copy;
    setMark(copy, this.thaw.adoption());
    setFace(copy, this.face);
    this.thaw.copied.push(this);
    // the root's copy is the bridge, which counts from the start
    if (this !== this.thaw.root) this.thaw.region.size += 1;
  }

  /** Is it a part of the frozen object that nobody has replaced, and not a frozen value that was stored since? */
  #isPart(key: PropertyKey | undefined, value: object): boolean {
    if (!this.isCopied) return true;
    if (key !== undefined && Object.getOwnPropertyDescriptor(this.base, key)?.value === value) return true;
    return this.children().has(value);
  }

  /** What the frozen object references. */
  children(): Set<object> {
    if (this.#children === undefined) {
      const children: object[] = [];
      pushChildren(this.base, children);
      pushContents(this.base, this.kind.base, children);
      this.#children = new Set(children);
    }
    return this.#children;
  }
}

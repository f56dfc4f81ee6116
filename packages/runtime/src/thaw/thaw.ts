import { faceOf, forgetFace, weakenFace } from "../handles/face.js";
import { handleFor, makeFace, proxyFor, transientAccess } from "../handles/view.js";
import { Adoption, forgetMark, ownerOf } from "../heap/ownership.js";
import type { Access, RegionRecord } from "../heap/region.js";
import { isOrdinary, type Kind, kindOf, PROXY } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { canCopy } from "./copy.js";
import { ThawedObject } from "./thawed-object.js";
import type { Fresh, Graph, Part } from "./graph.js";
import { linkCopies } from "./link.js";
import { isFrozenOut } from "./part-of.js";
import { partsOf, sharedParts } from "./sharing.js";
import { readableBehind } from "../handles/dead.js";

/** A region's copy-on-write view of one frozen graph. */
export class Thaw implements Graph {
  readonly root: ThawedObject;
  fresh: Fresh | undefined = undefined;
  readonly #parts = new Map<object, ThawedObject>();
  readonly copied: Part[] = [];
  state: "open" | "frozen" | "released" = "open";
  #region: RegionRecord | undefined = undefined;
  #adoption: Adoption | undefined = undefined;
  /** Once it is released: the parts that have to be found by their copies, too, as soon as anybody looks for one. */
  #changed: readonly Part[] | undefined = undefined;
  /** The access of its handles, once it is released. */
  #readOnly: Access | undefined = undefined;
  #parents: Map<object, object[]> | undefined = undefined;
  #shared: ReadonlySet<object> | undefined = undefined;

  constructor(
    readonly given: object,
    base: object,
  ) {
    this.root = this.#add(base, undefined, undefined, kindOf(base));
  }

  /** The region may have been merged into another one since. */
  get region(): RegionRecord {
    let region = this.#region!;
    while (region.mergedInto !== undefined) region = region.mergedInto;
    return region;
  }

  set region(region: RegionRecord) {
    this.#region = region;
  }

  adoption(): Adoption {
    const { region } = this;
    if (this.#adoption?.mergedInto !== region || this.#adoption.mergedAt !== region.generation) {
      this.#adoption = new Adoption(true);
      this.#adoption.join(region);
    }
    return this.#adoption;
  }

  part(value: object, parent: Part | undefined, key: PropertyKey | undefined): ThawedObject | undefined {
    const known = this.find(value);
    if (known !== undefined) return known;
    const kind = kindOf(value);
    if (kind === PROXY) {
      const base = readableBehind(value);
      return base && this.part(base, parent, key);
    }
    // what was frozen out of the graph is shown as it is: no part can be put into it any more
    if (parent !== undefined && isFrozenOut(parent) && ownerOf(parent.copy!) !== this.region) return undefined;
    if (ownerOf(value)?.state === "live" || !canCopy(value, kind)) return undefined;
    const part = this.#add(value, parent, key, kind);
    if (this.fresh?.has(value) === true) part.releaseInserted();
    else part.copyHiddenState();
    return part;
  }

  known(value: unknown): ThawedObject | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    const known = this.find(value);
    if (known !== undefined || !isProxy(value)) return known;
    // a handle that was frozen into a graph stands for its object
    const base = readableBehind(value);
    return base && this.find(base);
  }

  find(object: object): ThawedObject | undefined {
    if (this.#changed !== undefined) {
      for (const part of this.#changed) if (!isFrozenOut(part)) this.#parts.set(part.copy!, part as ThawedObject);
      this.#changed = undefined;
    }
    return this.#parts.get(object);
  }

  #add(base: object, parent: Part | undefined, key: PropertyKey | undefined, kind: Kind): ThawedObject {
    const part = new ThawedObject(this, base, makeFace(base, !isOrdinary(kind)), parent, key, kind);
    this.#parts.set(base, part);
    return part;
  }

  makeHandle({ face }: Part): object {
    if (this.#readOnly !== undefined) return proxyFor(face, this.#readOnly);
    return handleFor(face, transientAccess(this.region));
  }

  settle(): void {
    if (this.state !== "open") return;
    this.root.own();
    for (const part of this.copied) part.own();
    linkCopies(this, [...this.copied]);
  }

  expose(): void {
    this.settle();
    for (const child of this.root.children()) this.part(child, this.root, undefined)?.expose();
  }

  freeze(): void {
    if (this.state !== "open") return;
    this.state = "frozen";
    // each version of a graph would keep the one before alive
    for (const { copy } of this.copied) weakenFace(copy!);
  }

  /**
   * The region has been frozen. Its handles go on showing handles, of frozen objects where nothing was written; the
   * objects forget all of this, or each version of a graph would keep the one before alive.
   *
   * @param fresh the copies and what was inserted
   */
  release(changed: readonly Part[], fresh: Fresh): void {
    const { region } = this;
    this.#readOnly = transientAccess(region);
    this.#changed = changed;
    this.fresh = fresh;
    for (const part of this.copied) {
      // what was frozen by itself keeps its handle
      if (isFrozenOut(part)) continue;
      forgetFace(part.copy!);
      forgetMark(part.copy!);
      part.release(part.isChanged ? part.copy! : part.base);
    }
    for (const object of fresh.shown) {
      const face = faceOf(object)!;
      const part = new ThawedObject(this, object, face, undefined, undefined, kindOf(object));
      this.#parts.set(object, part);
      forgetFace(object);
      part.releaseInserted();
    }
    this.state = "released";
  }

  /**
   * The parts of the graph that reference a part. Where the graph is a tree that is the one by which it was reached;
   * only where something is shared the whole graph has to be searched.
   */
  holdersOf(part: Part): readonly Part[] {
    if (part === this.root && !this.#isShared(part)) return [];
    if (part.parent !== undefined && !this.#isShared(part)) return part.parent.alone;
    this.#parents ??= partsOf(this.root.base);
    return (this.#parents.get(part.base) ?? []).map((base) => this.part(base, undefined, undefined)!);
  }

  #isShared({ base }: Part): boolean {
    return (this.#shared ??= sharedParts(this.root.base)).has(base);
  }
}

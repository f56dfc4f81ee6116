import { faceOf, handleParts, type HandleParts } from "../handles/face.js";
import { isLive, isReadable } from "../handles/dead.js";
import type { RegionRecord } from "../heap/region.js";
import { Adoption, markOf, ownerOf, regionOfMark, replaceMark, setMark } from "../heap/ownership.js";
import { attach, detach, isSelfOrAncestor } from "../heap/tree.js";
import { accessors, bufferOf, irregular, pushChildren, pushContents, unusual } from "../objects/children.js";
import { entriesOf, refill, type Entries } from "../objects/contents.js";
import { BUILT_IN, isOrdinary, kindOf, PROTOTYPE } from "../objects/kind.js";
import { settings } from "../settings.js";
import { isFrozenView, isProxy } from "../objects/proxy.js";
import { classifyShell, type ShellVerdicts } from "../freeze/shells.js";
import { explain, holderOf, type Origin } from "./explain.js";

/** A subregion that the write would add, and the field that would hold its bridge. */
interface Arrival {
  readonly child: RegionRecord;
  readonly holder: object;
  readonly key: PropertyKey | undefined;
}

/** A field of a local graph that holds a handle, which becomes a plain reference. */
interface Patch {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly object: object;
  readonly isWritable: boolean;
}

/** A Map or Set of a local graph that contains handles, and what it will contain. */
interface Refill {
  readonly holder: object;
  readonly base: string;
  readonly entries: Entries;
}

/**
 * What one write would do to who owns what. Made first, without changing anything and without running code of the
 * user; committed when every rule holds. The rules are the row "object of region R" of the reference table.
 */
export class Plan {
  #adoption: Adoption | undefined = undefined;
  #slow: Adoption | undefined = undefined;
  #adopted = 0;
  #patches: Patch[] | undefined = undefined;
  #refills: Refill[] | undefined = undefined;
  #arrivals: Arrival[] | undefined = undefined;
  #shells: ShellVerdicts | undefined = undefined;
  /** The buffers of views in the graph: owned too, or two regions could share memory, but no object of the region's. */
  #buffers: object[] | undefined = undefined;
  #origin: Origin;

  /**
   * @param region the region that would hold the references
   * @param departing subregions that lose their owning reference by the same write
   * @param within start of the paths in messages, when it is not the value that is stored
   * @param holders what references the bridges of subregions, for who knows: to look for one takes a walk
   */
  constructor(
    readonly region: RegionRecord,
    readonly departing: Iterable<RegionRecord> = [],
    readonly within?: object,
    readonly holders?: ReadonlyMap<object, object>,
  ) {
    this.#origin = { root: within, region: within && region };
  }

  /**
   * Plans the reference `holder[key] = value`.
   *
   * @returns what the field will hold: the object itself where a handle was given
   */
  reference(value: unknown, holder: object, key: PropertyKey | undefined): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (this.within === undefined) this.#origin = { root: value, region: undefined, key };
    const handle = handleParts(value);
    if (handle !== undefined) return this.#behind(value, handle, holder, key);
    // a frozen object is stored, which is something else than a part that was there from the start
    if (this.region.thaws !== undefined && this.within === undefined && Object.isFrozen(value))
      faceOf(holder)?.draft?.keepOriginal(value);
    if (!this.#isSettled(value, holder, key)) {
      this.#adopt(value);
      this.#ownBuffers();
    }
    return value;
  }

  /** The object behind a handle, which the field will hold in its place. */
  #behind(handle: object, parts: HandleParts | undefined, holder: object, key: PropertyKey | undefined): object {
    if (parts === undefined) throw explain.notMovable(this.#origin, handle);
    const { face, access } = parts;
    if (!isReadable(access, face)) throw explain.deadHandle(this.#origin, handle, access);
    const object = (isLive(access, face) ? face.draft?.standIn() : undefined) ?? face.object;
    this.#isSettled(object, holder, key);
    return object;
  }

  /**
   * One row of the reference table: what the target belongs to decides whether the reference is legal.
   *
   * @returns false when it is local (or frozen by somebody else) and has to be looked at
   */
  #isSettled(target: object, holder: object | undefined, key: PropertyKey | undefined): boolean {
    const mark = markOf(target);
    if (mark === undefined) return false;
    if (mark === this.#adoption || mark === this.#slow) return true;
    const owner = regionOfMark(mark, target);
    if (owner === undefined) return false;
    if (owner === this.region || owner.state === "frozen") return true;
    // a raw reference, met on a walk that does not remember where it came from
    const source = holder ?? this.#notedHolder(target) ?? holderOf(this.#origin, target);
    if (target !== owner.bridge) throw explain.crossRegion(this.#origin, target, owner, source, this.region);
    (this.#arrivals ??= []).push({ child: owner, holder: source, key });
    return true;
  }

  /** Of what a codec makes an instance of, only the instance is part of the graph. */
  #notedHolder(target: object): object | undefined {
    const noted = this.holders?.get(target);
    const mark = noted && markOf(noted);
    return mark !== undefined && (mark === this.#adoption || mark === this.#slow) ? noted : undefined;
  }

  /** Walks a local graph and plans every reference in it. An explicit stack: depth costs memory only. */
  #adopt(root: object): void {
    if (isProxy(root)) throw explain.notMovable(this.#origin, root);
    const adoption = (this.#adoption ??= new Adoption(false));
    const stack = [root];
    for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
      if (typeof object === "function") continue;
      const mark = markOf(object);
      if (mark === adoption || (mark !== undefined && this.#isSettled(object, undefined, undefined))) continue;
      if (this.#isConstant(object)) continue;
      const before = stack.length;
      pushChildren(object, stack);
      let slow = accessors;
      let base = "";
      if (unusual) {
        const kind = kindOf(object);
        if (kind === BUILT_IN || kind === PROTOTYPE) {
          stack.length = before;
          continue;
        }
        if (kind.movable === "no") throw explain.notMovable(this.#origin, object);
        if (!isOrdinary(kind)) slow = true;
        if (kind.isTransferable === true) stack.length = before;
        base = kind.base;
        pushContents(object, base, stack);
        const buffer = bufferOf(object);
        if (buffer !== undefined) (this.#buffers ??= []).push(buffer);
      }
      for (let i = before; i < stack.length; i++) {
        if (!isProxy(stack[i]!)) continue;
        this.#planPatches(object, base);
        let kept = before;
        for (let j = before; j < stack.length; j++) if (!isProxy(stack[j]!)) stack[kept++] = stack[j]!;
        stack.length = kept;
        break;
      }
      this.#mark(object, mark === undefined, slow);
      this.#adopted += 1;
    }
  }

  /** Frozen all the way down: may be referenced from anywhere. */
  #isConstant(object: object): boolean {
    if (isFrozenView(object)) return true;
    return Object.isFrozen(object) && classifyShell(object, (this.#shells ??= new Map<object, boolean>()));
  }

  #mark(object: object, first: boolean, slow: boolean): void {
    const owner = slow ? (this.#slow ??= new Adoption(true)) : this.#adoption!;
    if (first) {
      setMark(object, owner);
      return;
    }
    // it was in a region before, and its handles of that time are no handles of this region
    replaceMark(object, owner);
    const face = faceOf(object);
    if (face !== undefined) face.renew(slow);
  }

  /** Last, so that a buffer which a field holds as well has been counted as an object. */
  #ownBuffers(): void {
    for (const buffer of this.#buffers ?? []) {
      const mark = markOf(buffer);
      if (mark !== undefined && this.#isSettled(buffer, undefined, undefined)) continue;
      if (kindOf(buffer).movable === "no") throw explain.notMovable(this.#origin, buffer);
      this.#mark(buffer, mark === undefined, true);
    }
    this.#buffers = undefined;
  }

  /** @param base of its kind; "" for an object or array that has just been found to be a plain one */
  #planPatches(holder: object, base: string): void {
    // listing the keys of an array takes longer than all the rest
    if (base === "" && Array.isArray(holder) && !irregular.has(holder))
      for (let i = 0; i < holder.length; i++) this.#planPatch(holder, i);
    else for (const key of Reflect.ownKeys(holder)) this.#planPatch(holder, key);
    const entries = entriesOf(holder, base);
    if (entries === undefined) return;
    const plain = (value: unknown): unknown =>
      typeof value === "object" && value !== null && isProxy(value)
        ? this.#behind(value, handleParts(value), holder, undefined)
        : value;
    // a Set's pairs are its members twice: each is one reference
    const planned = entries.map(([key, value]) => [plain(key), base === "Map" ? plain(value) : undefined] as const);
    (this.#refills ??= []).push({ holder, base, entries: planned });
  }

  #planPatch(holder: object, key: PropertyKey): void {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key)!;
    const value: unknown = descriptor.value;
    if (typeof value !== "object" || value === null) return;
    const parts = handleParts(value);
    if (parts === undefined && !isProxy(value)) return;
    const object = this.#behind(value, parts, holder, key);
    const isWritable = descriptor.writable === true;
    if (isWritable || descriptor.configurable === true)
      (this.#patches ??= []).push({ holder, key, object, isWritable });
    else if (ownerOf(object)?.state !== "frozen") throw explain.readOnlyHandle(this.#origin, holder, key);
  }

  /** Plans plain references in the place of the handles that an object of the region holds. */
  patchHandles(holder: object): void {
    this.#planPatches(holder, kindOf(holder).base);
  }

  /** Every subregion must end up with exactly one owning reference, and never inside itself. */
  check(): void {
    if (this.#arrivals === undefined) return;
    const counted = new Set<RegionRecord>();
    const departing = new Set(this.departing);
    for (const { child, holder } of this.#arrivals) {
      const free = (child.parent === undefined && child.holder === undefined) || departing.has(child);
      if (!free || counted.has(child)) throw explain.alreadyOwned(this.#origin, child, holder, this.region);
      if (isSelfOrAncestor(child, this.region)) throw explain.cycle(this.#origin, child, holder, this.region);
      counted.add(child);
      // changing hands is a boundary; staying where it is is none
      if (child.parent === undefined) settings.checkRegion?.(child);
    }
  }

  /** Carries the plan out. Cannot fail. */
  commit(): void {
    const { region } = this;
    for (const child of this.departing) detach(child);
    for (const adoption of [this.#adoption, this.#slow]) adoption?.join(region);
    region.size += this.#adopted;
    for (const { holder, key, object, isWritable } of this.#patches ?? [])
      if (isWritable) (holder as Record<PropertyKey, object>)[key] = object;
      else Object.defineProperty(holder, key, { value: object });
    for (const { holder, base, entries } of this.#refills ?? []) refill(holder, base, entries);
    for (const { child, holder, key } of this.#arrivals ?? []) attach(child, region, { holder, key });
  }
}

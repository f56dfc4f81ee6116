import { accessOf, Face, faceBehind, faceOf } from "../handles/face.js";
import { isReadable } from "../handles/dead.js";
import type { RegionRecord } from "../heap/region.js";
import { Adoption, markOf, ownerOf, regionOfMark, replaceMark, setMark } from "../heap/ownership.js";
import { attach, detach, isSelfOrAncestor } from "../heap/tree.js";
import { accessors, perhapsFrozen, pushChildren, unusual } from "../objects/children.js";
import { BUILT_IN, isInstance, isOrdinary, kindOf, PROTOTYPE } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { classifyShell, type ShellVerdicts } from "../freeze/shells.js";
import { explain } from "./explain.js";
import { findHolder } from "./find-holder.js";

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
  #arrivals: Arrival[] | undefined = undefined;
  #shells: ShellVerdicts | undefined = undefined;
  #root: unknown = undefined;

  /**
   * @param region the region that would hold the references
   * @param departing subregions that lose their owning reference by the same write
   */
  constructor(
    readonly region: RegionRecord,
    readonly departing: readonly RegionRecord[] = [],
  ) {}

  /**
   * Plans the reference `holder[key] = value`.
   *
   * @returns what the field will hold: the object itself where a handle was given
   */
  reference(value: unknown, holder: object, key: PropertyKey | undefined): unknown {
    if (typeof value !== "object" || value === null) return value;
    this.#root = value;
    if (faceBehind(value) !== undefined) return this.#behind(value, holder, key);
    if (!this.#isSettled(value, holder, key)) this.#adopt(value);
    return value;
  }

  /** The object behind a handle, which the field will hold in its place. */
  #behind(handle: object, holder: object, key: PropertyKey | undefined): object {
    const face = faceBehind(handle);
    if (face === undefined) throw explain.notMovable(this.#root, handle);
    const access = accessOf(handle)!;
    if (!isReadable(access, face)) throw explain.deadHandle(this.#root, handle, access);
    const object = Face.object(face);
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
    const source = holder ?? findHolder(this.#root as object, target);
    if (target !== owner.bridge) throw explain.crossRegion(this.#root, target, owner, source, this.region);
    (this.#arrivals ??= []).push({ child: owner, holder: source, key });
    return true;
  }

  /** Walks a local graph and plans every reference in it. An explicit stack: depth costs memory only. */
  #adopt(root: object): void {
    if (isProxy(root)) throw explain.notMovable(root, root);
    const adoption = (this.#adoption ??= new Adoption(false));
    const stack = [root];
    for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
      if (typeof object === "function") continue;
      const mark = markOf(object);
      if (mark === adoption || (mark !== undefined && this.#isSettled(object, undefined, undefined))) continue;
      const before = stack.length;
      pushChildren(object, stack);
      let slow = accessors;
      if (unusual) {
        const kind = kindOf(object);
        if (kind === BUILT_IN || kind === PROTOTYPE) {
          stack.length = before;
          continue;
        }
        if (isInstance(kind)) slow = true;
        else if (!isOrdinary(kind)) throw explain.notMovable(this.#root, object);
      }
      if (
        perhapsFrozen &&
        Object.isFrozen(object) &&
        classifyShell(object, (this.#shells ??= new Map<object, boolean>()))
      ) {
        stack.length = before;
        continue;
      }
      for (let i = before; i < stack.length; i++) {
        if (!isProxy(stack[i]!)) continue;
        this.#planPatches(object);
        const others = stack.splice(before).filter((child) => !isProxy(child));
        stack.push(...others);
        break;
      }
      if (slow) {
        const face = faceOf(object);
        if (face !== undefined) Face.setAccessors(face);
      }
      const owner = slow ? (this.#slow ??= new Adoption(true)) : adoption;
      if (mark === undefined) setMark(object, owner);
      else replaceMark(object, owner);
      this.#adopted += 1;
    }
  }

  #planPatches(holder: object): void {
    for (const key of Reflect.ownKeys(holder)) {
      const { writable, configurable, ...field } = Object.getOwnPropertyDescriptor(holder, key)!;
      const value: unknown = field.value;
      if (typeof value !== "object" || value === null || !isProxy(value)) continue;
      const object = this.#behind(value, holder, key);
      if (writable === true || configurable === true) (this.#patches ??= []).push({ holder, key, object });
      else if (ownerOf(object)?.state !== "frozen") throw explain.readOnlyHandle(this.#root, holder, key);
    }
  }

  /** Every subregion must end up with exactly one owning reference, and never inside itself. */
  check(): void {
    if (this.#arrivals === undefined) return;
    const counted = new Set<RegionRecord>();
    for (const { child, holder } of this.#arrivals) {
      const free = child.parent === undefined || this.departing.includes(child);
      if (!free || counted.has(child)) throw explain.alreadyOwned(this.#root, child, holder, this.region);
      if (isSelfOrAncestor(child, this.region)) throw explain.cycle(this.#root, child, holder, this.region);
      counted.add(child);
    }
  }

  /** Carries the plan out. Cannot fail. */
  commit(): void {
    const { region } = this;
    for (const child of this.departing) detach(child);
    for (const adoption of [this.#adoption, this.#slow]) if (adoption !== undefined) adoption.mergedInto = region;
    region.size += this.#adopted;
    for (const { holder, key, object } of this.#patches ?? []) Object.defineProperty(holder, key, { value: object });
    for (const { child, holder, key } of this.#arrivals ?? []) attach(child, region, { holder, key });
  }
}

import { RegionError } from "../errors.js";
import { accessOf, Face, faceBehind, markAccessors } from "../handles/face.js";
import { deadError, isReadable } from "../handles/dead.js";
import { LIVE } from "../heap/access.js";
import { ownerOf, setOwner } from "../heap/ownership.js";
import { type RegionRecord } from "../heap/region.js";
import { attach, detach, isSelfOrAncestor } from "../heap/tree.js";
import { accessors, pushChildren, unusual } from "../objects/children.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { classifyShell, type ShellVerdicts } from "../freeze/shells.js";
import { explain } from "./explain.js";

/** A subregion that the write would add, and the object that would hold its bridge. */
interface Arrival {
  readonly child: RegionRecord;
  readonly holder: object;
  readonly key: PropertyKey | undefined;
}

/** A field of a local graph that holds a handle, which becomes a plain reference. */
interface Patch {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/**
 * What one write would do to who owns what. Made first, without changing anything and without running code of the
 * user; committed when every rule holds. The rules are the row "object of region R" of the reference table.
 */
export class Plan {
  readonly #adopted: object[] = [];
  readonly #withAccessors: object[] = [];
  readonly #patches: Patch[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #seen = new Set<object>();
  #shells: ShellVerdicts | undefined;
  #root: unknown;

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
    const object = this.#target(value, holder, key);
    if (object !== undefined) return object;
    this.#adopt(value);
    return value;
  }

  /** One cell of the reference table. @returns the object to store, or undefined when it is local and has to be adopted */
  #target(value: object, holder: object, key: PropertyKey | undefined): object | undefined {
    const { region } = this;
    const object = this.#behind(value);
    const owner = ownerOf(object);
    if (owner === undefined) return object === value ? undefined : object;
    if (owner === region || owner.state === "frozen") return object;
    if (object !== owner.bridge) throw explain.crossRegion(this.#root, object, owner, holder, region);
    this.#arrivals.push({ child: owner, holder, key });
    return object;
  }

  #behind(value: object): object {
    const face = faceBehind(value);
    if (face === undefined) return value;
    const access = accessOf(value)!;
    if (access.state !== LIVE && !isReadable(access, face)) throw deadError(access, "store this handle");
    return Face.object(face);
  }

  /** Walks a local graph and plans every reference in it. An explicit stack: depth costs memory only. */
  #adopt(root: object): void {
    const stack = [root];
    const seen = this.#seen;
    for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
      if (typeof object === "function" || seen.has(object)) continue;
      if (object !== root && this.#target(object, object, undefined) !== undefined) continue;
      seen.add(object);
      if (isProxy(object)) throw explain.notMovable(this.#root, object, "a proxy of somebody else");
      if (Object.isFrozen(object) && classifyShell(object, (this.#shells ??= new Map()))) continue;
      const before = stack.length;
      const prototype: unknown = Object.getPrototypeOf(object);
      const usual = Array.isArray(object)
        ? prototype === Array.prototype
        : prototype === Object.prototype || prototype === null;
      pushChildren(object, stack);
      const slow = accessors;
      if (!usual || unusual) {
        const { sort, label } = kindOf(object);
        if (sort === "constant" || sort === "prototype") {
          if (object === root) throw explain.notMovable(this.#root, object, label);
          stack.length = before;
          continue;
        }
        if (sort === "exotic" || sort === "proxy") throw explain.notMovable(this.#root, object, label);
        if (sort === "instance") this.#withAccessors.push(object);
      }
      if (slow) this.#withAccessors.push(object);
      for (let i = before; i < stack.length; i++) {
        if (faceBehind(stack[i]!) !== undefined) {
          this.#unwrapHandles(object);
          break;
        }
      }
      this.#adopted.push(object);
    }
  }

  #unwrapHandles(holder: object): void {
    for (const key of Reflect.ownKeys(holder)) {
      const descriptor = Object.getOwnPropertyDescriptor(holder, key)!;
      const value: unknown = descriptor.value;
      if (typeof value !== "object" || value === null || faceBehind(value) === undefined) continue;
      if (descriptor.configurable !== true && descriptor.writable !== true)
        throw explain.readOnlyHandle(this.#root, holder, key);
      this.#patches.push({ holder, key, descriptor: { ...descriptor, value: this.#behind(value) } });
    }
  }

  /** Every subregion must end up with exactly one owning reference, and never inside itself. */
  check(): void {
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
    for (const object of this.#adopted) setOwner(object, region);
    region.size += this.#adopted.length;
    for (const object of this.#withAccessors) markAccessors(object);
    for (const { holder, key, descriptor } of this.#patches) Object.defineProperty(holder, key, descriptor);
    for (const { child, holder, key } of this.#arrivals) attach(child, region, { holder, key });
  }
}

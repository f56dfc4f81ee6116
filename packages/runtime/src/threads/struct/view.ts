import { RegionError } from "../../errors.js";
import { at } from "../../handles/dead.js";
import { Given } from "../../heap/given.js";
import type { Cause } from "../../heap/region.js";
import type { Accessors } from "./access.js";
import type { Half } from "./memory.js";

/** What a view shows of itself on a console. */
const SHOWN = Symbol("shown");

/** What the views of all structs of a schema are proxies of: it has no fields, but knows how theirs are used. */
class Target {
  readonly #accessors: Accessors;

  constructor(accessors: Accessors) {
    this.#accessors = accessors;
  }

  static accessors(target: Target): Accessors {
    return target.#accessors;
  }

  /** What a console shows: it looks for this here, and calls it on the view. */
  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return Reflect.get(this, SHOWN);
  }
}

/** The prototype object of views: it has nothing. */
export const viewPrototype: object = Target.prototype;

export function targetFor(accessors: Accessors): object {
  return new Target(accessors);
}

/**
 * The right to use the fields of a struct, and the traps of the view that this makes. It ends for good. A proxy takes a fifth of
 * the time that an object with accessors takes to make, and a view is made for each guard; using a field takes longer.
 */
export class StructAccess implements ProxyHandler<Target> {
  half: Half | undefined;
  cause: Cause | undefined = undefined;
  readonly view: object;

  constructor(
    readonly owner: object,
    target: object,
    half: Half,
    readonly isReadOnly = false,
  ) {
    this.half = half;
    this.view = new Proxy(target as Target, this);
  }

  end(cause: Cause): void {
    this.half = undefined;
    this.cause = cause;
  }

  /** Throws if it has ended. @param action for messages, before "a struct" */
  assertLive(action: string): void {
    if (this.half === undefined) refuse(this, action);
  }

  get(target: Target, key: string | symbol, receiver: unknown): unknown {
    const accessor = Target.accessors(target).get(key);
    if (accessor !== undefined) return accessor.read(this.half ?? refuse(this, `read ${key as string} of`));
    if (key === SHOWN) return this.half === undefined ? "struct { ended }" : { ...(receiver as object) };
    return Reflect.get(Object.prototype, key, receiver) as unknown;
  }

  set(target: Target, key: string | symbol, value: never, receiver: unknown): boolean {
    const accessor = Target.accessors(target).get(key);
    // an object that inherits from a view has fields of its own
    if (receiver !== this.view) return Reflect.defineProperty(receiver as object, key, { value, writable: true, enumerable: true, configurable: true }); // prettier-ignore
    if (accessor === undefined) throw noField(target, key);
    const half = this.half ?? refuse(this, `set ${key as string} of`);
    if (this.isReadOnly) throw readOnlyError(key);
    accessor.write(half, value);
    return true;
  }

  has(target: Target, key: string | symbol): boolean {
    return Target.accessors(target).has(key) || key in Object.prototype;
  }

  ownKeys(target: Target): string[] {
    if (this.half === undefined) refuse(this, "read the keys of");
    return namesOf(target);
  }

  getOwnPropertyDescriptor(target: Target, key: string | symbol): PropertyDescriptor | undefined {
    if (!Target.accessors(target).has(key)) return undefined;
    const value = this.get(target, key, undefined);
    // fixed, but nobody can tell: a proxy may not say so of what its target has not
    return { value, writable: true, enumerable: true, configurable: true };
  }

  defineProperty(target: Target, key: string | symbol): boolean {
    throw noField(target, key);
  }

  deleteProperty(target: Target, key: string | symbol): boolean {
    if (Target.accessors(target).has(key))
      throw new TypeError(`Cannot delete ${String(key)} of a struct: its fields are fixed.`);
    return true;
  }

  preventExtensions(): boolean {
    throw new TypeError(
      "Cannot freeze, seal or fix a struct: its fields are fixed, and their values are there to be changed.",
    );
  }

  setPrototypeOf(): boolean {
    throw new TypeError("Cannot set the prototype of a struct.");
  }
}

const namesOf = (target: Target): string[] => [...Target.accessors(target).keys()] as string[];

function noField(target: Target, key: string | symbol): TypeError {
  const names = namesOf(target).join(", ");
  return new TypeError(
    `Cannot define ${String(key)} of a struct: its fields are fixed. They are ${names}; another schema has others.`,
  );
}

function readOnlyError(key: string | symbol): RegionError {
  return new RegionError(
    "ERR_READ_ONLY",
    `Cannot set ${String(key)} of a struct: its cown was acquired for reading. Acquire it for writing: when(cown, …) without read().`,
  );
}

function refuse({ cause }: StructAccess, action: string): never {
  const { code, because, remedy, site } = cause!;
  throw new RegionError(code, `Cannot ${action} a struct: ${because}${at(site)}. ${remedy}`, { sites: [site] });
}

/** The view of a struct that nobody has given to a cown yet: this can be told of it. That costs more than the view itself. */
export class LooseView extends Given {
  readonly #access: StructAccess;

  private constructor(access: StructAccess) {
    super(access.view);
    this.#access = access;
  }

  static stamp(access: StructAccess): void {
    new LooseView(access);
  }

  static access(value: object): StructAccess | undefined {
    return #access in value ? value.#access : undefined;
  }
}

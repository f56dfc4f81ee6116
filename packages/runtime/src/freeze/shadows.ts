import { kindOf, type Kind } from "../objects/kind.js";
import { nativeMethods } from "../objects/native-methods.js";
import { frozenError } from "./frozen-error.js";
import { regions } from "./regions.js";

type Refusal = (this: object) => never;

/** The methods that refuse, by name: their identity tells that an object has been shadowed. */
const refusals = /* @__PURE__ */ new Map<string, Refusal>();

/** Where something was frozen, while sites are recorded. */
const sites = /* @__PURE__ */ new WeakMap<object, string>();

/**
 * `Object.freeze` does not reach what a Map, Set, Date or RegExp keeps out of sight: own properties of the names of
 * its mutating methods do, for everybody who calls them on the object.
 *
 * @returns the names of the methods to shadow; none for objects without such methods
 */
function shadowed({ base }: Kind): string[] {
  if (!/^(Map|Set|Date|RegExp)$/.test(base)) return [];
  const { prototype } = (globalThis as unknown as Record<string, { prototype: object }>)[base]!;
  return Object.getOwnPropertyNames(prototype).filter((name) => nativeMethods[base]!.changing!.test(name));
}

/** Can the mutating methods be shadowed, or are they already? */
export function canShadow(object: object, kind: Kind): boolean {
  if (isShadowed(object, kind)) return true;
  const isFixed = (name: string): boolean => Object.getOwnPropertyDescriptor(object, name)?.configurable === false;
  return Object.isExtensible(object) && !shadowed(kind).some(isFixed);
}

/** Do all mutating methods of this object refuse? True where there are none. */
export function isShadowed(object: object, kind: Kind): boolean {
  return shadowed(kind).every((name) => {
    const own: unknown = Object.getOwnPropertyDescriptor(object, name)?.value;
    return own !== undefined && own === refusals.get(name);
  });
}

/** Makes the mutating methods refuse. Called when `canShadow` said yes. */
export function shadow(object: object, kind: Kind, site: string | undefined): void {
  if (kind.base === "Error") fixStack(object);
  if (isShadowed(object, kind)) return;
  for (const name of shadowed(kind))
    Object.defineProperty(object, name, { value: refusal(name), enumerable: false, configurable: true });
  if (site !== undefined) sites.set(object, site);
}

/** Some engines keep the stack of an error behind an accessor, which would go on taking another one. */
function fixStack(error: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(error, "stack");
  if (descriptor !== undefined && !("value" in descriptor) && descriptor.configurable === true)
    Object.defineProperty(error, "stack", { value: (error as Error).stack, enumerable: false, configurable: true });
}

function refusal(name: string): Refusal {
  let refuse = refusals.get(name);
  if (refuse === undefined) {
    // a method, because a function would have a prototype to freeze
    const methods = {
      [name](this: object): never {
        throw frozenError(
          `call ${name}() of this ${nameOf(this)}`,
          this,
          sites.get(regions.hook?.behind(this) ?? this),
        );
      },
    };
    refusals.set(name, Object.freeze((refuse = methods[name]!)));
  }
  return refuse;
}

/** For messages: the method may be called on anything. */
function nameOf(value: unknown): string {
  return Object(value) === value
    ? kindOf(regions.hook?.behind(value as object) ?? (value as object)).name
    : String(value);
}

/** Is it one of the methods that freezing put in the place of those that change an object? */
export function isRefusal(value: unknown): boolean {
  return typeof value === "function" && refusals.get(value.name) === value;
}

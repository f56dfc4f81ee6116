import type { Freezability, TypeTraits } from "../types.js";
import { isProxy } from "./proxy.js";
import { inheritedTrait, registrations, sharedTest } from "./traits.js";

/** What sort of thing an object is. */
export interface Kind {
  /** For messages: `plain object`, `instance of Point`, `Promise`. */
  readonly name: string;
  /** The built-in class whose hidden state the object has; `Object`, `Array` or `Function` when it has none. */
  readonly base: string;
  readonly freezable: Freezability;
  readonly movable: NonNullable<TypeTraits<unknown>["movable"]>;
  /** Its class, or one that this extends, came with the host. */
  readonly isHost?: boolean;
  /** The host can give it to another thread, where it goes on; what it has as properties is the host's. */
  readonly isTransferable?: boolean;
  /** Its class is shared by everybody: is this a true instance? */
  readonly isShared?: (value: object) => boolean;
}

const kind = (name: string, base: string, able: "yes" | "no"): Kind => ({ name, base, freezable: able, movable: able });

/** Shared by everybody and left alone: built-in classes, their prototypes, `Math`, `JSON`, … and cowns. */
export const BUILT_IN = /* @__PURE__ */ kind("built-in", "", "no");
/** The prototype object of a class or function. */
export const PROTOTYPE = /* @__PURE__ */ kind("prototype", "Object", "yes");
/** An object or array that no class made; `PLAIN`: with `Object.prototype`. */
export const PLAIN = /* @__PURE__ */ kind("plain object", "Object", "yes");
const BARE = /* @__PURE__ */ kind("plain object", "Object", "yes");
export const ARRAY = /* @__PURE__ */ kind("array", "Array", "yes");
const FUNCTION = /* @__PURE__ */ kind("function", "Function", "yes");
/** A proxy that is no handle. Whatever is asked of it would run its traps. */
export const PROXY = /* @__PURE__ */ kind("proxy", "", "no");
const MODULE = /* @__PURE__ */ kind("module", "", "no");

/** Built-in classes that a region can own, and how freezing treats them by default. */
const freezableBases: Record<string, Freezability | undefined> = {
  Object: "yes",
  Array: "yes",
  Map: "yes",
  Set: "yes",
  Date: "yes",
  RegExp: "yes",
  Error: "yes",
  Number: "yes",
  String: "yes",
  Boolean: "yes",
  BigInt: "yes",
  Symbol: "yes",
  ArrayBuffer: "no",
  DataView: "no",
  TypedArray: "yes", // where it has no elements
};

/** Found for objects of this prototype; forgotten when a class is registered. */
let known = /* @__PURE__ */ new WeakMap<object, Kind>();
let knownAt = 0;

const { hasOwn } = Object;

/** What sort of thing an object is, found out without running any code of its own. */
export function kindOf(value: object): Kind {
  if (isProxy(value)) return PROXY;
  if (typeof value === "function") return isBuiltInClass(value) ? BUILT_IN : FUNCTION;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Array.prototype && Array.isArray(value)) return ARRAY;
  if (
    prototype === Object.prototype &&
    !hasOwn(value, "constructor") &&
    !hasOwn(value, Symbol.toStringTag) &&
    !Array.isArray(value)
  )
    return PLAIN;
  const maker = ownValue(value, "constructor");
  if (typeof maker === "function" && ownValue(maker, "prototype") === value) {
    return isBuiltInClass(maker) ? BUILT_IN : PROTOTYPE;
  }
  const tag = ownValue(value, Symbol.toStringTag);
  if (tag === "Module" && prototype === null) return MODULE;
  if (typeof tag === "string" && ownValue(globalThis, tag) === value) return BUILT_IN;
  if (prototype === null) return Array.isArray(value) ? ARRAY : BARE;
  if (knownAt !== registrations) {
    known = new WeakMap();
    knownAt = registrations;
  }
  let found = known.get(prototype);
  if (found === undefined) known.set(prototype, (found = kindByPrototype(prototype)));
  if (found.isShared?.(value) === true) return BUILT_IN;
  // a prototype only claims what its objects are
  if (found.base === "Object")
    return !Array.isArray(value) ? found : found === BARE ? ARRAY : { ...found, base: "Array" };
  return hasState(value, found.base)
    ? found
    : { ...found, name: instanceOf(found.name), base: "Object", freezable: "no" };
}

/** Classes of hosts whose instances can be transferred to another thread, beside ArrayBuffer. */
const TRANSFERABLE =
  /^(?:instance of )?(?:MessagePort|(?:Readable|Writable|Transform)Stream|ImageBitmap|OffscreenCanvas|VideoFrame|AudioData|RTCDataChannel|MediaSourceHandle|MediaStreamTrack|FileHandle)$/;

function kindByPrototype(prototype: object): Kind {
  let first: string | undefined;
  let isHost = false;
  for (let p: object | null = prototype; p !== null; p = Object.getPrototypeOf(p) as object | null) {
    if (isProxy(p)) return PROXY;
    const isShared = sharedTest(p);
    if (isShared !== undefined) return { ...kind("instance of a shared class", "Object", "no"), isShared };
    const maker = ownValue(p, "constructor");
    const byClass = typeof maker === "function";
    const name = byClass ? ownValue(maker, "name") : ownValue(p, Symbol.toStringTag);
    if (typeof name === "string" && (!byClass || isBuiltInClass(maker))) {
      // every generator function has a prototype object, which comes between it and its generators
      if (!byClass && first === undefined && name.endsWith("Generator")) return PROTOTYPE;
      return kindOn(prototype, first, name, isHost);
    }
    isHost ||= byClass && isHostClass(maker, p);
    first ??= typeof name === "string" && name !== "" ? instanceOf(name) : NAMELESS;
  }
  return kindOn(prototype, first, "Object", isHost);
}

/**
 * @param first the class of the program that made the object, if one did; @param name the nearest built-in class
 * @param isHost a class of the host is in between
 */
function kindOn(prototype: object, first: string | undefined, name: string, isHost: boolean): Kind {
  if (first === undefined && name === "Object") return BARE;
  if (first === undefined && name === "Array") return ARRAY;
  const base = name.endsWith("Error")
    ? "Error"
    : name.replace(/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/, "TypedArray");
  const byDefault = freezableBases[base];
  const isTransferable = TRANSFERABLE.test(first ?? name) && (first === undefined || isHost);
  return {
    name: labelOf(first, name),
    base,
    freezable: inheritedTrait(prototype, "freezable") ?? (first === undefined ? byDefault : undefined) ?? "no",
    movable:
      inheritedTrait(prototype, "movable") ??
      (isTransferable
        ? "opaque"
        : byDefault === undefined || (isHost && (base === "Object" || base === "Error"))
          ? "no"
          : "yes"),
    isHost,
    isTransferable,
  };
}

/**
 * A class that came with the host and is written in JavaScript: `URL` or `AbortController` of Node, and its timers. Its
 * instances have private state, or are known to the host by their identity. The names of the host are not enumerable;
 * those that a program adds to the global object are, unless it takes pains.
 */
function isHostClass(maker: unknown, prototype: object): boolean {
  const name = ownValue(maker as object, "name");
  if (typeof name !== "string" || name === "") return false;
  const found = Object.getOwnPropertyDescriptor(globalThis, name);
  if (found?.value === maker) return found?.enumerable === false;
  return (
    /^(Timeout|Immediate)$/.test(name) &&
    ["hasRef", "unref"].every((method) => typeof ownValue(prototype, method) === "function")
  );
}

/** A class that extends a built-in one with hidden state says so, because that is what matters. */
function labelOf(first: string | undefined, name: string): string {
  if (first === undefined) return name;
  if (first === NAMELESS) return name === "Object" ? first : name;
  return /^Object$|^Array$|Error$/.test(name) ? first : `${first}, a ${name}`;
}

const instanceOf = (name: string): string => `instance of ${name}`;

/** Built-in questions that only an object with that state answers; it has none, or keeps it in properties, otherwise. */
const probes: Record<string, ((value: object) => unknown) | undefined> = {
  Array: (value) => Array.isArray(value) || fail(),
  Map: (value) => Map.prototype.has.call(value as Map<unknown, unknown>, 0),
  Set: (value) => Set.prototype.has.call(value as Set<unknown>, 0),
  Date: (value) => Date.prototype.getTime.call(value as Date),
  RegExp: (value) => Object.getOwnPropertyDescriptor(value, "lastIndex") ?? fail(),
  Number: (value) => Number.prototype.valueOf.call(value),
  String: (value) => String.prototype.valueOf.call(value),
  Boolean: (value) => Boolean.prototype.valueOf.call(value),
  BigInt: (value) => BigInt.prototype.valueOf.call(value),
  Symbol: (value) => Symbol.prototype.valueOf.call(value as unknown as symbol),
  ArrayBuffer: (value) => Reflect.get(ArrayBuffer.prototype, "byteLength", value),
  DataView: (value) => ArrayBuffer.isView(value) || fail(),
  TypedArray: (value) => ArrayBuffer.isView(value) || fail(),
};

function hasState(value: object, base: string): boolean {
  try {
    probes[base]?.(value);
    return true;
  } catch {
    return false;
  }
}

function fail(): never {
  throw new TypeError();
}

const NAMELESS = "instance of a nameless class";

/** Was it made by a built-in class itself, of whichever realm, or by none? */
export function isOfBuiltInClass(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null ? !Array.isArray(object) : kindOf(prototype) === BUILT_IN;
}

/** Is it an object, array, function or prototype that no class made, all of whose parts are properties? */
export function isOrdinary(kind: Kind): boolean {
  return kind === PLAIN || kind === ARRAY || kind === BARE || kind === FUNCTION || kind === PROTOTYPE;
}

/** Does reading such an object take more than looking up a property? Its hidden state answers, or methods run on the object itself. */
export function hasHiddenState({ base, movable }: Kind): boolean {
  return movable === "opaque" || (base !== "Object" && base !== "Array" && base !== "Function");
}

/** The value of an own data property, or undefined; runs neither accessors nor traps. */
function ownValue(object: object, key: PropertyKey): unknown {
  return isProxy(object) ? undefined : Object.getOwnPropertyDescriptor(object, key)?.value;
}

function isBuiltInClass(value: unknown): boolean {
  return (
    typeof value === "function" &&
    ownValue(value, "prototype") !== undefined &&
    /\[native code]\s*}$/.test(Function.prototype.toString.call(value))
  );
}

import { isProxy } from "./proxy.js";

/** Shared by everybody and left alone: built-in classes, their prototypes, `Math`, `JSON`, … */
export const BUILT_IN = "built-in";
/** The prototype object of a class or function. */
export const PROTOTYPE = "prototype";
/** An object or array that no class made. */
const PLAIN = "plain object";
const ARRAY = "array";
const FUNCTION = "function";
/** A proxy that is no handle. Whatever is asked of it would run its traps. */
const PROXY = "proxy";

const INSTANCE = "instance of ";

/**
 * What sort of thing an object is, found out without running any code of its own: one of the constants above,
 * `instance of Point`, or the name of a built-in whose state no property shows (`Map`, `Promise`, `Uint8Array`).
 */
export function kindOf(value: object): string {
  if (isProxy(value)) return PROXY;
  if (typeof value === "function") return isBuiltInClass(value) ? BUILT_IN : FUNCTION;
  const maker = ownValue(value, "constructor");
  if (typeof maker === "function" && ownValue(maker, "prototype") === value) {
    return isBuiltInClass(maker) ? BUILT_IN : PROTOTYPE;
  }
  const tag = ownValue(value, Symbol.toStringTag);
  if (tag === "Module") return tag;
  if (typeof tag === "string" && ownValue(globalThis, tag) === value) return BUILT_IN;
  return kindByPrototype(value);
}

function kindByPrototype(value: object): string {
  const base = Array.isArray(value) ? ARRAY : PLAIN;
  let kind = base;
  let prototype = Object.getPrototypeOf(value) as object | null;
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    if (isProxy(prototype)) return PROXY;
    const maker = ownValue(prototype, "constructor");
    const byClass = typeof maker === "function";
    const name = byClass ? ownValue(maker, "name") : ownValue(prototype, Symbol.toStringTag);
    if (typeof name === "string" && (!byClass || isBuiltInClass(maker))) {
      // every generator function has a prototype object, which comes between it and its generators
      if (!byClass && kind === base && name.endsWith("Generator")) return PROTOTYPE;
      if (name === "Object" || (name === "Array" && base === ARRAY)) return kind;
      // an error is an ordinary object with a stack
      return name.endsWith("Error") ? INSTANCE + name : name;
    }
    if (kind === base) kind = INSTANCE + (typeof name === "string" && name !== "" ? name : "a nameless class");
  }
  return kind;
}

/** Was it made by a class of the program? */
export function isInstance(kind: string): boolean {
  return kind.startsWith(INSTANCE);
}

/** Are all parts of it properties? */
export function isOrdinary(kind: string): boolean {
  return kind === PLAIN || kind === ARRAY || kind === FUNCTION || kind === PROTOTYPE;
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

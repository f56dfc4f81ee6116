import { BUILT_IN, kindOf, type Kind } from "../objects/kind.js";
import { nativeMethods } from "../objects/native-methods.js";
import { nativeMethod } from "./native-methods.js";
import { opaqueMethod } from "./opaque-methods.js";

/** Prototypes whose members need the object itself as `this`, and those whose members run on handles like any code. */
const builtInPrototypes = /* @__PURE__ */ new WeakMap<object, boolean>();

/**
 * Reads a property of an object with hidden state. What the engine keeps out of sight (the entries of a Map, the time
 * of a Date, `#private` fields) it shows to its own methods only, and only for the object itself: they are called on
 * it, with the checks of a handle around them. Everything else runs on the handle.
 */
export function readState(kind: Kind, object: object, key: PropertyKey, receiver: unknown): unknown {
  for (let holder: object | null = object; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    const found = Object.getOwnPropertyDescriptor(holder, key);
    if (found === undefined) continue;
    const native = holder !== object && holder !== Object.prototype && isBuiltInPrototype(holder);
    const opaque = holder !== object && !native && kind.movable === "opaque" && holder !== Object.prototype;
    const hidden =
      native && (holder === bufferPrototype() || nativeMethods[kind.base]?.generic?.test(String(key)) !== true);
    if (!("value" in found)) {
      const getter = Reflect.get(found, "get") as (() => unknown) | undefined;
      const self = hidden || opaque || (holder === object && isNative(getter)) ? object : receiver;
      return getter === undefined ? undefined : Reflect.apply(getter, self, []);
    }
    if (typeof found.value !== "function" || key === "constructor") return found.value;
    if (hidden) return nativeMethod(found.value as () => unknown, key, kind.base);
    return opaque ? opaqueMethod(found.value as () => unknown) : found.value;
  }
  return substitute(kind.base, object, key, receiver);
}

/** What built-in functions know of an object without asking for a property, and would not find in a proxy. */
function substitute(base: string, object: object, key: PropertyKey, handle: unknown): unknown {
  if (key === Symbol.toStringTag && /^(Date|RegExp|Error|Number|String|Boolean)$/.test(base)) return base;
  if (key !== "toJSON") return undefined;
  if (base === "Number") return () => Number(handle);
  if (base === "String") return () => String(handle);
  if (base === "Boolean") return () => Boolean.prototype.valueOf.call(object);
  return base === "BigInt" ? () => BigInt.prototype.valueOf.call(object) : undefined;
}

function isBuiltInPrototype(holder: object): boolean {
  let known = builtInPrototypes.get(holder);
  if (known === undefined) {
    // methods of Node's Buffer are no built-ins, and need the object itself like those
    known = holder !== Array.prototype && (kindOf(holder) === BUILT_IN || holder === bufferPrototype());
    builtInPrototypes.set(holder, known);
  }
  return known;
}

function bufferPrototype(): object | undefined {
  return (globalThis as { Buffer?: { prototype: object } }).Buffer?.prototype;
}

/** Some engines keep the stack of an error behind an accessor of their own. */
function isNative(accessor: (() => unknown) | undefined): boolean {
  return accessor !== undefined && /\[native code]\s*}$/.test(Function.prototype.toString.call(accessor));
}

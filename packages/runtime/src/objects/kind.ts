import { isProxy } from "./proxy.js";

/**
 * What sort of thing an object is, found out without running any code of its own:
 * - `plain`, `array`, `function`: what regions hold and `freeze` freezes
 * - `constant`: shared by everybody and left alone (built-in classes, their prototypes, `Math`, …)
 * - `prototype`: the prototype object of a class or function
 * - `instance`: made by a class
 * - `proxy`: a proxy of somebody else
 * - `exotic`: holds state that no property shows (Map, Promise, ArrayBuffer, …)
 */
export interface Kind {
  readonly sort: "plain" | "array" | "function" | "constant" | "prototype" | "instance" | "proxy" | "exotic";
  /** For messages: "an array", "a Promise", "an instance of Point". */
  readonly label: string;
}

const PLAIN: Kind = { sort: "plain", label: "a plain object" };
const ARRAY: Kind = { sort: "array", label: "an array" };
const FUNCTION: Kind = { sort: "function", label: "a function" };
const CONSTANT: Kind = { sort: "constant", label: "a built-in" };
const PROTOTYPE: Kind = { sort: "prototype", label: "a prototype" };
const PROXY: Kind = { sort: "proxy", label: "a proxy" };

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
const { getPrototypeOf, getOwnPropertyDescriptor } = Object;

const typedArrayTag = /* @__PURE__ */ getOwnPropertyDescriptor(
  /* @__PURE__ */ getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

/** Classifies an object. Never calls a getter, a trap or anything else that belongs to the user. */
export function kindOf(value: object): Kind {
  if (isProxy(value)) return PROXY;
  if (typeof value === "function") return isBuiltInClass(value) ? CONSTANT : FUNCTION;
  const prototype = getPrototypeOf(value);
  if (Array.isArray(value)) {
    // the prototype of arrays is itself an array, in every realm
    if (value === arrayPrototype) return CONSTANT;
    return prototype === arrayPrototype || prototype === null || Array.isArray(prototype) ? ARRAY : instance(value);
  }
  if (prototype === null || prototype === objectPrototype || isForeignObjectPrototype(prototype)) return plain(value);
  return instance(value);
}

function plain(value: object): Kind {
  const tag = ownValue(value, Symbol.toStringTag);
  if (tag === "Module") return exotic("a module namespace");
  if (isPrototypeObject(value)) return isBuiltInClass(ownValue(value, "constructor")) ? CONSTANT : PROTOTYPE;
  if (value === objectPrototype || (typeof tag === "string" && ownValue(globalThis, tag) === value)) return CONSTANT;
  return PLAIN;
}

function instance(value: object): Kind {
  if (isPrototypeObject(value)) return isBuiltInClass(ownValue(value, "constructor")) ? CONSTANT : PROTOTYPE;
  if (ArrayBuffer.isView(value)) {
    return exotic(typedArrayTag?.call(value) === undefined ? "a DataView" : "a typed array");
  }
  let name: string | undefined;
  for (let p: object | null = getPrototypeOf(value); p !== null && p !== objectPrototype; p = getPrototypeOf(p)) {
    if (isProxy(p)) return PROXY;
    const maker = ownValue(p, "constructor");
    if (typeof maker === "function") {
      const makerName = ownValue(maker, "name");
      if (isBuiltInClass(maker) && makerName !== "Object") {
        return /Error$/.test(String(makerName))
          ? { sort: "instance", label: article(name ?? makerName) }
          : exotic(article(makerName));
      }
      name ??= typeof makerName === "string" && makerName !== "" ? `instance of ${makerName}` : "instance of a class";
    } else {
      const tag = ownValue(p, Symbol.toStringTag);
      if (typeof tag === "string" && /Generator$|Iterator$/.test(tag))
        return exotic(article(tag === "AsyncGenerator" ? "async generator" : tag === "Generator" ? "generator" : tag));
      name ??= maker === undefined ? undefined : "instance of a class";
    }
  }
  return { sort: "instance", label: article(name ?? "object with a prototype of its own") };
}

const exotic = (label: string): Kind => ({ sort: "exotic", label });

function article(name: unknown): string {
  return `${/^[AEIOU]/i.test(String(name)) ? "an" : "a"} ${String(name)}`;
}

/** The value of an own data property, or undefined; accessors are not called. */
export function ownValue(object: object, key: PropertyKey): unknown {
  return getOwnPropertyDescriptor(object, key)?.value;
}

function isPrototypeObject(value: object): boolean {
  const maker = ownValue(value, "constructor");
  return typeof maker === "function" && !isProxy(maker) && ownValue(maker, "prototype") === value;
}

function isBuiltInClass(value: unknown): boolean {
  return (
    typeof value === "function" &&
    !isProxy(value) &&
    getOwnPropertyDescriptor(value, "prototype") !== undefined &&
    /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(value))
  );
}

/** `Object.prototype` of another realm (a vm context, an iframe). */
function isForeignObjectPrototype(prototype: object): boolean {
  if (isProxy(prototype)) return false;
  return (
    getPrototypeOf(prototype) === null &&
    isBuiltInClass(ownValue(prototype, "constructor")) &&
    isPrototypeObject(prototype)
  );
}

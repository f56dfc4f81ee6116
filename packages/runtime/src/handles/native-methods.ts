import { Adoption, ownerOf, setMark } from "../heap/ownership.js";
import { noteChange } from "../heap/region.js";
import { bufferOf, elementsOf } from "../objects/children.js";
import { nativeMethods } from "../objects/native-methods.js";
import { collectionMethods } from "./collection-methods.js";
import { assertNotReading, assertReadable, assertWritable } from "./dead.js";
import { accessOf, faceBehind } from "./face.js";
import { guardIterator } from "./guard-iterator.js";
import { onHandles, type Call, type Method } from "./on-handles.js";
import { primitive } from "./primitive.js";
import { viewIn } from "./view.js";

/** Made once, so that `h.get === h.get`. */
const methods = /* @__PURE__ */ new WeakMap<Method, Method>();

/** @returns the method of a built-in class with hidden state, for handles */
export function nativeMethod(native: Method, key: PropertyKey, base: string): Method {
  let method = methods.get(native);
  if (method === undefined) methods.set(native, (method = wrap(native, key, base)));
  return method;
}

function wrap(native: Method, key: PropertyKey, base: string): Method {
  const name = String(key);
  const action = `call ${name}() of this ${base}`;
  const { changing, numeric } = nativeMethods[base] ?? {};
  const changes = changing?.test(name) === true;
  const iterates = key === Symbol.iterator || /^(keys|values|entries)$/.test(name);
  // what a Buffer does to its arguments, code of Node's decides
  const own = base !== "TypedArray" || native === typedArrays[key];
  const hint = !own
    ? undefined
    : numeric?.test(name) === true
      ? "number"
      : /^(exec|join)$/.test(name)
        ? "string"
        : undefined;
  const run = collectionMethods[base]?.[native.name];
  return onHandles(native, (call, args) => {
    const { access, face, handle } = call;
    const check = (): unknown =>
      changes ? assertWritable(access, face, action, "nothing") : assertReadable(access, face, action);
    check();
    if (run !== undefined)
      return run(call, args, (change, key) => assertWritable(access, face, action, change, key), native);
    const given = args.map((value) => (hint === undefined ? binary(value) : primitive(value, hint)));
    if (base === "TypedArray" && key === "set") given.splice(0, 2, listOf(args[0]), primitive(args[1], "number"));
    if (base === "RegExp") settleLastIndex(call, action);
    // converting what was given may have run code that ended the handle
    check();
    if (changes) assertWritable(access, face, action, base === "Date" ? "anything" : undefined);
    const object = base === "TypedArray" && own ? plainView(face.object, key, handle) : face.object;
    const show = (value: unknown): unknown => (value === object ? handle : viewIn(access, face, undefined, value));
    const callbacks = given.map((value) =>
      typeof value === "function" && base === "TypedArray" ? shielded(value as Method, check, show) : value,
    );
    const result: unknown = Reflect.apply(native, object, callbacks);
    if (key === "sort") {
      // it ran on a copy, because the comparison may have ended the handle
      check();
      Uint8Array.prototype.set.call(face.object as Uint8Array, object as Uint8Array);
    }
    if (result === object) return handle;
    return iterates ? guardIterator(call, result as Iterator<unknown>) : seen(call, result);
  });
}

/** A callback that gets handles, and is not called any more when the handle has ended. */
function shielded(callback: Method, check: () => unknown, show: (value: unknown) => unknown): Method {
  return function (this: unknown, ...args: unknown[]): unknown {
    check();
    return Reflect.apply(callback, this, args.map(show));
  };
}

/** Built-in code wants memory itself, not its handle. */
function binary(value: unknown): unknown {
  const face = typeof value === "object" && value !== null ? faceBehind(value) : undefined;
  if (face === undefined || !/^(TypedArray|DataView|ArrayBuffer)$/.test(face.kind?.base ?? "")) return value;
  assertReadable(accessOf(value as object)!, face, "pass the handle");
  return face.object;
}

/** The numbers of a list, read like any code reads them. */
function listOf(source: unknown): unknown {
  const list = binary(source);
  if (typeof list !== "object" || list === null || ArrayBuffer.isView(list)) return list;
  const { length } = list as { length: unknown };
  return Array.from({ length: Number(primitive(length, "number")) || 0 }, (_, i) =>
    primitive((list as Record<number, unknown>)[i], "number"),
  );
}

/** `lastIndex` may hold an object of the region, which is converted like one that is given. */
function settleLastIndex({ access, face }: Call, action: string): void {
  const pattern = face.object as RegExp;
  // a pattern that remembers where it was is changed by every match
  const flag = (name: string): unknown => Reflect.get(RegExp.prototype, name, pattern);
  if (flag("global") === true || flag("sticky") === true) {
    assertNotReading(access, action);
    noteChange(access.region);
  }
  const lastIndex: unknown = Object.getOwnPropertyDescriptor(pattern, "lastIndex")?.value;
  if (typeof lastIndex === "object" && lastIndex !== null)
    pattern.lastIndex = Number(primitive(viewIn(access, face, undefined, lastIndex), "number"));
}

const typedArrays = /* @__PURE__ */ (() =>
  Object.getPrototypeOf(Uint8Array.prototype) as Record<PropertyKey, unknown>)();

/**
 * Methods of typed arrays ask the object for its constructor, and may hand it the buffer: they run on a view of the
 * same memory, which has a constructor of its own where that is harmless; sorting runs on a copy.
 */
function plainView(object: object, key: PropertyKey, handle: object): object {
  const array = object as Uint8Array;
  const name = Reflect.get(typedArrays, Symbol.toStringTag, array) as string;
  const type = (globalThis as unknown as Record<string, Uint8ArrayConstructor>)[name]!;
  if (key === "sort") return new type(array);
  const offset = Reflect.get(typedArrays, "byteOffset", array) as number;
  const plain = new type(bufferOf(array) as ArrayBuffer, offset, elementsOf(array));
  if (/^(map|filter|slice)$/.test(String(key)))
    Object.defineProperty(plain, "constructor", { value: (handle as { constructor: unknown }).constructor });
  return plain;
}

/** What a method returned, as code outside the region may see it. */
function seen({ access, face }: Call, result: unknown): unknown {
  if (typeof result !== "object" || result === null || !ArrayBuffer.isView(result))
    return viewIn(access, face, undefined, result);
  // subclasses of typed arrays stay what they are
  const prototype = Object.getPrototypeOf(face.object) as object;
  if (
    face.kind?.name !== face.kind?.base &&
    Object.prototype.isPrototypeOf.call(Object.getPrototypeOf(result) as object, prototype)
  )
    Object.setPrototypeOf(result, prototype);
  const region = ownerOf(bufferOf(result)!);
  // a new view of memory that the region owns: subarray()
  if (region?.state === "live" && ownerOf(result) === undefined) {
    const adoption = new Adoption(true);
    adoption.join(region);
    setMark(result, adoption);
    region.size += 1;
  }
  return viewIn(access, face, undefined, result);
}

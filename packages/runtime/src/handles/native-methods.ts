import { Adoption, ownerOf, setMark } from "../heap/ownership.js";
import { bufferOf } from "../objects/children.js";
import { mutators } from "../objects/mutators.js";
import { collectionMethods } from "./collection-methods.js";
import { assertReadable, assertWritable } from "./dead.js";
import { accessOf, Face, faceBehind } from "./face.js";
import { guardIterator } from "./guard-iterator.js";
import { onHandles, type Call, type Method } from "./on-handles.js";
import { view, viewIn } from "./view.js";

/** Made once, so that `h.get === h.get`. */
const methods = /* @__PURE__ */ new WeakMap<Method, Method>();

/** @returns the method of a built-in class with hidden state, for handles */
export function nativeMethod(native: Method, key: PropertyKey, base: string): Method {
  let method = methods.get(native);
  if (method === undefined) methods.set(native, (method = wrap(native, key, base)));
  return method;
}

function wrap(native: Method, key: PropertyKey, base: string): Method {
  const action = `call ${String(key)}() of this ${base}`;
  const changes = typeof key === "string" && mutators[base]?.test(key) === true;
  const iterates = key === Symbol.iterator || key === Symbol.matchAll || /^(keys|values|entries)$/.test(String(key));
  const run = collectionMethods[base]?.[native.name];
  return onHandles(native, (call, args) => {
    const { access, face } = call;
    const check = (): unknown => (changes ? assertWritable : assertReadable)(access, face, action);
    check();
    if (run !== undefined) return run(call, args, () => assertWritable(access, face, action), native);
    const callback = typeof args[0] === "function";
    const given = args.map((value) => argument(value, callback ? "" : base, check));
    // converting what was given may have run code that ended the handle
    check();
    const sorts = base === "TypedArray" && key === "sort";
    const target = face.object as Uint8Array;
    const object = sorts ? target.slice() : target;
    const result: unknown = Reflect.apply(native, object, given);
    if (sorts) {
      check();
      Uint8Array.prototype.set.call(target, object);
      return call.handle;
    }
    return iterates ? guardIterator(call, result as Iterator<unknown>) : seen(call, result);
  });
}

/** An argument for built-in code, which keeps none: objects themselves for handles, handles for callbacks, primitives for others. */
function argument(value: unknown, base: string, check: () => unknown): unknown {
  if (typeof value === "function")
    return function (this: unknown, ...args: unknown[]): unknown {
      check();
      return Reflect.apply(value, this, args.map(view));
    };
  if (typeof value !== "object" || value === null) return value;
  const face = faceBehind(value);
  if (face !== undefined) {
    assertReadable(accessOf(value)!, face, "pass the handle");
    return face.object;
  }
  // what goes with a callback is its `this`
  if (base === "") return value;
  if (base === "RegExp") return primitive(value, "string");
  if (Array.isArray(value)) return value.map((element) => primitive(element, "number"));
  return ArrayBuffer.isView(value) || Symbol.iterator in value || "length" in value ? value : primitive(value, "number");
}

/** What the language converts an object to, where it wants a number or a string. */
function primitive(value: unknown, hint: "number" | "string"): unknown {
  if (typeof value !== "object" || value === null) return value;
  const convert: unknown = Reflect.get(value, Symbol.toPrimitive);
  return typeof convert === "function"
    ? Reflect.apply(convert, value, [hint])
    : Date.prototype[Symbol.toPrimitive].call(value as Date, hint);
}

/** What a method returned, as code outside the region may see it. */
function seen({ handle, face }: Call, result: unknown): unknown {
  const object = face.object;
  if (result === object) return handle;
  const buffer = typeof result === "object" && result !== null ? bufferOf(result) : undefined;
  const region = buffer && ownerOf(buffer);
  // a new view of memory that the region owns: subarray()
  if (region?.state === "live" && ownerOf(result as object) === undefined) {
    const adoption = new Adoption(true);
    adoption.join(region);
    setMark(result as object, adoption);
    region.size += 1;
  }
  return viewIn(face, undefined, result);
}

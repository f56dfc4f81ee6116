import { Adoption, ownerOf, setMark } from "../heap/ownership.js";
import { bufferOf } from "../objects/children.js";
import { mutators } from "../objects/mutators.js";
import { collectionMethods, guardIterator } from "./collection-methods.js";
import { assertReadable, assertWritable } from "./dead.js";
import { accessOf, Face, faceBehind } from "./face.js";
import { onHandles, type Call } from "./on-handles.js";
import { view, viewIn } from "./view.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Made once, so that `h.get === h.get`. */
const methods = /* @__PURE__ */ new WeakMap<Method, Method>();

/** @returns the built-in method of a class with hidden state, for handles */
export function nativeMethod(native: Method, key: PropertyKey, base: string): Method {
  let method = methods.get(native);
  if (method === undefined) methods.set(native, (method = wrap(native, key, base)));
  return method;
}

function wrap(native: Method, key: PropertyKey, base: string): Method {
  const action = `call ${String(key)}()`;
  const changes = typeof key === "string" && (mutators[base]?.test(key) ?? false);
  const iterates = key === Symbol.iterator || key === Symbol.matchAll || /^(keys|values|entries)$/.test(String(key));
  const run = collectionMethods[base]?.[native.name];
  return onHandles(native, (call, args) => {
    const { access, face } = call;
    const check = (): unknown => (changes ? assertWritable : assertReadable)(access, face, action);
    check();
    if (run !== undefined) return run(call, args, () => assertWritable(access, face, action), native);
    const result = Reflect.apply(native, Face.object(face), args.map(given));
    return iterates ? guardIterator(call, result as Iterator<unknown>) : seen(call, result);
  });
}

/** An argument for built-in code, which keeps none: objects themselves for handles, and handles for callbacks. */
function given(value: unknown): unknown {
  if (typeof value === "function")
    return function (this: unknown, ...args: unknown[]): unknown {
      return Reflect.apply(value, this, args.map(view));
    };
  const face = typeof value === "object" && value !== null ? faceBehind(value) : undefined;
  if (face === undefined) return value;
  assertReadable(accessOf(value as object)!, face, "pass the handle");
  return Face.object(face);
}

/** What a method returned, as code outside the region may see it. */
function seen({ handle, face }: Call, result: unknown): unknown {
  const object = Face.object(face);
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

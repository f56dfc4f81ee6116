import { ownerOf } from "../heap/ownership.js";
import { becomeDirty } from "../heap/region.js";
import { kindOf } from "../objects/kind.js";
import { assertNotReading, assertReadable, isLive, ownObject } from "./dead.js";
import { accessOf, faceBehind } from "./face.js";
import { guardIterator } from "./guard-iterator.js";
import { onHandles, type Call, type Method } from "./on-handles.js";
import { viewIn } from "./view.js";

const methods = /* @__PURE__ */ new WeakMap<Method, Method>();

/**
 * A method of a class that is registered as opaque. It runs on the object itself, and gets the objects of the same
 * region themselves too, because it may keep them. What it does there nobody sees: the region is dirty afterwards.
 */
export function opaqueMethod(native: Method): Method {
  let method = methods.get(native);
  if (method === undefined) methods.set(native, (method = onHandles(native, (call, args) => run(native, call, args))));
  return method;
}

function run(native: Method, call: Call, args: unknown[]): unknown {
  const { access, face } = call;
  assertReadable(access, face, `call ${native.name}()`);
  // what it would change nobody could see
  assertNotReading(access, `call ${native.name}(), a method of an opaque class,`);
  const live = isLive(access, face);
  const object = live ? ownObject(face) : face.object;
  const region = ownerOf(object);
  const given = args.map((value) => {
    if (typeof value === "function")
      return function (this: unknown, ...shown: unknown[]): unknown {
        return Reflect.apply(
          value,
          this,
          shown.map((part) => outside(call, object, part)),
        );
      };
    const other = typeof value === "object" && value !== null ? faceBehind(value) : undefined;
    if (other === undefined || !live || !isLive(accessOf(value as object)!, other)) return value;
    const behind = ownObject(other);
    return ownerOf(behind) === region ? behind : value;
  });
  if (live && region !== undefined) becomeDirty(region);
  return outside(call, object, Reflect.apply(native, object, given));
}

/** What opaque code gives away, as code outside the region may see it. */
function outside(call: Call, object: object, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value === object) return call.handle;
  const { base } = kindOf(value);
  if (base === "Promise") return (value as Promise<unknown>).then((result) => outside(call, object, result));
  if (/Generator$|Iterator$/.test(base)) return guardIterator(call, value as Iterator<unknown>);
  // a list that was made for the occasion
  if (Array.isArray(value) && ownerOf(value) === undefined && !Object.isFrozen(value))
    return value.map((element) => outside(call, object, element));
  return viewIn(call.access, call.face, undefined, value);
}

import { ownerOf } from "../heap/ownership.js";
import { assertReadable, isLive, ownObject } from "./dead.js";
import { accessOf, Face, faceBehind } from "./face.js";
import { onHandles } from "./on-handles.js";
import { viewIn } from "./view.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

const methods = /* @__PURE__ */ new WeakMap<Method, Method>();

/**
 * A method of a class that is registered as opaque. It runs on the object itself, and gets the objects of the same
 * region themselves too, because it may keep them. What it does there nobody sees: the region is dirty afterwards.
 */
export function opaqueMethod(native: Method): Method {
  let method = methods.get(native);
  if (method === undefined) methods.set(native, (method = wrap(native)));
  return method;
}

function wrap(native: Method): Method {
  return onHandles(native, ({ handle, access, face }, args) => {
    assertReadable(access, face, `call ${native.name}`);
    const live = isLive(access, face);
    const object = live ? ownObject(face) : Face.object(face);
    const region = ownerOf(object);
    const given = args.map((value) => {
      const other = typeof value === "object" && value !== null ? faceBehind(value) : undefined;
      if (other === undefined || !live || !isLive(accessOf(value as object)!, other)) return value;
      const behind = ownObject(other);
      return ownerOf(behind) === region ? behind : value;
    });
    if (live && region !== undefined) region.dirty = true;
    const result = Reflect.apply(native, object, given);
    return result === object ? handle : viewIn(face, undefined, result);
  });
}

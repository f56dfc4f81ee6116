import type { Access } from "../heap/region.js";
import type { Face, Target } from "./face.js";
import { view, viewIn } from "./view.js";

/**
 * Makes the target of a handle an exact image of the frozen object behind it, and freezes it too, so that the
 * proxy may say so: `Object.isFrozen(handle)` is then true. From here on nothing can change any more.
 */
export function matchTarget(target: Target, access: Access, face: Face, object: object): void {
  if (!Object.isExtensible(target)) return;
  Object.setPrototypeOf(target, view(Object.getPrototypeOf(object)) as object | null);
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    if ("value" in descriptor) descriptor.value = viewIn(access, face, key, descriptor.value);
    Object.defineProperty(target, key, descriptor);
  }
  Object.preventExtensions(target);
}

import type { Face } from "./face.js";
import { view } from "./view.js";

/**
 * Makes the target of a handle an exact image of the frozen object behind it, and freezes it too, so that the
 * proxy may say so: `Object.isFrozen(handle)` is then true. From here on nothing can change any more.
 */
export function matchTarget(face: Face, object: object): void {
  if (!Object.isExtensible(face)) return;
  Object.setPrototypeOf(face, Object.getPrototypeOf(object) as object | null);
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    if ("value" in descriptor) descriptor.value = view(descriptor.value);
    Object.defineProperty(face, key, descriptor);
  }
  Object.preventExtensions(face);
}

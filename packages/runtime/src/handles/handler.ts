import { defineField, deleteField, storeField, storePrototype } from "../barrier/write.js";
import { Access, DEAD, LIVE, type Role } from "../heap/access.js";
import type { RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { arrayMethods } from "./array-methods.js";
import { assertReadable, assertWritable } from "./dead.js";
import { dispose } from "./dispose.js";
import { accessOf, Face, faceBehind, faceOf } from "./face.js";
import { matchTarget } from "./frozen-target.js";
import { view, viewObject } from "./view.js";

type Fields = Record<PropertyKey, unknown>;

/**
 * The traps of a handle. One object serves all handles that end together, and `state` is the one field that ends
 * them. The short way through `get` and `set` is what every program pays; everything unusual is a function call.
 */
export class Handler extends Access implements ProxyHandler<Face> {
  get(face: Face, key: PropertyKey, receiver: unknown): unknown {
    if (this.state !== LIVE && !this.#mayRead(face, key)) return dispose;
    const object = Face.object(face) as Fields;
    const value = Face.hasAccessors(face) ? Reflect.get(object, key, receiver) : object[key];
    switch (typeof value) {
      case "object": {
        if (value === null) return null;
        const child = faceOf(value);
        return (child !== undefined ? Face.handle(child) : undefined) ?? viewObject(value);
      }
      case "function":
        return Array.isArray(object) ? (arrayMethods(key, value) ?? value) : value;
      case "undefined":
        return key === Symbol.dispose && this.role !== "transient" ? dispose : undefined;
      default:
        return value;
    }
  }

  set(face: Face, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const object = Face.object(face) as Fields;
    const type = typeof value;
    if (
      this.state === LIVE &&
      (type === "number" || type === "string" || type === "boolean" || value === undefined || value === null) &&
      key !== "__proto__" &&
      !Face.hasAccessors(face) &&
      this.region.children.size === 0 &&
      Face.handle(face) === receiver
    ) {
      try {
        object[key] = value;
        return true;
      } catch {
        // read-only: which way is found out below
      }
    }
    return this.#store(face, key, value, receiver);
  }

  #store(face: Face, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const object = Face.object(face);
    assertWritable(this, face, `set ${JSON.stringify(String(key))}`);
    if (typeof receiver !== "object" || receiver === null) return false;
    if (faceBehind(receiver) === face) return storeField(ownerOf(object)!, object, key, value, receiver);
    // a local object inherits from the handle: the field becomes its own
    return Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true });
  }

  has(face: Face, key: PropertyKey): boolean {
    this.#assertReadable(face, key);
    return key in Face.object(face) || (key === Symbol.dispose && this.role !== "transient");
  }

  deleteProperty(face: Face, key: PropertyKey): boolean {
    assertWritable(this, face, `delete ${JSON.stringify(String(key))}`);
    const object = Face.object(face);
    return deleteField(ownerOf(object)!, object, key);
  }

  defineProperty(face: Face, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    assertWritable(this, face, `define ${JSON.stringify(String(key))}`);
    const object = Face.object(face);
    return defineField(ownerOf(object)!, object, key, descriptor);
  }

  ownKeys(face: Face): (string | symbol)[] {
    this.#assertReadable(face, "its keys");
    return Reflect.ownKeys(Face.object(face));
  }

  getOwnPropertyDescriptor(face: Face, key: PropertyKey): PropertyDescriptor | undefined {
    this.#assertReadable(face, key);
    const object = Face.object(face);
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return undefined;
    if ("value" in descriptor) descriptor.value = view(descriptor.value);
    if (this.#isFrozen(object)) matchTarget(face, object);
    // an object of a region may change hands, so no field is fixed for ever as far as its handle can tell
    else if (key === "length" && Array.isArray(object)) descriptor.writable = true;
    else descriptor.configurable = true;
    return descriptor;
  }

  getPrototypeOf(face: Face): object | null {
    this.#assertReadable(face, "its prototype");
    return Object.getPrototypeOf(Face.object(face)) as object | null;
  }

  setPrototypeOf(face: Face, prototype: object | null): boolean {
    assertWritable(this, face, "set the prototype");
    return storePrototype(Face.object(face), prototype);
  }

  isExtensible(face: Face): boolean {
    this.#assertReadable(face, "its extensibility");
    const object = Face.object(face);
    if (!this.#isFrozen(object)) return true;
    matchTarget(face, object);
    return false;
  }

  preventExtensions(face: Face): boolean {
    this.#assertReadable(face, "its extensibility");
    const object = Face.object(face);
    if (!this.#isFrozen(object)) {
      throw new TypeError(
        "Object.freeze, Object.seal and Object.preventExtensions are shallow and cannot be used on an object of a region. " +
          "Use freeze() from regions-runtime, which freezes all that it reaches.",
      );
    }
    matchTarget(face, object);
    return true;
  }

  #isFrozen(object: object): boolean {
    return ownerOf(object)?.state === "frozen";
  }

  /** @returns false when a dead handle is asked for its dispose method, which it keeps: disposing twice is silent */
  #mayRead(face: Face, key: PropertyKey): boolean {
    if (this.state === DEAD && key === Symbol.dispose && this.role !== "transient") return false;
    this.#assertReadable(face, key);
    return true;
  }

  #assertReadable(face: Face, key: PropertyKey): void {
    if (this.state !== LIVE) assertReadable(this, face, `read ${typeof key === "string" ? key : String(key)}`);
  }
}

/** Gives a region its accesses; see `Grant`. */
export function grant(region: RegionRecord, role: Role, object: object | undefined, site: string | undefined): Access {
  return new Handler(region, role, object, site);
}

/** The handle's access if it is one, dead or alive. */
export { accessOf };

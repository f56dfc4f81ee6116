import { defineField, deleteField, isElement, isLength, storeField, storePrototype } from "../barrier/write.js";
import { Access, DEAD, FROZEN, LIVE, type RegionRecord, type Role } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { arrayMethods } from "./array-methods.js";
import { assertReadable, assertWritable } from "./dead.js";
import { dispose } from "./dispose.js";
import { Face, faceBehind, faceOf } from "./face.js";
import { matchTarget } from "./frozen-target.js";
import { readState } from "./hidden-state.js";
import { viewIn, viewObject } from "./view.js";

type Fields = Record<PropertyKey, unknown>;

/**
 * The traps of a handle. One object serves all handles that end together, and `state` is the one field that ends
 * them. The short way through `get` and `set` is what every program pays; everything unusual is a function call.
 */
class Handler extends Access implements ProxyHandler<Face> {
  get(face: Face, key: PropertyKey, receiver: unknown): unknown {
    const object = Face.plain(face) as Fields | undefined;
    if (object === undefined || this.state !== LIVE) return readSlowly(this, face, key, receiver);
    const value = object[key];
    if (typeof value === "object") {
      if (value === null) return null;
      const child = faceOf(value);
      return (child !== undefined ? Face.handle(child) : undefined) ?? viewObject(value);
    }
    return typeof value === "function" || value === undefined ? show(this, face, key, value) : value;
  }

  set(face: Face, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const object = Face.plain(face) as Fields | undefined;
    if (
      object !== undefined &&
      this.state === LIVE &&
      (value === null || (typeof value !== "object" && typeof value !== "function")) &&
      key !== "__proto__" &&
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
    return writeSlowly(this, face, key, value, receiver);
  }

  has(face: Face, key: PropertyKey): boolean {
    if (this.state !== LIVE) assertReadable(this, face, reading(key));
    return key in Face.object(face) || (key === Symbol.dispose && this.role !== "transient");
  }

  deleteProperty(face: Face, key: PropertyKey): boolean {
    const region = assertWritable(this, face, `delete ${quote(key)}`);
    return deleteField(region, Face.object(face), key);
  }

  defineProperty(face: Face, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    if (isLength(Face.object(face), key) && "value" in descriptor)
      descriptor = { ...descriptor, value: Number(descriptor.value) };
    const region = assertWritable(this, face, `define ${quote(key)}`);
    return defineField(region, Face.object(face), key, descriptor);
  }

  ownKeys(face: Face): (string | symbol)[] {
    assertReadable(this, face, "read its keys");
    return Reflect.ownKeys(Face.object(face));
  }

  getOwnPropertyDescriptor(face: Face, key: PropertyKey): PropertyDescriptor | undefined {
    if (this.state !== LIVE) assertReadable(this, face, reading(key));
    const object = Face.object(face);
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return undefined;
    if ("value" in descriptor) descriptor.value = viewIn(face, key, descriptor.value);
    if (isFrozenFor(this, object)) matchTarget(face, object);
    // an object of a region may change hands, so no field is fixed for ever as far as its handle can tell
    else if (isLength(object, key)) descriptor.writable = true;
    else descriptor.configurable = true;
    return descriptor;
  }

  getPrototypeOf(face: Face): object | null {
    assertReadable(this, face, "read its prototype");
    return Object.getPrototypeOf(Face.object(face)) as object | null;
  }

  setPrototypeOf(face: Face, prototype: object | null): boolean {
    assertWritable(this, face, "set the prototype");
    return storePrototype(Face.object(face), prototype);
  }

  isExtensible(face: Face): boolean {
    assertReadable(this, face, "read its extensibility");
    const object = Face.object(face);
    if (!isFrozenFor(this, object)) return true;
    matchTarget(face, object);
    return false;
  }

  preventExtensions(face: Face): boolean {
    assertReadable(this, face, "read its extensibility");
    const object = Face.object(face);
    if (!isFrozenFor(this, object)) {
      throw new TypeError(
        "Object.freeze, Object.seal and Object.preventExtensions are shallow and cannot be used on an object of a region. " +
          "Use freeze() from regions-runtime, which freezes all that it reaches.",
      );
    }
    matchTarget(face, object);
    return true;
  }
}

/** Reading when there may be a getter, or when the access is not live. */
function readSlowly(access: Access, face: Face, key: PropertyKey, receiver: unknown): unknown {
  if (access.state !== LIVE) {
    // disposing twice is silent, so a dead handle keeps the method for it
    if (access.state === DEAD && key === Symbol.dispose && access.role !== "transient") return dispose;
    assertReadable(access, face, reading(key));
  }
  const object = Face.object(face);
  const kind = Face.kind(face);
  const value: unknown =
    kind === undefined ? Reflect.get(object, key, receiver) : readState(kind, object, key, receiver);
  return show(access, face, key, value);
}

function show(access: Access, face: Face, key: PropertyKey, value: unknown): unknown {
  // a borrow must be able to end, whatever its object calls by that name
  if (key === Symbol.dispose && (value === undefined ? access.role !== "transient" : access.role === "borrow"))
    return dispose;
  if (typeof value === "function") return Array.isArray(face) ? (arrayMethods(key, value) ?? value) : value;
  return viewIn(face, key, value);
}

function writeSlowly(access: Access, face: Face, key: PropertyKey, value: unknown, receiver: unknown): boolean {
  const own = typeof receiver === "object" && receiver !== null && faceBehind(receiver) === face;
  if (own && isLength(Face.object(face), key)) value = Number(value);
  if (own && isElement(Face.kind(face), key) && typeof value === "object") value = Number(value);
  const region = assertWritable(access, face, `set ${quote(key)}`);
  if (own) return storeField(region, Face.object(face), key, value, receiver, Face.kind(face));
  if (typeof receiver !== "object" || receiver === null) return false;
  // a local object inherits from the handle: the field becomes its own
  return Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Did `freeze` make it so? What `Object.freeze` did to a single object before it was adopted is not shown. */
function isFrozenFor(access: Access, object: object): boolean {
  return ownerOf(object)?.state === "frozen" || (access.state === FROZEN && Object.isFrozen(object));
}

function quote(key: PropertyKey): string {
  return typeof key === "string" ? JSON.stringify(key) : String(key);
}

function reading(key: PropertyKey): string {
  return `read ${quote(key)}`;
}

/** Gives a region its accesses; see `Grant`. */
export function grant(region: RegionRecord, role: Role, object: object | undefined, site: string | undefined): Access {
  return new Handler(region, role, object, site);
}

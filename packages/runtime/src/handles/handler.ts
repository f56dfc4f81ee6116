import { defineField, deleteField, isElement, isLength, storeField, storePrototype } from "../barrier/write.js";
import { Access, type Change, DEAD, FROZEN, LIVE, noteChange, type RegionRecord, type Role } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { arrayMethods } from "./array-methods.js";
import { assertReadable, assertWritable, regionToWrite } from "./dead.js";
import { dispose } from "./dispose.js";
import { type Face, faceBehind, faceOf, Target } from "./face.js";
import { matchTarget } from "./frozen-target.js";
import { readState } from "./hidden-state.js";
import { primitive } from "./primitive.js";
import { viewFor, viewIn, viewObject } from "./view.js";

type Fields = Record<PropertyKey, unknown>;

/**
 * The traps of a handle. One object serves all handles that end together, and `state` is the one field that ends
 * them. The short way through `get` and `set` is what every program pays; everything unusual is a function call.
 */
class RareTraps extends Access {
  has(target: Target, key: PropertyKey): boolean {
    const face = Target.face(target);
    if (this.state !== LIVE) assertReadable(this, face, reading(key));
    return key in face.object || (key === Symbol.dispose && this.role !== "transient");
  }

  deleteProperty(target: Target, key: PropertyKey): boolean {
    const face = Target.face(target);
    const region = assertWritable(this, face, `delete ${quote(key)}`, fieldChange(face, "delete"), key);
    face.draft?.wrote(key);
    return deleteField(region, face.object, key);
  }

  defineProperty(target: Target, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const face = Target.face(target);
    // `Object.freeze(handle)` of what is frozen changes nothing
    if (isFrozenFor(this, face) && isAlreadySo(descriptor, this.getOwnPropertyDescriptor(target, key))) return true;
    if (isLength(face.object, key) && "value" in descriptor)
      descriptor = { ...descriptor, value: Number(descriptor.value) };
    if (isElement(face.kind, key) && "value" in descriptor)
      descriptor = { ...descriptor, value: primitive(descriptor.value, "number") };
    const region = assertWritable(this, face, `define ${quote(key)}`);
    face.draft?.wrote(undefined);
    return defineField(region, face.object, key, descriptor);
  }

  ownKeys(target: Target): (string | symbol)[] {
    const face = Target.face(target);
    assertReadable(this, face, "read the keys");
    return Reflect.ownKeys(face.object);
  }

  getOwnPropertyDescriptor(target: Target, key: PropertyKey): PropertyDescriptor | undefined {
    const face = Target.face(target);
    if (this.state !== LIVE) assertReadable(this, face, reading(key));
    const { object } = face;
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return undefined;
    if ("value" in descriptor) descriptor.value = viewIn(this, face, key, descriptor.value);
    if (isFrozenFor(this, face)) matchTarget(target, this, face, object);
    // an object of a region may change hands, so no field is fixed for ever as far as its handle can tell
    else if (isLength(object, key)) descriptor.writable = true;
    else descriptor.configurable = true;
    return descriptor;
  }

  getPrototypeOf(target: Target): object | null {
    const face = Target.face(target);
    assertReadable(this, face, "read the prototype");
    const prototype = Object.getPrototypeOf(face.object) as object | null;
    return prototype && viewFor(this, viewObject(prototype));
  }

  setPrototypeOf(target: Target, prototype: object | null): boolean {
    const face = Target.face(target);
    assertWritable(this, face, "set the prototype", "nothing");
    return storePrototype(face.object, prototype);
  }

  isExtensible(target: Target): boolean {
    const face = Target.face(target);
    assertReadable(this, face, "read the extensibility");
    const { object } = face;
    if (!isFrozenFor(this, face)) return true;
    matchTarget(target, this, face, object);
    return false;
  }

  preventExtensions(target: Target): boolean {
    const face = Target.face(target);
    assertReadable(this, face, "read the extensibility");
    const { object } = face;
    if (!isFrozenFor(this, face)) {
      throw new TypeError(
        "Object.freeze, Object.seal and Object.preventExtensions are shallow and cannot be used on an object of a region. " +
          "Use freeze() from regions-runtime, which freezes all that it reaches.",
      );
    }
    matchTarget(target, this, face, object);
    return true;
  }
}

class Handler extends RareTraps implements ProxyHandler<Target> {
  get(target: Target, key: PropertyKey, receiver: unknown): unknown {
    const face = Target.face(target);
    const object = face.plain as Fields | undefined;
    if (object === undefined || this.state !== LIVE) return readSlowly(this, face, key, receiver);
    const value = object[key];
    const type = typeof value;
    if (type === "object") return value === null ? null : showObject(face, key, value as object);
    return type === "function" || type === "undefined" ? show(this, face, key, value) : value;
  }

  set(target: Target, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const face = Target.face(target);
    const object = face.plain as Fields | undefined;
    const { region } = this;
    if (
      object !== undefined &&
      face.draft === undefined &&
      this.state === LIVE &&
      (value === null || (typeof value !== "object" && typeof value !== "function")) &&
      typeof key === "string" &&
      (Array.isArray(object) ? isElementName(key) : key !== "__proto__") &&
      region.children.size === 0 &&
      face.liveHandle() === receiver
    ) {
      if (region.watcher !== undefined) noteChange(region, object, "write", key);
      try {
        object[key] = value;
        return true;
      } catch {
        // read-only: which way is found out below
      }
    }
    return writeSlowly(this, face, key, value, receiver);
  }
}

function showObject(face: Face, key: PropertyKey, value: object): unknown {
  if (face.draft !== undefined) return face.draft.view(key, value);
  return faceOf(value)?.liveHandle() ?? viewObject(value);
}

/** Reading when there may be a getter, or when the access is not live. */
function readSlowly(access: Access, face: Face, key: PropertyKey, receiver: unknown): unknown {
  if (access.state !== LIVE) {
    // disposing twice is silent, so a dead handle keeps the method for it
    if (access.state === DEAD && key === Symbol.dispose && access.role !== "transient") return dispose;
    assertReadable(access, face, reading(key));
  }
  const object = face.object;
  const kind = face.kind;
  const value: unknown =
    kind === undefined ? Reflect.get(object, key, receiver) : readState(kind, object, key, receiver);
  return show(access, face, key, value);
}

function show(access: Access, face: Face, key: PropertyKey, value: unknown): unknown {
  // the target says what the fields of a frozen object are, and the engine holds the handle to it
  if (!Object.isExtensible(face.target) && Object.hasOwn(face.target, key)) return viewIn(access, face, key, value);
  // a borrow must be able to end, whatever its object calls by that name
  if (key === Symbol.dispose && (value === undefined ? access.role !== "transient" : access.role === "borrow"))
    return dispose;
  if (typeof value === "function") return Array.isArray(face.object) ? (arrayMethods(key, value) ?? value) : value;
  return viewIn(access, face, key, value);
}

function writeSlowly(access: Access, face: Face, key: PropertyKey, value: unknown, receiver: unknown): boolean {
  const own = typeof receiver === "object" && receiver !== null && faceBehind(receiver) === face;
  if (own && isLength(face.object, key)) value = Number(value);
  if (own && isElement(face.kind, key)) value = primitive(value, "number");
  const change = own ? fieldChange(face, "write") : "nothing";
  const region =
    regionToWrite(access, face, change, key) ?? assertWritable(access, face, `set ${quote(key)}`, "nothing");
  face.draft?.wrote(isLength(face.object, key) ? undefined : key);
  if (own) return storeField(region, face.object, key, value, receiver, face.kind);
  if (typeof receiver !== "object" || receiver === null) return false;
  // a local object inherits from the handle: the field becomes its own
  return Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The index of an element, as engines write it, if it is not huge. Other fields of arrays are taken note of, which takes longer. */
function isElementName(key: string): boolean {
  if (key.length > 9) return false;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return key === "0" || (key.length > 0 && key.charCodeAt(0) !== 48);
}

/** Fields of an object with hidden state are no entries of it. */
function fieldChange(face: Face, change: Change): Change | undefined {
  return face.kind === undefined ? change : undefined;
}

/** Did `freeze` make it so? What `Object.freeze` did to a single object before it was adopted is not shown. */
function isFrozenFor(access: Access, { object, draft }: Face): boolean {
  if (access.state === FROZEN) return Object.isFrozen(object);
  // the object behind a part that nobody has written is frozen, but the part is not
  return (draft === undefined || draft.copy === object) && ownerOf(object)?.state === "frozen";
}

function isAlreadySo(descriptor: PropertyDescriptor, found: PropertyDescriptor | undefined): boolean {
  if (found === undefined) return false;
  return Object.keys(descriptor).every((key) => Object.is(Reflect.get(descriptor, key), Reflect.get(found, key)));
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

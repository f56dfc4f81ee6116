import { faceOf } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { becomeDirty, type RegionRecord } from "../heap/region.js";
import { detach } from "../heap/tree.js";
import { isArrayIndex } from "../objects/array-index.js";
import { irregular } from "../objects/children.js";
import type { Kind } from "../objects/kind.js";
import { Plan } from "./plan.js";

type Fields = Record<PropertyKey, unknown>;

/** The subregion whose owning reference this value is. */
export function heldChild(region: RegionRecord, value: unknown): RegionRecord | undefined {
  if (region.children.size === 0 || typeof value !== "object" || value === null) return undefined;
  const owner = ownerOf(value);
  return owner?.bridge === value && owner.parent === region ? owner : undefined;
}

/** The subregions whose owning references are elements of an array. */
export function childrenIn(region: RegionRecord, array: unknown[], start: number): RegionRecord[] {
  const found: RegionRecord[] = [];
  if (region.children.size === 0) return found;
  for (let i = start; i < array.length; i++) {
    const child = heldChild(region, Object.getOwnPropertyDescriptor(array, i)?.value);
    if (child !== undefined) found.push(child);
  }
  return found;
}

/** `object[key] = value` for an object of a region. @returns false when the field is read-only */
export function storeField(
  region: RegionRecord,
  object: object,
  key: PropertyKey,
  value: unknown,
  receiver: object,
  kind?: Kind,
): boolean {
  if (isElement(kind, key)) {
    (object as Fields)[key] = value;
    return true;
  }
  const own = Object.getOwnPropertyDescriptor(object, key);
  const inherited = own === undefined ? inheritedDescriptor(object, key) : undefined;
  const rule = own ?? inherited;
  if (rule !== undefined && !("value" in rule)) {
    if (key === "__proto__" && inherited !== undefined) return storePrototype(object, value);
    // on some engines the stack of an error is an accessor: it holds what it is given like any field
    if (own !== undefined && kind?.base === "Error" && key === "stack")
      return storeValue(region, object, key, value, own);
    // a setter of an opaque class needs the object itself; every other one is called on the handle
    const opaque = kind?.movable === "opaque" && own === undefined;
    if (opaque) becomeDirty(region);
    return Reflect.set(object, key, value, opaque ? object : receiver);
  }
  if (rule?.writable === false) return false;
  if (isLength(object, key)) return storeLength(region, object, value as number);
  return storeValue(region, object, key, value, own);
}

function storeValue(
  region: RegionRecord,
  object: object,
  key: PropertyKey,
  value: unknown,
  own: PropertyDescriptor | undefined,
): boolean {
  const departing = heldChild(region, own?.value);
  // most writes are of primitives, and change nothing about who owns what
  const plan =
    departing !== undefined || (typeof value === "object" && value !== null)
      ? new Plan(region, departing === undefined ? [] : [departing])
      : undefined;
  const stored = plan === undefined ? value : plan.reference(value, object, key);
  plan?.check();
  // a new field of an object: nothing that it inherits stands in the way, or this would not have been reached
  const isNew = own === undefined && !Array.isArray(object) && Object.isExtensible(object);
  if (isNew || (own !== undefined && "value" in own)) (object as Fields)[key] = stored;
  else if (
    !Reflect.defineProperty(object, key, { value: stored, writable: true, enumerable: true, configurable: true })
  )
    return false;
  plan?.commit();
  noteExtra(object, key);
  return true;
}

/** A field that spreading or slicing does not copy. */
function noteExtra(object: object, key: PropertyKey): void {
  if (typeof key === "symbol" || (Array.isArray(object) && !isArrayIndex(String(key)))) irregular.add(object);
}

/** Is this an element of a typed array? Like `length`: what is given is converted to a number, and never kept. */
export function isElement(kind: Kind | undefined, key: PropertyKey): boolean {
  return kind?.base === "TypedArray" && isIndex(key);
}

/** Would a typed array take it for an index? `"1"` and `"-0"` and `"1.5"`, but not `"01"`. */
function isIndex(key: PropertyKey): key is string {
  return typeof key === "string" && (String(Number(key)) === key || key === "-0");
}

function inheritedDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let p: unknown = Object.getPrototypeOf(object); p !== null; p = Object.getPrototypeOf(p)) {
    const descriptor = Object.getOwnPropertyDescriptor(p, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

/** Prototypes are references too, and none of the reference table's: they stay as they are. */
export function storePrototype(object: object, prototype: unknown): boolean {
  if (Object.getPrototypeOf(object) === prototype) return true;
  // assigning a primitive to __proto__ does nothing anywhere
  if (typeof prototype !== "object" && typeof prototype !== "function") return true;
  throw new TypeError(
    "Cannot change the prototype of an object in a region: what a prototype refers to is not checked. " +
      "Give the object its prototype before it is adopted.",
  );
}

/** `array.length = value`. Subregions in elements that go are free afterwards. */
function storeLength(region: RegionRecord, array: unknown[], length: number): boolean {
  if (length >>> 0 !== length) throw new RangeError("Invalid array length");
  const held = childrenIn(region, array, length);
  const done = Reflect.set(array, "length", length);
  // an element that cannot be deleted stops it half-way
  const left = done ? [] : childrenIn(region, array, length);
  for (const child of held) if (!left.includes(child)) detach(child);
  return done;
}

/** Is this `array.length`? Then what is given is converted to a number, which may run code, before anything is checked. */
export function isLength(object: object, key: PropertyKey): object is unknown[] {
  return key === "length" && Array.isArray(object);
}

/** `Object.defineProperty(object, key, descriptor)` for an object of a region. */
export function defineField(
  region: RegionRecord,
  object: object,
  key: PropertyKey,
  descriptor: PropertyDescriptor,
): boolean {
  const length = isLength(object, key);
  if (length ? descriptor.writable === false : descriptor.configurable === false) {
    throw new TypeError(
      `Cannot define ${String(key)} with ${length ? "writable" : "configurable"}: false through a handle, which could no longer end when its region moves. ` +
        "Leave that out, define the field before the object is adopted, or freeze() the object.",
    );
  }
  if (length && "value" in descriptor) {
    return storeLength(region, object, descriptor.value as number);
  }
  const departing = heldChild(region, Object.getOwnPropertyDescriptor(object, key)?.value);
  const replaces = "value" in descriptor || descriptor.get !== undefined || descriptor.set !== undefined;
  const plan = new Plan(region, departing === undefined || !replaces ? [] : [departing]);
  const changed = { ...descriptor };
  if ("value" in descriptor) changed.value = plan.reference(descriptor.value, object, key);
  plan.check();
  if (!Reflect.defineProperty(object, key, changed)) return false;
  plan.commit();
  irregular.add(object);
  if (descriptor.get !== undefined || descriptor.set !== undefined) faceOf(object)!.setAccessors();
  return true;
}

/** `delete object[key]` for an object of a region. @returns false when the field cannot be deleted */
export function deleteField(region: RegionRecord, object: object, key: PropertyKey): boolean {
  const departing = heldChild(region, Object.getOwnPropertyDescriptor(object, key)?.value);
  if (!Reflect.deleteProperty(object, key)) return false;
  if (departing !== undefined) detach(departing);
  return true;
}

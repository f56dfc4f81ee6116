import { Plan } from "../barrier/plan.js";
import { heldChild } from "../barrier/write.js";
import { LIVE } from "../heap/access.js";
import { ownerOf } from "../heap/ownership.js";
import type { RegionRecord } from "../heap/region.js";
import { detach } from "../heap/tree.js";
import { assertWritable, deadError } from "./dead.js";
import { accessOf, Face, faceBehind } from "./face.js";
import { view } from "./view.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface Batch {
  readonly handle: object;
  readonly array: unknown[];
  readonly region: RegionRecord;
}

/**
 * The methods that change an array, each as one write: either all of it is legal and happens, or nothing does. Left
 * to itself the engine would call a trap per element, and `shift` would pass through states with two owners.
 */
const methods: Record<string, (batch: Batch, args: unknown[]) => unknown> = {
  push: ({ array, region }, args) => {
    const plan = new Plan(region);
    const stored = args.map((value, i) => plan.reference(value, array, array.length + i));
    plan.check();
    for (const value of stored) array.push(value);
    plan.commit();
    return array.length;
  },

  unshift: ({ array, region }, args) => {
    const plan = new Plan(region);
    const stored = args.map((value, i) => plan.reference(value, array, i));
    plan.check();
    array.unshift(...stored);
    plan.commit();
    return array.length;
  },

  pop: ({ array, region }) => release(region, array.pop()),

  shift: ({ array, region }) => release(region, array.shift()),

  splice: ({ array, region }, args) => {
    const start = position(args[0], array.length, 0);
    const room = array.length - start;
    const count = args.length === 0 ? 0 : args.length === 1 ? room : Math.min(Math.max(integer(args[1]), 0), room);
    const plan = new Plan(region, childrenIn(region, array, start, start + count));
    const stored = args.slice(2).map((value, i) => plan.reference(value, array, start + i));
    plan.check();
    const removed = array.splice(start, count, ...stored);
    plan.commit();
    for (const i of removed.keys()) if (i in removed) removed[i] = view(removed[i]);
    return removed;
  },

  fill: ({ handle, array, region }, args) => {
    const start = position(args[1], array.length, 0);
    const end = position(args[2], array.length, array.length);
    if (end <= start) return handle;
    const plan = new Plan(region, childrenIn(region, array, start, end));
    const stored = plan.reference(args[0], array, start);
    // the second slot is what makes a second owner
    if (end - start > 1) plan.reference(args[0], array, start + 1);
    plan.check();
    array.fill(stored, start, end);
    plan.commit();
    return handle;
  },

  copyWithin: ({ handle, array, region }, args) => {
    const after = array.slice().copyWithin(...(args as [number, number, number?]));
    const plan = new Plan(region, childrenIn(region, array, 0, array.length));
    for (const child of childrenIn(region, after, 0, after.length)) plan.reference(child.bridge, array, undefined);
    plan.check();
    array.copyWithin(...(args as [number, number, number?]));
    plan.commit();
    return handle;
  },

  reverse: ({ handle, array }) => {
    array.reverse();
    return handle;
  },

  sort: ({ handle, array }, [compare]) => {
    if (compare === undefined) compare = byText;
    else if (typeof compare !== "function")
      throw new TypeError("The comparison function must be either a function or undefined");
    // the comparison sees handles, and whatever it does to the region happens before the first change
    const sorted = array.slice().sort((a, b) => (compare as (a: unknown, b: unknown) => number)(view(a), view(b)));
    const access = accessOf(handle)!;
    if (access.state !== LIVE) throw deadError(access, "sort an array");
    array.length = sorted.length;
    for (let i = 0; i < sorted.length; i++) {
      if (i in sorted) array[i] = sorted[i];
      else delete array[i];
    }
    return handle;
  },
};

/** Made once, so that `h.push === h.push`. */
const batches = new Map<string, Method>();

/**
 * @param key the property that was read from an array
 * @param found the function found there
 * @returns the batch to use instead, when the function is the built-in method of that name
 */
export function arrayMethods(key: PropertyKey, found: unknown): Method | undefined {
  if (typeof key !== "string" || !Object.hasOwn(methods, key)) return undefined;
  if (found !== Array.prototype[key as "push"]) return undefined;
  let method = batches.get(key);
  if (method === undefined) batches.set(key, (method = asBatch(key, found as Method)));
  return method;
}

function asBatch(name: string, native: Method): Method {
  const run = methods[name]!;
  const method = function (this: unknown, ...args: unknown[]): unknown {
    const face = typeof this === "object" && this !== null ? faceBehind(this) : undefined;
    if (face === undefined) return native.apply(this, args);
    assertWritable(accessOf(this as object)!, face, `${name} an array`);
    const array = Face.object(face);
    // arrays with getters, sealed ones and array-likes: element by element, each write checked by itself
    if (!Array.isArray(array) || Face.plain(face) === undefined || !Object.isExtensible(array))
      return native.apply(this, args);
    return run({ handle: this as object, array, region: ownerOf(array)! }, args);
  };
  Object.defineProperty(method, "name", { value: name });
  Object.defineProperty(method, "length", { value: native.length });
  return method;
}

function release(region: RegionRecord, value: unknown): unknown {
  const child = heldChild(region, value);
  if (child !== undefined) detach(child);
  return view(value);
}

function childrenIn(region: RegionRecord, array: unknown[], start: number, end: number): RegionRecord[] {
  const found: RegionRecord[] = [];
  if (region.children.size === 0) return found;
  for (let i = start; i < end; i++) {
    const child = heldChild(region, array[i]);
    if (child !== undefined) found.push(child);
  }
  return found;
}

function byText(a: unknown, b: unknown): number {
  const x = String(a);
  const y = String(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function integer(value: unknown): number {
  const number = Math.trunc(Number(value));
  return Number.isNaN(number) ? 0 : number;
}

function position(value: unknown, length: number, otherwise: number): number {
  if (value === undefined) return otherwise;
  const index = integer(value);
  return index < 0 ? Math.max(length + index, 0) : Math.min(index, length);
}

import { Plan } from "../barrier/plan.js";
import { childrenIn, heldChild } from "../barrier/write.js";
import { ownerOf } from "../heap/ownership.js";
import { detach } from "../heap/tree.js";
import { type Change, noteChange, type RegionRecord } from "../heap/region.js";
import { assertWritable } from "./dead.js";
import { faceBehind } from "./face.js";
import { type Call, type Method, onHandles } from "./on-handles.js";
import { viewIn } from "./view.js";

/** The region of the array, which will be changed like this; throws when it may not be written. */
type Current = (change: Change) => RegionRecord;
type Batch = (array: unknown[], args: unknown[], native: Method, current: Current, call: Call) => unknown;

/** Made once, so that `h.push === h.push`. */
const batches = new Map<string, Method>();

/**
 * The methods that change an array, each as one write: either all of it is legal and happens, or nothing does. Left
 * to itself the engine would call a trap per element, and `shift` would pass through states with two owners.
 *
 * @param key the property that was read from an array
 * @param found the function found there
 * @returns the batch to use instead, when the function is the built-in method of that name
 */
export function arrayMethods(key: PropertyKey, found: unknown): Method | undefined {
  if (typeof key !== "string" || found !== Array.prototype[key as "push"]) return undefined;
  const known = batches.get(key);
  if (known !== undefined) return known;
  const run = /^(pop|shift)$/.test(key)
    ? remove
    : key === "push"
      ? push
      : /^(unshift|splice|fill|copyWithin|sort|reverse)$/.test(key)
        ? rearrange
        : undefined;
  if (run === undefined) return undefined;
  const method = asBatch(key, found as Method, run);
  batches.set(key, method);
  return method;
}

function asBatch(name: string, native: Method, run: Batch): Method {
  return onHandles(native, (call, args) => {
    const { handle, access, face } = call;
    const current: Current = (change) => assertWritable(access, face, `call ${name}() of an array`, change);
    current("nothing");
    const array = face.object;
    // arrays with getters, sealed ones and array-likes: element by element, each write checked by itself; and elements
    // of frozen arrays that copyWithin would double without anybody noticing
    const doubles = name === "copyWithin" && face.draft !== undefined;
    if (!Array.isArray(array) || face.accessors || !Object.isExtensible(array) || doubles)
      return native.apply(handle, args);
    if (name !== "push") face.draft?.wrote(undefined);
    else for (let i = 0; i < args.length; i++) face.draft?.wrote(String(array.length + i));
    const result = run(array, args, native, current, call);
    return result === array ? handle : result;
  });
}

/** A longer array that has read-only elements is left half changed when shift() meets one of them. */
const SHORT = 1000;

const remove: Batch = (array, _, native, current, { access, face }) => {
  const pops = native === Array.prototype.pop;
  const region = current(pops ? "pop" : "anything");
  // pop() fails before it changes anything; and for long arrays the copy would cost more than all the rest
  const plain = pops || array.length > SHORT;
  const value = plain ? native.call(array) : allOrNothing(array, copyArray(array), () => native.call(array));
  const child = heldChild(region, value);
  if (child !== undefined) detach(child);
  return viewIn(access, face, undefined, value);
};

const push: Batch = (array, args, native, current) => {
  const region = current("nothing");
  const plan = new Plan(region);
  const stored = args.map((value, i) => plan.reference(value, array, array.length + i));
  plan.check();
  for (let i = 0; i < stored.length; i++) noteChange(region, array, "write", array.length + i);
  for (const value of stored) array.push(value);
  plan.commit();
  return array.length;
};

/**
 * Runs the method on a copy, and then writes what came out as one change. By then all code of the user has run:
 * comparisons, and conversions of what was given as a number; the change is judged by what they left behind.
 */
const rearrange: Batch = (array, args, native, current, { access, face }) => {
  const { draft } = face;
  const shown = (value: unknown): unknown => viewIn(access, face, undefined, value);
  for (const value of args) if (isObject(value) && faceBehind(value) === undefined) draft?.keepOriginal(value);
  const after = copyArray(array);
  const [compare] = args;
  let given = args;
  if (native === Array.prototype.sort) {
    // elements are shown as handles, to comparisons and to their own toString
    given = [compare === undefined ? byText : compare];
    if (typeof given[0] === "function") {
      const order = given[0] as (a: unknown, b: unknown) => number;
      given = [(a: unknown, b: unknown) => order(shown(a), shown(b))];
    }
  }
  const result = native.apply(after, given);
  const region = current("anything");
  const plan = new Plan(region, childrenIn(region, array, 0));
  const stored = after.map((value, i) => {
    if (!isObject(value)) return value;
    // a part of a frozen array that was there before stays what it is; everything else is a reference like any other
    const isPart =
      draft !== undefined && !args.includes(value) && ownerOf(value)?.state !== "live" && Object.isFrozen(value);
    return isPart ? draft.latest(value) : plan.reference(value, array, i);
  });
  plan.check();
  allOrNothing(array, copyArray(array), () => overwrite(array, stored));
  plan.commit();
  if (result === after) return array;
  return Array.isArray(result) ? result.map(shown) : result;
};

/** `slice()` would ask the array for a constructor, which may be anything. */
function copyArray(array: unknown[]): unknown[] {
  if (!Object.hasOwn(array, "constructor")) return array.slice();
  const copy = new Array<unknown>(array.length);
  for (let i = 0; i < array.length; i++) if (i in array) copy[i] = array[i];
  return copy;
}

function overwrite(array: unknown[], elements: readonly unknown[]): void {
  array.length = elements.length;
  for (let i = 0; i < elements.length; i++) {
    if (!(i in elements)) Reflect.deleteProperty(array, i);
    else if (!Object.is(array[i], elements[i]) || !(i in array)) array[i] = elements[i];
  }
}

/** Some element may be read-only: then everything is put back that had been changed by then. */
function allOrNothing<T>(array: unknown[], before: readonly unknown[], change: () => T): T {
  try {
    return change();
  } catch (error) {
    overwrite(array, before);
    throw error;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function byText(a: unknown, b: unknown): number {
  const x = String(a);
  const y = String(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

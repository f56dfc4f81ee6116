import { addMember, clearContents, deleteKey, setEntry } from "../barrier/collections.js";
import { type Change, noteChange, type RegionRecord } from "../heap/region.js";
import { assertReadable } from "./dead.js";
import { accessOf, faceBehind } from "./face.js";
import { guardIterator } from "./guard-iterator.js";
import type { Call, Method } from "./on-handles.js";
import { viewIn } from "./view.js";

type Collection = Map<unknown, unknown> & Set<unknown>;
/** Throws unless the collection may be written; returns the region that owns it. It will be changed like this. */
type Writable = (change: Change, key?: unknown) => RegionRecord;
type Run = (call: Call, args: unknown[], writable: Writable, native: Method) => unknown;

// bundlers may only drop what they know to have no effect, which reading a property is not
const maps = /* @__PURE__ */ (() => Map.prototype)();
const sets = /* @__PURE__ */ (() => Set.prototype)();
const behind = ({ face }: Call): Collection => face.object as Collection;

/**
 * The key or member that a collection has for a value: the object itself for its handle, or the frozen object that it
 * stands for, where that has not been replaced yet.
 */
function keyIn(call: Call, base: typeof maps | typeof sets, value: unknown): unknown {
  const face = typeof value === "object" && value !== null ? faceBehind(value) : undefined;
  if (face === undefined) return value;
  assertReadable(accessOf(value as object)!, face, "look up the handle");
  const { draft } = face;
  if (draft === undefined) return face.object;
  if (draft.copy !== undefined && base.has.call(behind(call), draft.copy)) return draft.copy;
  return call.face.draft?.isPart(draft.base) === true ? draft.base : draft.standIn();
}

const clear =
  (base: typeof maps | typeof sets): Run =>
  (call, _, writable) => {
    const region = writable("anything");
    clearContents(region, behind(call), base);
  };

const forEach =
  (base: typeof maps | typeof sets): Run =>
  (call, [callback, self], _, native) => {
    // a callback that is none is refused by the engine itself
    if (typeof callback !== "function") return Reflect.apply(native, behind(call), [callback]);
    base.forEach.call(behind(call), (value: unknown, key: unknown) => {
      assertReadable(call.access, call.face, "continue forEach()");
      Reflect.apply(callback, self, [
        viewIn(call.access, call.face, undefined, value),
        viewIn(call.access, call.face, undefined, key),
        call.handle,
      ]);
    });
    return undefined;
  };

const iterate =
  (pairs: boolean): Run =>
  (call, _, __, native) =>
    guardIterator(call, Reflect.apply(native, behind(call), []) as Iterator<unknown>, pairs);

const mapGet: Run = (call, [key]) =>
  viewIn(call.access, call.face, undefined, maps.get.call(behind(call), keyIn(call, maps, key)));

const mapHas: Run = (call, [key]) => maps.has.call(behind(call), keyIn(call, maps, key));

/** A frozen object that is given itself is another key than the part of a frozen Map or Set that it is, too. */
function keepOriginal({ face }: Call, key: unknown): void {
  if (typeof key === "object" && key !== null && faceBehind(key) === undefined) face.draft?.keepOriginal(key);
}

const mapSet: Run = (call, [key, value], writable) => {
  const region = writable("nothing");
  keepOriginal(call, key);
  const known = keyIn(call, maps, key);
  noteChange(region, behind(call), "write", known);
  setEntry(region, behind(call), known, value, key);
  return call.handle;
};

function mapInsert(call: Call, key: unknown, make: () => unknown, ...rest: [Writable, Method]): unknown {
  if (mapHas(call, [key], ...rest) === false) mapSet(call, [key, make()], ...rest);
  return mapGet(call, [key], ...rest);
}

/** Methods of sets that make a new set, or compare: they work on a set of handles. */
const algebra: Run = (call, args, _, native) => {
  const members = new Set<unknown>();
  sets.forEach.call(behind(call), (member: unknown) => members.add(viewIn(call.access, call.face, undefined, member)));
  return Reflect.apply(native, members, args);
};

const deleteFrom =
  (base: typeof maps | typeof sets): Run =>
  (call, [key], writable) => {
    const region = writable("nothing");
    const known = keyIn(call, base, key);
    noteChange(region, behind(call), "delete", known);
    return deleteKey(region, behind(call), base, known);
  };

/** What Map and Set do on handles, by the names of their methods. */
export const collectionMethods: Record<string, Record<string, Run | undefined> | undefined> = {
  Map: {
    get: mapGet,
    has: mapHas,
    set: mapSet,
    delete: /* @__PURE__ */ deleteFrom(maps),
    clear: /* @__PURE__ */ clear(maps),
    forEach: /* @__PURE__ */ forEach(maps),
    keys: /* @__PURE__ */ iterate(false),
    values: /* @__PURE__ */ iterate(false),
    entries: /* @__PURE__ */ iterate(true),
    getOrInsert: (call, [key, value], writable, native) => mapInsert(call, key, () => value, writable, native),
    getOrInsertComputed: (call, [key, compute], writable, native) =>
      typeof compute === "function"
        ? mapInsert(call, key, () => Reflect.apply(compute, undefined, [key]), writable, native)
        : Reflect.apply(native, behind(call), [key, compute]),
  },
  Set: {
    has: (call, [value]) => sets.has.call(behind(call), keyIn(call, sets, value)),
    add: (call, [value], writable) => {
      const region = writable("nothing");
      keepOriginal(call, value);
      const known = keyIn(call, sets, value);
      noteChange(region, behind(call), "write", known);
      addMember(region, behind(call), known, value);
      return call.handle;
    },
    delete: /* @__PURE__ */ deleteFrom(sets),
    clear: /* @__PURE__ */ clear(sets),
    forEach: /* @__PURE__ */ forEach(sets),
    values: /* @__PURE__ */ iterate(false),
    entries: /* @__PURE__ */ iterate(true),
    union: algebra,
    intersection: algebra,
    difference: algebra,
    symmetricDifference: algebra,
    isSubsetOf: algebra,
    isSupersetOf: algebra,
    isDisjointFrom: algebra,
  },
};

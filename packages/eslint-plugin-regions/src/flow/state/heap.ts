import type { TSESTree } from "@typescript-eslint/utils";
import type { Variable } from "../../lower/ir.js";
import type { AbstractObject, Kind, ObjectTable, Path } from "./abstract-object.js";
import { aged, part, pathOf } from "./abstract-object.js";
import type { Fact, FactKind } from "./facts.js";
import { addFact, DEEP, hasFact, NO_FACTS } from "./facts.js";
import { FieldMap } from "./field-map.js";
import * as intMap from "./int-map.js";
import type { PointsTo } from "./points-to.js";
import { fromIds, NOTHING, union } from "./points-to.js";
import type { Cursor, Fields } from "./state.js";

/**
 * Keys of links between objects that are no fields of the program:
 * the object behind a borrow, what a per-iteration element stands for, the raw object behind a region's handle.
 */
export const BORROWED = "@borrowed";
export const ELEMENT_OF = "@element";
export const RAW = "@raw";
/** Of a bound function: the function, and the receiver given to it. */
export const BOUND = "@bound";
export const BOUND_THIS = "@this";
export const BOUND_ARGUMENT = "@argument";
/** Of a function that another one has made: what stands for a variable of that one, and what that holds. */
export const capturedKey = ({ id }: Variable): string => `@captured ${String(id)}`;
export const CAPTURED_THIS = "@captured this";
export const HELD = "@held";
/** What a view was made from, if that may not be a buffer. */
export const SOURCE = "@source";
export const AWAITED = "@await";
/** Of the promise of an async callback: the borrow that is lent to it. */
export const LENT = "@lent";
/** The bridge of the region that an object belongs to. */
export const OWNER = "@owner";
/** The field of a guard. */
export const VALUE = "value";
/** What a cown holds, as far as it was seen to be given to it. */
export const CONTENT = "@content";
/** Objects whose fields were spread into this one. */
export const SPREAD = "@spread";
/** Of what stands for one of several elements: which of them it is was lost when they changed places. */
export const UNPLACED = "@unplaced";
/** Of what stands for one of several elements: it is none of them any more, since it was taken out. */
export const TAKEN = "@taken";
/** Any element: of an array by an unknown index, a value of a Map, a member of a Set. */
export const ANY = "[]";
export const MAP_KEY = "[key]";

/** What stands under the key that a variable holds, while it holds it. */
export const variableKey = ({ id }: Variable): string => `[${String(id)}]`;

const ENTRY = "[=";
/** The value of a Map under a primitive key that is known. */
export const entryKey = (key: unknown): string => `${ENTRY}${typeof key} ${String(key)}]`;
/** The value of a Map under an object that this function tells from all others. */
export const identityKey = ({ id }: AbstractObject): string => `${ENTRY}@${String(id)}]`;
export const isIdentity = (key: string): boolean => key.startsWith(`${ENTRY}@`);
export const isEntry = (key: string): boolean => key.startsWith(ENTRY);
/** What `get` gave at one place for a key, of something of unknown type: callers may know that it is a Map. */
export const gotKey = (entry: string, at: TSESTree.Node): string => `(${entry})${String(at.range[0])}`;
export const isGot = (key: string | undefined): boolean => key?.startsWith("(") === true;
/** The key of the entry that it is, if it is a Map; undefined: it is no such key. */
export const entryGot = (key: string): string | undefined =>
  isGot(key) ? key.slice(1, key.lastIndexOf(")")) : undefined;
/** Whether a key stands for one of several elements. */
export const isVague = (key: string | undefined): boolean => key?.startsWith("[") === true && !isEntry(key);

export const isIndex = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57;
};
/** Elements, whichever way they are addressed: "0", "[]", "[i]". */
export const isElementKey = (key: string): boolean => isIndex(key) || (key.startsWith("[") && key !== MAP_KEY);

export function factsOf(cursor: Cursor, object: AbstractObject): readonly Fact[] {
  return intMap.get(cursor.facts, object.id) ?? NO_FACTS;
}

export function addFactTo(cursor: Cursor, object: AbstractObject, fact: Fact): void {
  if (object.isLost) return;
  const old = factsOf(cursor, object);
  const next = addFact(old, fact);
  if (next !== old) cursor.facts = intMap.set(cursor.facts, object.id, next);
}

export function removeFacts(cursor: Cursor, object: AbstractObject, gone: (fact: Fact) => boolean): void {
  const old = factsOf(cursor, object);
  if (!old.some(gone)) return;
  const rest = old.filter((fact) => !gone(fact));
  cursor.facts = rest.length === 0 ? intMap.remove(cursor.facts, object.id) : intMap.set(cursor.facts, object.id, rest);
}

export function isKnown(cursor: Cursor, object: AbstractObject, kind: FactKind): boolean {
  return hasFact(factsOf(cursor, object), kind);
}

/** Whether it is known to be the handle of a region, and still is. */
export function isRegion(cursor: Cursor, object: AbstractObject): boolean {
  return object.isRegion && !factsOf(cursor, object).some(({ kind }) => kind === "frozen" || kind === "merged");
}

/** The stored value of a field or link; undefined: never stored. */
export function stored(cursor: Cursor, object: AbstractObject, key: string): PointsTo | undefined {
  return intMap.get(cursor.heap, object.id)?.map.get(key);
}

/** What a field is known to hold: what was stored in it, or what was read from it before. */
export function known(cursor: Cursor, object: AbstractObject, key: string): PointsTo {
  return stored(cursor, object, key) ?? object.parts?.get(key)?.single ?? NOTHING;
}

/** What a field of a value, or of the lender of a borrow, is known to hold. */
export function readKnown(table: ObjectTable, cursor: Cursor, value: PointsTo, key: string): PointsTo {
  let out: PointsTo = NOTHING;
  for (const id of value) {
    for (const holder of holders(cursor, table, table.objects[id]!)) out = union(out, known(cursor, holder, key));
  }
  return out;
}

function writable(cursor: Cursor, object: AbstractObject): FieldMap {
  const fields = intMap.get(cursor.heap, object.id);
  if (fields?.edit === cursor.edit) return fields.map;
  const map = (fields?.map ?? FieldMap.EMPTY).copy();
  cursor.heap = intMap.set(cursor.heap, object.id, { edit: cursor.edit, map });
  return map;
}

export function store(cursor: Cursor, object: AbstractObject, key: string, value: PointsTo): void {
  if (stored(cursor, object, key) !== value) writable(cursor, object).set(key, value);
}

export function storeMore(cursor: Cursor, object: AbstractObject, key: string, value: PointsTo): void {
  store(cursor, object, key, union(stored(cursor, object, key) ?? NOTHING, value));
}

export function forget(cursor: Cursor, object: AbstractObject, key: string): void {
  if (stored(cursor, object, key) !== undefined) writable(cursor, object).delete(key);
}

export function fieldsOf(cursor: Cursor, object: AbstractObject): FieldMap | undefined {
  return intMap.get(cursor.heap, object.id)?.map;
}

const NO_FIELDS: Fields = { edit: {}, map: FieldMap.EMPTY };

/** What is handed on one after the other, as in double buffering, is told apart in any case. */
const TRANSFERABLE = new Set<Kind>(["ArrayBuffer", "TypedArray", "MessagePort", "OffscreenCanvas", "ImageBitmap"]);

/**
 * Brings an object that its place has just created into being. What stood for the one before stands for an old one
 * now, if there is anything to tell them apart by: renaming costs in proportion to the state.
 */
export function create(cursor: Cursor, table: ObjectTable, object: AbstractObject): void {
  createAll(cursor, table, object.alone);
}

/** The same for several at once, for which the state is renamed once. */
export function createAll(cursor: Cursor, table: ObjectTable, objects: readonly AbstractObject[]): void {
  const before = objects.filter((object) => isToldApart(cursor, table, object));
  if (before.length > 0) age(cursor, table, before);
  for (const { id } of objects) cursor.heap = intMap.set(cursor.heap, id, NO_FIELDS);
}

function isToldApart(cursor: Cursor, table: ObjectTable, object: AbstractObject): boolean {
  return (
    ((object.isRegion || TRANSFERABLE.has(object.kind)) && intMap.get(cursor.heap, object.id) !== undefined) ||
    isAdopted(cursor, object) ||
    isClosure(cursor, object) ||
    isOfGuard(cursor, table, object) ||
    (cursor.facts !== undefined && hasFacts(cursor, object))
  );
}

/** Functions that one place makes in turn have variables of their own. */
const isClosure = (cursor: Cursor, object: AbstractObject): boolean =>
  (object.fn !== undefined || stored(cursor, object, HELD) !== undefined) &&
  intMap.get(cursor.heap, object.id) !== undefined;

/** Whether it is a promise of a guard, which somebody has to dispose of. */
const isOfGuard = (cursor: Cursor, table: ObjectTable, object: AbstractObject): boolean =>
  object.kind === "Promise" &&
  (stored(cursor, object, AWAITED) ?? NOTHING).some((id) => table.objects[id]!.kind === "Guard");

function hasFacts(cursor: Cursor, object: AbstractObject): boolean {
  if (intMap.get(cursor.facts, object.id) !== undefined) return true;
  for (const each of object.parts?.values() ?? []) if (hasFacts(cursor, each)) return true;
  return false;
}

function age(cursor: Cursor, table: ObjectTable, objects: readonly AbstractObject[]): void {
  const renamed = new Map<number, number>();
  const collect = (each: AbstractObject): void => {
    renamed.set(each.id, aged(table, each).id);
    for (const child of [...(each.parts?.values() ?? [])]) collect(child);
  };
  objects.forEach(collect);
  const rename = (value: PointsTo): PointsTo => {
    for (const id of value) if (renamed.has(id)) return fromIds(value.map((each) => renamed.get(each) ?? each));
    return value;
  };
  const { edit } = cursor;
  const renameIn = (fields: Fields): Fields => {
    const map = fields.map.map(rename);
    return map === fields.map ? fields : { edit, map };
  };
  cursor.variables = intMap.map(cursor.variables, rename);
  cursor.temps = intMap.map(cursor.temps, rename);
  for (const temp of cursor.defined) cursor.local[temp] = rename(cursor.local[temp]!);
  cursor.heap = intMap.map(cursor.heap, renameIn);
  for (const [id, to] of renamed) {
    if (to === id) continue;
    const target = table.objects[to]!;
    const fields = intMap.get(cursor.heap, id);
    if (fields !== undefined) {
      const known = writable(cursor, target);
      fields.map.forEach((value, key) => {
        known.set(key, union(known.get(key) ?? NOTHING, value));
      });
      cursor.heap = intMap.remove(cursor.heap, id);
    }
    for (const fact of intMap.get(cursor.facts, id) ?? NO_FACTS) addFactTo(cursor, target, fact);
    cursor.facts = intMap.remove(cursor.facts, id);
  }
}

/** Whether a write replaces what was there: the object stands for exactly one at this point. */
export function isSingular(object: AbstractObject): boolean {
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent) {
    if (each.old || isVague(each.key)) return false;
  }
  return true;
}

/** What the fields of built-in objects are. */
const PART_KINDS: Partial<Record<Kind, Readonly<Partial<Record<string, Kind>>>>> = {
  TypedArray: { buffer: "ArrayBuffer" },
  DataView: { buffer: "ArrayBuffer" },
  MessageChannel: { port1: "MessagePort", port2: "MessagePort" },
  Response: { body: "Stream" },
};

/** The unknown part `key` of an object. What holds deeply for the whole holds for it. */
export function unknownPart(cursor: Cursor, table: ObjectTable, object: AbstractObject, key: string): AbstractObject {
  const child = part(table, object, key);
  const kind = PART_KINDS[object.kind]?.[key];
  if (kind !== undefined) child.kind = kind;
  for (const fact of factsOf(cursor, object)) {
    // Private fields are out of reach for all but the class itself.
    if (DEEP.has(fact.kind) && !key.startsWith("#")) addFactTo(cursor, child, { ...fact, via: [...fact.via, key] });
  }
  return child;
}

/** The objects at the end of a chain of links. */
function endsOf(
  cursor: Cursor,
  table: ObjectTable,
  object: AbstractObject,
  first: PointsTo,
  link: string,
): readonly AbstractObject[] {
  const [only] = first;
  // nearly all chains are of one link
  if (first.length === 1 && stored(cursor, table.objects[only!]!, link) === undefined)
    return table.objects[only!]!.alone;
  const seen = new Set([object.id, ...first]);
  const ends: AbstractObject[] = [];
  for (const id of seen) {
    const next = stored(cursor, table.objects[id]!, link);
    if (next === undefined) ends.push(table.objects[id]!);
    else next.forEach((each) => seen.add(each));
  }
  return ends;
}

/** The objects that hold the fields: of a borrow, those of its lender. */
export function holders(cursor: Cursor, table: ObjectTable, object: AbstractObject): readonly AbstractObject[] {
  const lenders = stored(cursor, object, BORROWED);
  return lenders === undefined ? object.alone : endsOf(cursor, table, object, lenders, BORROWED);
}

/** What a per-iteration element stands for; undefined: it is no such element. */
export function originsOf(
  cursor: Cursor,
  table: ObjectTable,
  object: AbstractObject,
): readonly AbstractObject[] | undefined {
  const origins = stored(cursor, object, ELEMENT_OF);
  return origins && endsOf(cursor, table, object, origins, ELEMENT_OF);
}

/** Whether it stands for one of the elements of which it is not known where they stand. */
export function isElement(cursor: Cursor, array: AbstractObject, object: AbstractObject): boolean {
  const origins = object.loop === undefined ? undefined : stored(cursor, object, ELEMENT_OF);
  const elements = origins && stored(cursor, array, ANY);
  return elements !== undefined && origins!.every((id) => elements.includes(id));
}

/** Whether it is the raw object of something in a region. */
export const isAdopted = (cursor: Cursor, object: AbstractObject): boolean =>
  !object.isHandle && stored(cursor, object, OWNER) !== undefined;

/** What stands in a region for some of `objects` that it adopted, and for which. */
export function handlesFor(
  cursor: Cursor,
  table: ObjectTable,
  objects: ReadonlyMap<AbstractObject, unknown>,
): ReadonlyMap<AbstractObject, AbstractObject> {
  const handles = new Map<AbstractObject, AbstractObject>();
  if (![...objects.keys()].some((each) => isAdopted(cursor, each))) return handles;
  intMap.forEach(cursor.heap, ({ map }, id) => {
    const raw = map.get(RAW)?.find((each) => objects.has(table.objects[each]!));
    const handle = table.objects[id]!;
    if (raw !== undefined && !objects.has(handle)) handles.set(handle, table.objects[raw]!);
  });
  return handles;
}

/** How the callers of a function know an object, or the elements that it stands for one of. */
export function pathsOf(cursor: Cursor, table: ObjectTable, object: AbstractObject): Path[] {
  const own = pathOf(object);
  if (own !== undefined) return [own];
  return (originsOf(cursor, table, object) ?? []).flatMap((each) => pathOf(each) ?? []);
}

/** Whether it, or what it is a part of, was taken out of the list of which it was an element. */
export function isTaken(cursor: Cursor, table: ObjectTable, object: AbstractObject): boolean {
  if (stored(cursor, object, TAKEN) !== undefined) return true;
  for (let each = object.parent; each !== undefined; each = each.parent) {
    // One of those that were taken out together.
    const among = stored(cursor, each, ELEMENT_OF) ?? NOTHING;
    if ([each.id, ...among].some((id) => stored(cursor, table.objects[id]!, TAKEN) !== undefined)) return true;
  }
  return false;
}

/** The elements that something may be one of, which share what is done to it. */
export function stillAmong(cursor: Cursor, table: ObjectTable, object: AbstractObject): readonly AbstractObject[] {
  if (isTaken(cursor, table, object)) return [];
  const found = new Set(stored(cursor, object, ELEMENT_OF));
  const ends: AbstractObject[] = [];
  for (const id of found) {
    const each = table.objects[id]!;
    const next = isTaken(cursor, table, each) ? undefined : stored(cursor, each, ELEMENT_OF);
    if (next === undefined) ends.push(each);
    else next.forEach((other) => found.add(other));
  }
  return ends;
}

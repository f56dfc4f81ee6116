import type { AbstractObject, ObjectTable } from "../state/abstract-object.js";
import { isUnowned } from "../values/copies.js";
import { DEAD } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import {
  BORROWED,
  factsOf,
  isKnown,
  isRegion,
  isTaken,
  originsOf,
  OWNER,
  store,
  stored,
  storeMore,
  VALUE,
} from "../state/heap.js";
import { reach } from "../state/reach.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** The fields and elements of living objects of regions that hold a bridge: one of them owns it. */
export function slotsOf(
  cursor: Cursor,
  table: ObjectTable,
  bridge: AbstractObject,
): { readonly holder: AbstractObject; readonly key: string }[] {
  const slots: { holder: AbstractObject; key: string }[] = [];
  intMap.forEach(cursor.heap, (fields, id) => {
    const holder = table.objects[id]!;
    // a guard shows what its cown owns
    if (holder === bridge || !(holder.isHandle || holder.isRegion || holder.kind === "Guard")) return;
    if (factsOf(cursor, holder).some((fact) => DEAD.has(fact.kind))) return;
    fields.map.forEach((value, key) => {
      if (!key.startsWith("@") && value.includes(bridge.id)) slots.push({ holder, key });
    });
  });
  return slots;
}

/** Whether the place that it was read from holds something else by now. */
export function isTakenOut(cursor: Cursor, { id, parent, key }: AbstractObject): boolean {
  if (parent === undefined) return false;
  const held = stored(cursor, parent, key!);
  return held !== undefined && !held.includes(id);
}

/** Whether a bridge is known only by a place that owns it: a field of a region from elsewhere, what a guard shows. */
export function isInOwningPlace(cursor: Cursor, { parent, key }: AbstractObject): boolean {
  const isOwning = parent?.isHandle === true || (parent?.kind === "Guard" && key === VALUE);
  return isOwning && stored(cursor, parent, key!) === undefined;
}

/** Whether a region is a subregion, as far as is known. */
export const isOwned = (cursor: Cursor, table: ObjectTable, bridge: AbstractObject): boolean =>
  isKnown(cursor, bridge, "owned") && slotsOf(cursor, table, bridge).length > 0;

/** The bridges of the regions to which an object can belong, its own among them; nothing: not known. */
export function ownersOf(
  cursor: Cursor,
  table: ObjectTable,
  object: AbstractObject,
  seen = new Set<AbstractObject>(),
): PointsTo {
  if (seen.has(object)) return NOTHING;
  seen.add(object);
  const ownersOfAll = (objects: Iterable<AbstractObject>): PointsTo => {
    let all: PointsTo = NOTHING;
    for (const each of objects) all = union(all, ownersOf(cursor, table, each, seen));
    return all;
  };
  const at = (ids: PointsTo): AbstractObject[] => ids.map((id) => table.objects[id]!);
  const lenders = stored(cursor, object, BORROWED);
  if (lenders !== undefined) return ownersOfAll(at(lenders));
  const origins = originsOf(cursor, table, object);
  if (origins !== undefined && isTaken(cursor, table, object)) {
    if (isRegion(cursor, object)) return object.single;
    if (object.parent !== undefined) return ownersOf(cursor, table, object.parent, seen);
  }
  if (origins !== undefined) return ownersOfAll(origins);
  if (isRegion(cursor, object)) return object.single;
  if (isKnown(cursor, object, "merged")) return ownersOfAll(slotsOf(cursor, table, object).map(({ holder }) => holder));
  const owners = stored(cursor, object, OWNER);
  if (owners !== undefined) return ownersOfAll(at(owners));
  return object.parent === undefined ? NOTHING : ownersOf(cursor, table, object.parent, seen);
}

/**
 * Notes that what is reached belongs to the region of `owners`, as far as it belongs to none yet.
 *
 * @param handles what stands for the objects in the region
 * @param raw the objects themselves, as they were before
 */
export function own(frame: Frame, cursor: Cursor, handles: PointsTo, raw: PointsTo, owners: PointsTo): void {
  if (owners.length === 0) return;
  const isOwned = (each: AbstractObject): boolean =>
    isUnowned(cursor, each) || isRegion(cursor, each) || stored(cursor, each, OWNER) !== undefined;
  const stop = (each: AbstractObject): boolean => !each.isHandle || isOwned(each);
  for (const object of reach(cursor, frame.file.table, handles, { raw: false, stop }).keys())
    storeMore(cursor, object, OWNER, owners);
  const stopRaw = (each: AbstractObject): boolean => each.isHandle || isUnowned(cursor, each) || isRegion(cursor, each);
  for (const [object, { perhaps }] of reach(cursor, frame.file.table, raw, { raw: false, stop: stopRaw })) {
    if (perhaps) storeMore(cursor, object, OWNER, owners);
    else store(cursor, object, OWNER, owners);
  }
}

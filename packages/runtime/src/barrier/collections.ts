import type { RegionRecord } from "../heap/region.js";
import { detach } from "../heap/tree.js";
import { Plan } from "./plan.js";
import { heldChild } from "./write.js";

type Entries = Map<unknown, unknown>;
type Members = Set<unknown>;

const isRegion = (value: RegionRecord | undefined): value is RegionRecord => value !== undefined;

/**
 * `map.set(key, value)` for a Map of a region.
 *
 * @param known the key as the map may have it already
 * @param key the key as it was given
 */
export function setEntry(region: RegionRecord, map: Entries, known: unknown, value: unknown, key: unknown): void {
  const exists = Map.prototype.has.call(map, known);
  const plan = new Plan(region, [heldChild(region, Map.prototype.get.call(map, known))].filter(isRegion));
  const storedKey = exists ? known : plan.reference(key, map, undefined);
  const stored = plan.reference(value, map, undefined);
  plan.check();
  Map.prototype.set.call(map, storedKey, stored);
  plan.commit();
}

/** `set.add(value)` for a Set of a region. */
export function addMember(region: RegionRecord, set: Members, known: unknown, value: unknown): void {
  if (Set.prototype.has.call(set, known)) return;
  const plan = new Plan(region);
  const stored = plan.reference(value, set, undefined);
  plan.check();
  Set.prototype.add.call(set, stored);
  plan.commit();
}

/** `collection.delete(key)`. Subregions that were held there are free afterwards. */
export function deleteKey(
  region: RegionRecord,
  collection: Entries & Members,
  base: typeof Map.prototype | typeof Set.prototype,
  key: unknown,
): boolean {
  const held = base === Map.prototype ? [key, Map.prototype.get.call(collection, key)] : [key];
  const departing = base.has.call(collection, key) ? held.map((value) => heldChild(region, value)) : [];
  const done = base.delete.call(collection, key);
  for (const child of departing.filter(isRegion)) detach(child);
  return done;
}

/** `collection.clear()`. */
export function clearContents(
  region: RegionRecord,
  collection: Entries & Members,
  base: typeof Map.prototype | typeof Set.prototype,
): void {
  const departing: RegionRecord[] = [];
  base.forEach.call(collection, (value: unknown, key: unknown) => {
    for (const held of [heldChild(region, value), heldChild(region, key)]) if (held !== undefined) departing.push(held);
  });
  base.clear.call(collection);
  for (const child of departing) detach(child);
}

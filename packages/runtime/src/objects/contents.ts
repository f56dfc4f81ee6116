/** What a Map or Set contains. */
export type Entries = readonly (readonly [key: unknown, value: unknown])[];

/** The entries of a Map, or a pair of the same for each member of a Set; undefined for anything else. */
export function entriesOf(object: object, base: string): [key: unknown, value: unknown][] | undefined {
  if (base === "Map") return [...(Map.prototype.entries.call(object) as Iterable<[unknown, unknown]>)];
  if (base === "Set") return [...(Set.prototype.entries.call(object) as Iterable<[unknown, unknown]>)];
  return undefined;
}

/** Gives a Map or Set these entries in place of what it contains, whatever its own properties say. */
export function refill(collection: object, base: string, entries: Entries): void {
  const { prototype } = base === "Map" ? Map : Set;
  prototype.clear.call(collection as Map<unknown, unknown> & Set<unknown>);
  for (const [key, value] of entries)
    if (base === "Map") Map.prototype.set.call(collection as Map<unknown, unknown>, key, value);
    else Set.prototype.add.call(collection as Set<unknown>, key);
}

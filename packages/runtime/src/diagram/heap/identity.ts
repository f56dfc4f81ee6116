import type { Snapshot } from "../types.js";

/** What the nodes and regions of snapshots stand for, as long as that exists: a snapshot keeps nothing alive. */
const known = /* @__PURE__ */ new WeakMap<Snapshot, ReadonlyMap<string, WeakRef<object>>>();

export function remember(snapshot: Snapshot, things: Iterable<readonly [id: string, thing: object]>): void {
  known.set(snapshot, new Map([...things].map(([id, thing]) => [id, new WeakRef(thing)])));
}

/**
 * Finds what one snapshot shows in another one, by id. Variables, and everything in snapshots that went through JSON, are
 * the same if their ids are.
 */
export function matcher(from: Snapshot, to: Snapshot): (id: string) => string | undefined {
  const isThere = new Set([...to.nodes, ...to.regions].map(({ id }) => id));
  const [things, others] = [known.get(from), known.get(to)];
  if (things === undefined || others === undefined) return (id) => (isThere.has(id) ? id : undefined);
  const ids = new Map<object, string>();
  for (const [id, reference] of others) {
    const thing = reference.deref();
    if (thing !== undefined) ids.set(thing, id);
  }
  return (id) => {
    const reference = things.get(id);
    if (reference === undefined) return isThere.has(id) && !others.has(id) ? id : undefined;
    const thing = reference.deref();
    return thing && ids.get(thing);
  };
}

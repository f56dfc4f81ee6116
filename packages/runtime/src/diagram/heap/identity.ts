import type { Snapshot } from "../types.js";

/** What the nodes and regions of a snapshot stand for, by their ids. A snapshot keeps nothing alive. */
export interface Things {
  readonly nodes: ReadonlyMap<string, WeakRef<object>>;
  readonly regions: ReadonlyMap<string, WeakRef<object>>;
}

const known = /* @__PURE__ */ new WeakMap<Snapshot, Things>();

export function remember(snapshot: Snapshot, things: Things): void {
  known.set(snapshot, things);
}

/**
 * Finds what one snapshot shows in another one, by id. Variables, and everything in snapshots that went through JSON, are
 * the same if their ids are.
 */
export function matcher(from: Snapshot, to: Snapshot, part: keyof Things): (id: string) => string | undefined {
  const isThere = new Set(to[part].map(({ id }) => id));
  const [things, others] = [known.get(from)?.[part], known.get(to)?.[part]];
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

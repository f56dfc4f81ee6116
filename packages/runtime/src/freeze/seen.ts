/** As many objects are compared one by one before a set pays. */
const FEW = 8;

/** At most so many references are found in the objects that are left out between two that are remembered. */
const WIDEST = 15;

/**
 * The objects that a walk has seen, as far as it needs to know: to look at an object twice is harmless, and to
 * remember it costs half as much as to look at it. So ever fewer are remembered as long as none is met again, as in a
 * list or a tree; then all are. What a walk does in vain stays in proportion to the number of objects, whatever they
 * reference, because few references are followed before one object more is remembered.
 */
export interface Seen {
  few: object[] | undefined;
  many: Set<object> | undefined;
  /** How many references may be left out between two objects that are remembered, how many still, and at most. */
  gap: number;
  left: number;
  widest: number;
}

/** A record with functions beside it, because making an object with private fields takes as long as a small walk. */
export function nothingSeen(): Seen {
  return { few: undefined, many: undefined, gap: 0, left: 0, widest: WIDEST };
}

/** Is this one of the objects that are remembered? */
export function wasSeen(seen: Seen, object: object): boolean {
  const { few, many } = seen;
  if (many === undefined ? few?.includes(object) !== true : !many.has(object)) return false;
  seen.widest = seen.gap = seen.left = 0;
  return true;
}

/**
 * Called for objects that were not.
 *
 * @param references how many references were found in the object; at least one
 */
export function remember(seen: Seen, object: object, references: number): void {
  if ((seen.left -= references) >= 0) return;
  seen.left = seen.gap = Math.min(2 * seen.gap + 1, seen.widest);
  const { few, many } = seen;
  if (many !== undefined) many.add(object);
  else if (few === undefined) seen.few = [object];
  else if (few.push(object) === FEW) seen.many = new Set(few);
}

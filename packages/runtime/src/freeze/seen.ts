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
  readonly few: object[];
  many: Set<object> | undefined;
  /** How many references may be left out between two objects that are remembered, how many still, and at most. */
  gap: number;
  left: number;
  widest: number;
}

/** A record with functions beside it, because making an object with private fields takes as long as a small walk. */
export function nothingSeen(): Seen {
  return { few: [], many: undefined, gap: 0, left: 0, widest: WIDEST };
}

/** Is this one of the objects that are remembered? */
export function wasSeen(seen: Seen, object: object): boolean {
  if (seen.many === undefined ? !isAmong(seen.few, object) : !seen.many.has(object)) return false;
  seen.widest = seen.gap = seen.left = 0;
  return true;
}

/** To call `includes` takes longer than to look. */
function isAmong(few: readonly object[], object: object): boolean {
  for (let i = 0; i < few.length; i++) if (few[i] === object) return true;
  return false;
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
  else if (few.push(object) === FEW) seen.many = new Set(few);
}

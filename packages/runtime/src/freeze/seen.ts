/** As many objects are compared one by one before a set pays. */
const FEW = 8;

/** So many references may be found in the objects that are left out between two that are remembered. */
const GAP = 15;

/**
 * The objects that a walk has seen, as far as it needs to know: to look at an object twice is harmless, and to put it
 * in a set takes half as long as to look at it. So after the first few, only some are remembered as long as none is
 * met again, as in a list or a tree; then all are. What a walk does in vain stays in proportion to the number of
 * objects, whatever they reference, because few references are followed before one object more is remembered.
 */
export interface Seen {
  readonly few: object[];
  many: Set<object> | undefined;
  /** Was one met again? */
  shared: boolean;
  /** How many references may still be left out. */
  left: number;
}

/** A record with functions beside it, because making an object with private fields takes as long as a small walk. */
export function nothingSeen(): Seen {
  return { few: [], many: undefined, shared: false, left: GAP };
}

/** Is this one of the objects that are remembered? */
export function wasSeen(seen: Seen, object: object): boolean {
  if (seen.many === undefined ? !isAmong(seen.few, object) : !seen.many.has(object)) return false;
  seen.shared = true;
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
  const { few, many } = seen;
  if (many === undefined) {
    if (few.push(object) === FEW) seen.many = new Set(few);
  } else if (seen.shared || (seen.left -= references) < 0) {
    seen.left = GAP;
    many.add(object);
  }
}

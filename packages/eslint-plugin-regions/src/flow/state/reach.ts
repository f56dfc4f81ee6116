import { type AbstractObject, isShared, type ObjectTable } from "./abstract-object.js";
import { AWAITED, BORROWED, ELEMENT_OF, fieldsOf, isGot, isTaken, RAW } from "./heap.js";
import type { PointsTo } from "./points-to.js";
import type { Cursor } from "./state.js";

/** How an object is reached: by `key` from what is reached `from` there. */
export interface Way {
  readonly from: Way | undefined;
  readonly key: string;
  /** By way of what stands for one of several elements. */
  readonly perhaps: boolean;
}

/** Of the roots themselves. */
export const HERE: Way = { from: undefined, key: "", perhaps: false };

export function keysOf(way: Way): string[] {
  const keys: string[] = [];
  for (let each = way; each.from !== undefined; each = each.from) keys.push(each.key);
  return keys.reverse();
}

/** Everything reachable from the roots. */
export function reach(
  cursor: Cursor,
  table: ObjectTable,
  roots: PointsTo,
  options: {
    readonly raw: boolean;
    readonly stop?: (object: AbstractObject) => boolean;
    /** From what was taken out of a list it does not go on to what is left there. */
    readonly apart?: boolean;
    /** What is shared by all regions and so not gone into. */
    readonly shared?: (object: AbstractObject) => boolean;
  },
): Map<AbstractObject, Way> {
  const found = new Map<AbstractObject, Way>();
  const { raw, stop, apart, shared = isShared } = options;
  const visit = (ids: PointsTo, from: Way, key: string | undefined, perhaps: boolean): void => {
    let way: Way | undefined;
    for (const id of ids) {
      const object = table.objects[id]!;
      if (found.has(object) || shared(object) || stop?.(object)) continue;
      if (key === undefined) way ??= perhaps === from.perhaps ? from : { ...from, perhaps };
      else way ??= { from, key, perhaps };
      found.set(object, way);
    }
  };
  visit(roots, HERE, undefined, false);
  // A map goes on to what is added while it is gone through.
  for (const [object, way] of found) {
    const fields = fieldsOf(cursor, object);
    // Parts that were read, unless something else was stored in their place.
    object.parts?.forEach((each, key) => {
      if (key !== AWAITED && !isGot(key) && fields?.has(key) !== true) visit(each.single, way, key, way.perhaps);
    });
    fields?.forEach((value, key) => {
      if (!key.startsWith("@")) visit(value, way, key, way.perhaps);
      else if (key === ELEMENT_OF && !(apart === true && isTaken(cursor, table, object)))
        visit(value, way, undefined, true);
      else if (key === BORROWED || (key === RAW && raw)) visit(value, way, undefined, way.perhaps);
    });
  }
  return found;
}

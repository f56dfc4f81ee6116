import { referencesOf, type Reference } from "./references.js";

/**
 * Finds how an object is reached, shortest way first. Used for messages only, after an operation has been refused:
 * the walks that decide keep no paths, because nearly always nothing is wrong.
 *
 * @param root where to start
 * @param target the object to find
 * @param look maps a value that is met to the object to look into, or undefined to pass it by
 * @returns the path, and the last reference on it; undefined when the object is not reached
 */
export function findReference(
  root: object,
  target: object,
  look: (value: object) => object | undefined,
): { readonly path: string; readonly holder: object } | undefined {
  const cameFrom = new Map<object, readonly [from: object, by: Reference] | undefined>([[root, undefined]]);
  for (const [value, origin] of cameFrom) {
    const object = look(value);
    if (value === target || object === target) {
      const segments: string[] = [];
      for (let at = origin; at !== undefined; at = cameFrom.get(at[0])) segments.push(at[1].segment);
      return { path: `$${segments.reverse().join("")}`, holder: origin?.[0] ?? root };
    }
    if (object === undefined) continue;
    for (const reference of referencesOf(object))
      if (!cameFrom.has(reference.value)) cameFrom.set(reference.value, [value, reference]);
  }
  return undefined;
}

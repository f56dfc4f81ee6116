import { formatPath } from "./path.js";

/**
 * Finds how an object is reached, shortest way first. Used for messages only, after an operation has been refused:
 * the walks that decide keep no paths, because nearly always nothing is wrong.
 *
 * @param root where to start
 * @param target the object to find
 * @returns the path, or undefined when the object is not reached
 * @param look maps a value that is met to the object to look into, or undefined to pass it by
 */
export function findPath(
  root: unknown,
  target: object,
  look: (value: object) => object | undefined,
): string | undefined {
  const cameFrom = new Map<unknown, readonly [from: unknown, key: PropertyKey]>([[root, [undefined, ""]]]);
  for (let [value] of cameFrom) {
    if (Object(value) !== value) continue;
    const object = look(value as object);
    if (value === target || object === target) {
      const keys: PropertyKey[] = [];
      for (; value !== root; value = cameFrom.get(value)![0]) keys.push(cameFrom.get(value)![1]);
      return formatPath(keys.reverse());
    }
    if (object === undefined) continue;
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
      for (const part of ["value", "get", "set"] as const) {
        const next: unknown = Reflect.get(descriptor, part);
        if (!cameFrom.has(next)) cameFrom.set(next, [value, key]);
      }
    }
  }
  return undefined;
}

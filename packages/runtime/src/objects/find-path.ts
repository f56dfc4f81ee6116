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
  const paths = new Map<unknown, readonly PropertyKey[]>([[root, []]]);
  for (const [value, keys] of paths) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
    if (value === target) return formatPath(keys);
    const object = look(value);
    if (object === undefined) continue;
    if (object === target) return formatPath(keys);
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)!;
      for (const child of [value, get, set] as unknown[]) if (!paths.has(child)) paths.set(child, [...keys, key]);
    }
  }
  return undefined;
}

import { formatPath } from "./path.js";

/**
 * Finds how an object is reached, shortest way first. Used for messages only, after an operation has been refused:
 * the walks that decide keep no paths, because nearly always nothing is wrong.
 *
 * @param root where to start
 * @param target the object to find
 * @param look maps a value that is met to the object to look into, or undefined to pass it by
 */
export function findPath(root: unknown, target: object, look: (value: object) => object | undefined): string {
  interface Step {
    readonly object: object;
    readonly key: PropertyKey;
    readonly from: Step | undefined;
  }
  if (typeof root !== "object" && typeof root !== "function") return "$";
  if (root === null || root === target || look(root) === target) return "$";
  const steps: Step[] = [{ object: root, key: "$", from: undefined }];
  const seen = new Set<object>([root]);
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    const object = look(step.object);
    if (object === undefined) continue;
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)! as {
        value?: unknown;
        get?: object;
        set?: object;
      };
      for (const child of [value, get, set]) {
        if ((typeof child !== "object" && typeof child !== "function") || child === null || seen.has(child)) continue;
        seen.add(child);
        const next: Step = { object: child, key, from: step };
        if (child === target || look(child) === target) return formatPath(keysTo(next));
        steps.push(next);
      }
    }
  }
  return "$";

  function keysTo(step: Step): PropertyKey[] {
    const keys: PropertyKey[] = [];
    for (let s = step; s.from !== undefined; s = s.from) keys.unshift(s.key);
    return keys;
  }
}

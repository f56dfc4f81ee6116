import { pushChildren, unusual } from "../objects/children.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/**
 * Collects everything that has to be frozen, without touching any of it.
 *
 * An explicit stack, so that depth costs memory only. Objects that reference nothing are not remembered: freezing
 * one twice is harmless, and remembering it costs more than looking at it again.
 *
 * @param found receives the objects to freeze
 * @returns the first object that cannot be frozen
 */
export function planFreeze(roots: readonly unknown[], found: object[]): object | undefined {
  const seen = new Set<object>();
  const stack: object[] = [];
  for (const root of roots) if (Object(root) === root) stack.push(root as object);
  while (stack.length > 0) {
    let object = stack.pop()!;
    if (seen.has(object)) continue;
    if (isProxy(object)) {
      const behind = regions.hook?.behind(object);
      if (behind === undefined) return object;
      if (seen.has((object = behind))) continue;
    }
    const before = stack.length;
    pushChildren(object, stack);
    if (unusual) {
      const kind = kindOf(object);
      if (kind === BUILT_IN) {
        stack.length = before;
        continue;
      }
      if (!isOrdinary(kind)) return object;
    }
    if (stack.length > before) seen.add(object);
    found.push(object);
  }
  return undefined;
}

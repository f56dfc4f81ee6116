import { pushChildren, unusual } from "../objects/children.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/** As many objects are looked for one by one before a set pays. */
const FEW = 8;

/**
 * Collects everything that has to be frozen, without touching any of it.
 *
 * What was found is also the queue of what to look at, so that depth costs memory only. Objects that reference
 * nothing are not remembered: freezing one twice is harmless, and remembering it costs more than looking at it again.
 *
 * @param found holds the roots; receives the objects to freeze
 * @returns the first object that cannot be frozen
 */
export function planFreeze(found: object[]): object | undefined {
  const few: object[] = [];
  let many: Set<object> | undefined;
  let kept = 0;
  for (let i = 0; i < found.length; i++) {
    let object = found[i]!;
    if (many === undefined ? few.includes(object) : many.has(object)) continue;
    if (isProxy(object)) {
      const behind = regions.hook?.behind(object);
      if (behind === undefined) return object;
      object = behind;
      if (many === undefined ? few.includes(object) : many.has(object)) continue;
    }
    const before = found.length;
    pushChildren(object, found);
    if (unusual) {
      const kind = kindOf(object);
      if (kind === BUILT_IN) {
        found.length = before;
        continue;
      }
      if (!isOrdinary(kind)) return object;
    }
    found[kept++] = object;
    if (found.length === before) continue;
    if (many !== undefined) many.add(object);
    else if (few.push(object) === FEW) many = new Set(few);
  }
  found.length = kept;
  return undefined;
}

/** The objects among values. */
export function objectsIn(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => Object(value) === value);
}

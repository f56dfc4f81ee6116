import { pushChildren, unusual } from "../objects/children.js";
import { kindOf } from "../objects/kind.js";
import { proxyTest } from "../objects/proxy.js";
import { regions } from "./regions.js";

/** The first object in the way of a freeze: what it is and how it was reached is found out only then. */
export class Obstacle {
  constructor(readonly object: object) {}
}

const { getPrototypeOf } = Object;
const { isArray } = Array;

/**
 * Collects everything that has to be frozen, deepest last, without touching any of it.
 *
 * An explicit stack, so that depth costs memory only. Objects that reference nothing are not remembered: freezing
 * one twice is harmless, and remembering it costs more than looking at it again.
 *
 * @returns the objects to freeze, or the first obstacle
 */
export function planFreeze(roots: readonly unknown[]): object[] | Obstacle {
  const isProxy = proxyTest();
  const { hook } = regions;
  const plain = Object.prototype;
  const array = Array.prototype;
  const found: object[] = [];
  const seen = new Set<object>();
  const stack: object[] = [];
  for (let i = roots.length - 1; i >= 0; i--) {
    const root = roots[i];
    if ((typeof root === "object" && root !== null) || typeof root === "function") stack.push(root);
  }
  while (stack.length > 0) {
    let object = stack.pop()!;
    if (isProxy(object)) {
      const behind = hook?.behind(object);
      if (behind === undefined) return new Obstacle(object);
      object = behind;
    }
    if (seen.has(object)) continue;
    const prototype = getPrototypeOf(object);
    const usual = isArray(object) ? prototype === array : prototype === plain || prototype === null;
    if (!usual) {
      const { sort } = kindOf(object);
      if (sort === "constant") continue;
      if (sort === "instance" || sort === "exotic") return new Obstacle(object);
    }
    const before = stack.length;
    pushChildren(object, stack);
    if (unusual && usual) {
      const { sort } = kindOf(object);
      if (sort === "constant") {
        stack.length = before;
        continue;
      }
      if (sort === "exotic") return new Obstacle(object);
    }
    if (stack.length > before) seen.add(object);
    found.push(object);
  }
  return found;
}

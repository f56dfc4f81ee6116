import { pushChildren, pushContents, unusual } from "../objects/children.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { anyOwnStatus } from "../objects/traits.js";
import { prepare } from "./hooks.js";
import { obstacleIn } from "./obstacle.js";
import { regions } from "./regions.js";
import { isKnownFrozen } from "./shells.js";

/** One object in so many is remembered, until the first is met again. */
const GAP = 4;

/** What has to be frozen. */
export interface FreezePlan {
  readonly objects: object[];
  /** Those among them for which `Object.freeze` is not enough. */
  readonly special: readonly object[] | undefined;
  /** The first object that cannot be frozen. */
  readonly obstacle: object | undefined;
}

/**
 * Collects everything that has to be frozen, without freezing any of it.
 *
 * What was found is also the queue of what to look at, so that depth costs memory only.
 *
 * Freezing an object twice is harmless, and to remember it costs as much as to look at it again. So objects that
 * reference nothing are not remembered, nor are most others, as long as each is met once, as in a tree: every cycle
 * ends where one was remembered, and each of them stands for `GAP` looks at most. Once one is met again, all are.
 *
 * @param roots the arguments of the call
 * @param hooks call the hooks of objects on the way; what they change is collected in a second walk
 */
export function planFreeze(roots: readonly unknown[], hooks: boolean): FreezePlan {
  const found: object[] = [];
  for (let i = 0; i < roots.length; i++) if (Object(roots[i]) === roots[i]) found.push(roots[i] as object);
  let special: object[] | undefined;
  let seen: Set<object> | undefined;
  let gap = GAP;
  let forgotten = 0;
  let prepared = false;
  let obstacle: object | undefined;
  let kept = 0;
  for (let i = 0; i < found.length; i++) {
    const object = found[i]!;
    if (seen?.has(object) === true) {
      gap = 1;
      continue;
    }
    if (isProxy(object)) {
      const behind = regions.hook?.behind(object);
      if (behind === undefined) obstacle ??= object;
      else found.push(behind);
      continue;
    }
    if (isKnownFrozen(object)) continue;
    const before = found.length;
    pushChildren(object, found);
    if (unusual || anyOwnStatus) {
      const kind = kindOf(object);
      if (kind === BUILT_IN) {
        found.length = before;
        continue;
      }
      if (obstacleIn(object, kind, roots) !== undefined) {
        obstacle ??= object;
        found.length = before;
        continue;
      }
      if (hooks && prepare(object)) {
        prepared = true;
        found.length = before;
        pushChildren(object, found);
      }
      if (!isOrdinary(kind)) {
        (special ??= []).push(object);
        pushContents(object, kind.base, found);
      }
    }
    found[kept++] = object;
    if (found.length === before || ++forgotten < gap) continue;
    (seen ??= new Set()).add(object);
    forgotten = 0;
  }
  // hooks may have changed what was seen before
  if (prepared) return planFreeze(roots, hooks);
  found.length = kept;
  return { objects: found, special, obstacle };
}

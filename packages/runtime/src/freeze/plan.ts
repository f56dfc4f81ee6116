import { pushChildren, pushContents, unusual } from "../objects/children.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { anyOwnStatus } from "../objects/traits.js";
import { prepare } from "./hooks.js";
import { obstacleIn } from "./obstacle.js";
import { regions } from "./regions.js";
import { isKnownFrozen } from "./shells.js";

/** As many objects are looked for one by one before a set pays. */
const FEW = 8;

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
 * What was found is also the queue of what to look at, so that depth costs memory only. Objects that reference
 * nothing are not remembered: freezing one twice is harmless, and remembering it costs more than looking at it again.
 *
 * @param roots the arguments of the call
 * @param hooks call the hooks of objects on the way; what they change is collected in a second walk
 */
export function planFreeze(roots: readonly unknown[], hooks: boolean): FreezePlan {
  const found: object[] = [];
  for (let i = 0; i < roots.length; i++) if (Object(roots[i]) === roots[i]) found.push(roots[i] as object);
  let special: object[] | undefined;
  let few: object[] | undefined;
  let many: Set<object> | undefined;
  let prepared = false;
  let obstacle: object | undefined;
  let kept = 0;
  for (let i = 0; i < found.length; i++) {
    let object = found[i]!;
    if (many !== undefined ? many.has(object) : few?.includes(object) === true) continue;
    if (isProxy(object)) {
      const behind = regions.hook?.behind(object);
      if (behind === undefined) {
        obstacle ??= object;
        continue;
      }
      object = behind;
      if (many !== undefined ? many.has(object) : few?.includes(object)) continue;
    }
    if (Object.isFrozen(object) && isKnownFrozen(object)) continue;
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
    if (found.length === before) continue;
    if (many !== undefined) many.add(object);
    else if (few === undefined) few = [object];
    else if (few.push(object) === FEW) many = new Set(few);
  }
  // hooks may have changed what was seen before
  if (prepared) return planFreeze(roots, hooks);
  found.length = kept;
  return { objects: found, special, obstacle };
}

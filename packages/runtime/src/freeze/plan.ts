import { pushChildren, pushContents, unusual } from "../objects/children.js";
import { isReference } from "../objects/is-reference.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { anyOwnStatus } from "../objects/traits.js";
import { prepare } from "./hooks.js";
import { obstacleIn } from "./obstacle.js";
import { regions } from "./regions.js";
import { nothingSeen, remember, wasSeen } from "./seen.js";
import { isKnownFrozen } from "./shells.js";

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
 * What was found is also the queue of what to look at, so that depth costs memory only. Freezing an object twice is
 * harmless, so those that reference nothing are not remembered.
 *
 * @param roots the arguments of the call
 * @param hooks call the hooks of objects on the way; what they change is collected in a second walk
 */
export function planFreeze(roots: readonly unknown[], hooks: boolean): FreezePlan {
  const found: object[] = [];
  for (const root of roots) if (isReference(root)) found.push(root);
  let special: object[] | undefined;
  const seen = nothingSeen();
  let prepared = false;
  let obstacle: object | undefined;
  let kept = 0;
  for (let i = 0; i < found.length; i++) {
    const object = found[i]!;
    if (wasSeen(seen, object)) continue;
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
    if (found.length > before) remember(seen, object, found.length - before);
  }
  // hooks may have changed what was seen before
  if (prepared) return planFreeze(roots, hooks);
  if (kept < found.length) found.length = kept;
  return { objects: found, special, obstacle };
}

import { rememberFrozen } from "../freeze/shells.js";
import { shadow } from "../freeze/shadows.js";
import { replaceReference } from "../barrier/replace-reference.js";
import { isLive } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { freezeRegion } from "../handles/freezing.js";
import { FROZEN } from "../heap/region.js";
import { kindOf } from "../objects/kind.js";
import { ThawedObject } from "./thawed-object.js";
import { planFinish } from "./finish.js";

/** The part that a handle shows, if it is the root of its graph. */
function rootBehind(value: object): ThawedObject | undefined {
  const face = faceBehind(value);
  const draft = face?.draft;
  return draft instanceof ThawedObject && draft === draft.thaw.root ? draft : undefined;
}

/** Freezes a region over a frozen graph by looking at what is new only; undefined where that is not enough. */
export function finishThaw(value: object, site: () => string | undefined): object | undefined {
  const root = rootBehind(value);
  if (root === undefined || !isLive(accessOf(value)!, root.face)) return undefined;
  const { region } = root.thaw;
  const plan = planFinish(root.thaw, region);
  if (plan === undefined) return undefined;
  const frozenAt = site();
  plan.commit();
  if (region.slot !== undefined && plan.root !== region.bridge) replaceReference(region.slot, region.bridge, plan.root);
  freezeRegion(region, frozenAt, plan.root);
  // its objects belong to nobody, like those that they replace; and what is marked with the region must not keep it alive
  region.state = "gone";
  region.bridge = region;
  region.bridgeAccess = region.transientAccess = region.mergedAccesses = region.thaws = undefined;
  for (const object of plan.special) shadow(object, kindOf(object), frozenAt);
  for (const object of plan.objects) Object.freeze(object);
  rememberFrozen(plan.root);
  return plan.root === root.base ? root.thaw.given : plan.root;
}

/** The object behind the handle of a region over a frozen graph that was frozen the long way. */
export function finishedRoot(value: object): object | undefined {
  const root = rootBehind(value);
  return root !== undefined && accessOf(value)!.state === FROZEN ? root.face.object : undefined;
}

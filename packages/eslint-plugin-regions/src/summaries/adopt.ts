import type { AbstractObject } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import { recordAdoption } from "../flow/ownership/adoption.js";
import type { At } from "../flow/state/at.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { create, holders, RAW, store, storeMore } from "../flow/state/heap.js";
import { own, ownersOf } from "../flow/ownership/ownership.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { fromIds, union, NOTHING } from "../flow/state/points-to.js";
import { checkReference } from "../flow/ownership/references.js";
import type { Cursor } from "../flow/state/state.js";
import type { Owner, PathEffect, ValueReference } from "./summary.js";

/** The regions of a helper that its caller does not know, by their numbers in the helper. */
export type HiddenRegions = Map<number, AbstractObject>;

/** Does at a call what a region does in the helper: it adopts `value`, which the caller knows too. */
export function adoptAt(
  frame: Frame,
  cursor: Cursor,
  effect: PathEffect & { kind: "adopt" },
  value: PointsTo,
  at: At,
  hidden: HiddenRegions,
  references: (value: readonly ValueReference[]) => PointsTo,
): void {
  const { key } = effect;
  const lenders = objectsOf(frame, value).flatMap((each) => holders(cursor, frame.file.table, each));
  let owners: PointsTo = NOTHING;
  let kept: PointsTo = NOTHING;
  for (const owner of effect.owners) {
    const known = objectsOf(frame, references(owner.value));
    const regions = known.length > 0 ? known : [hiddenRegion(frame, cursor, owner, at, hidden)];
    for (const region of regions) {
      const bridges = ownersOf(cursor, frame.file.table, region);
      owners = union(owners, bridges);
      if (!owner.isGone) kept = union(kept, bridges);
      if (key !== undefined) checkReference(frame, cursor, { holder: region, key }, value, at.node, at);
      if (known.length > 0) continue;
      if (key === undefined) store(cursor, region, RAW, value);
      // A borrow stands for its lender.
      else storeMore(cursor, region, key, fromIds(lenders.map(({ id }) => id)));
    }
  }
  if (key === undefined) checkReference(frame, cursor, undefined, value, at.node, at);
  recordAdoption(frame, cursor, value, owners, key, at.node, at.isFreed);
  own(frame, cursor, NOTHING, value, kept);
}

function hiddenRegion(frame: Frame, cursor: Cursor, { id }: Owner, at: At, hidden: HiddenRegions): AbstractObject {
  let region = hidden.get(id);
  if (region === undefined) {
    const description = { kind: "object", isRegion: true, isHandle: true, closed: true } as const;
    region = allocate(frame.file.table, at.node, `owner ${String(id)}`, description);
    create(cursor, frame.file.table, region);
    hidden.set(id, region);
  }
  return region;
}

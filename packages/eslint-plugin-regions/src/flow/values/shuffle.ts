import { type AbstractObject, allocate, DEEPEST_PART } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import {
  ANY,
  factsOf,
  fieldsOf,
  forget,
  holders,
  isElementKey,
  isRegion,
  removeFacts,
  SPREAD,
  store,
  stored,
  storeMore,
  unknownPart,
  UNPLACED,
} from "../state/heap.js";
import { NOTHING, type PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { standFor } from "./elements.js";

/** Elements that may have changed places are any elements from now on. */
export function shuffle(frame: Frame, cursor: Cursor, object: AbstractObject): void {
  for (const holder of holders(cursor, frame.file.table, object)) {
    if (holder.kind === "array") forget(cursor, holder, SPREAD);
    const places = placesIn(cursor, holder);
    for (const key of places) storeMore(cursor, holder, ANY, stored(cursor, holder, key) ?? NOTHING);
    const elements = elementsIn(frame, cursor, holder);
    for (const key of places) store(cursor, holder, key, oneOf(frame, cursor, holder, key, elements));
  }
}

/** The places of which something is known. */
function placesIn(cursor: Cursor, holder: AbstractObject): string[] {
  const places = new Set(fieldsOf(cursor, holder)?.keys());
  if (holder.kind === "array") for (const key of holder.parts?.keys() ?? []) places.add(key);
  return [...places].filter((key) => key !== ANY && isElementKey(key));
}

function elementsIn({ file: { table } }: Frame, cursor: Cursor, holder: AbstractObject): PointsTo {
  return stored(cursor, holder, ANY) ?? (holder.closed ? NOTHING : unknownPart(cursor, table, holder, ANY).single);
}

/** What stands for one of the elements, nobody knows which: nothing was done to it but what was done to all of them. */
function oneOf(frame: Frame, cursor: Cursor, holder: AbstractObject, key: string, elements: PointsTo): PointsTo {
  const objects = objectsOf(frame, elements);
  // Which of several regions it is matters too much.
  if (holder.depth >= DEEPEST_PART || objects.some((each) => each.isHandle || isRegion(cursor, each))) return NOTHING;
  const proxy = allocate(frame.file.table, holder.node, `element ${key} ${String(holder.id)}`, {
    loop: frame.fn.node,
    depth: holder.depth + 1,
  });
  const isDoneTo = (each: AbstractObject, { kind }: Fact): boolean =>
    factsOf(cursor, each).some((fact) => fact.kind === kind && (fact.perhaps !== true || fact.each !== undefined));
  const value = standFor(frame, cursor, proxy, elements, [holder]);
  removeFacts(cursor, proxy, (fact) => !objects.every((each) => isDoneTo(each, fact)));
  store(cursor, proxy, UNPLACED, NOTHING);
  return value;
}

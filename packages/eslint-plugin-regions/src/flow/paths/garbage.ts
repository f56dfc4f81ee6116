import type { ObjectTable } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import { isObligation } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import * as intMap from "../state/int-map.js";
import type { Liveness } from "./liveness.js";
import { findLiveness, isLiveAt } from "./liveness.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor, State } from "../state/state.js";

type Contents = Pick<State, "variables" | "temps" | "heap" | "facts">;

/** Every object that something can still refer to. */
function reachableObjects(table: ObjectTable, state: Contents, roots: readonly PointsTo[]): Set<number> {
  const { objects } = table;
  const reachable = new Set<number>();
  const visit = (value: PointsTo): void => {
    for (const id of value) reachable.add(id);
  };
  roots.forEach(visit);
  intMap.forEach(state.variables, visit);
  intMap.forEach(state.temps, visit);
  intMap.forEach(state.heap, (_, id) => {
    if (objects[id]!.top.root !== undefined) reachable.add(id);
  });
  intMap.forEach(state.facts, (facts, id) => {
    // What is still to be disposed of counts although nobody refers to it.
    if (objects[id]!.top.root !== undefined || facts.some(isObligation)) reachable.add(id);
  });
  // A set goes on to what is added while it is gone through.
  for (const id of reachable) {
    intMap.get(state.heap, id)?.map.forEach(visit);
    objects[id]!.parts?.forEach((part) => reachable.add(part.id));
  }
  return reachable;
}

/** A state of fewer objects is not worth cleaning. */
const SMALL = 192;

/**
 * What is left of a state when what nothing after `position` can refer to is dropped.
 *
 * @param keep whether to keep what is out of reach itself and holds this value; undefined: never
 * @returns `state` itself: all
 */
function collect<T extends Contents>(
  frame: Frame,
  state: T,
  position: number,
  roots: readonly PointsTo[],
  keep?: (value: PointsTo, reachable: ReadonlySet<number>) => boolean,
): T {
  const { table } = frame.file;
  const liveness = livenessOf(frame);
  const live = intMap.filter(state.variables, (id) => isLiveAt(liveness.variables.get(id), position));
  const temps = intMap.filter(state.temps, (temp) => isLiveAt(liveness.temps[temp], position));
  const { heap: oldHeap, facts: oldFacts } = state;
  const reachable = reachableObjects(table, { variables: live, temps, heap: oldHeap, facts: oldFacts }, roots);
  for (let size = 0; keep !== undefined && size < reachable.size;) {
    size = reachable.size;
    intMap.forEach(oldHeap, (fields, id) => {
      if (!reachable.has(id) && fields.map.some((value) => keep(value, reachable))) reachable.add(id);
    });
  }
  const variables =
    keep === undefined
      ? live
      : intMap.filter(
          state.variables,
          (id, value) => isLiveAt(liveness.variables.get(id), position) || keep(value, reachable),
        );
  const isReachable = (id: number): boolean => reachable.has(id);
  const heap = intMap.filter(oldHeap, isReachable);
  const facts = intMap.filter(oldFacts, isReachable);
  const isAll = variables === state.variables && temps === state.temps && heap === oldHeap && facts === oldFacts;
  return isAll ? state : { ...state, variables, temps, heap, facts };
}

function livenessOf(frame: Frame): Liveness {
  return (frame.liveness ??= findLiveness(frame.fn));
}

/**
 * The state at the entry of a block without what has nothing to do any more with what is used there or later.
 * What is dead itself counts as long as it holds something that is not: it can own it, or keep it beyond its scope.
 */
export function withoutGarbage(frame: Frame, state: State, block: number): State {
  if (state.cleanAt === block) return state;
  const { objects } = frame.file.table;
  const holdsLive = (value: PointsTo, reachable: ReadonlySet<number>): boolean =>
    value.some((id) => reachable.has(id) && !isShared(objects[id]!));
  const rest = collect(frame, state, livenessOf(frame).starts[block]!, [], holdsLive);
  rest.cleanAt = block;
  return rest;
}

/** The state at the entry of a block, cleaned if it is large. */
export function collectAtEntry(frame: Frame, state: State, block: number): State {
  if (intMap.size(state.heap, frame.room) <= frame.room) return state;
  const rest = collect(frame, state, livenessOf(frame).starts[block]!, []);
  makeRoom(frame, rest);
  return rest;
}

function makeRoom(frame: Frame, { heap }: Contents): void {
  frame.room = Math.max(SMALL, 2 * intMap.size(heap, Infinity));
}

/** Cleans the state within a block if it is large. @param index the instruction that comes next */
export function collectWithin(frame: Frame, cursor: Cursor, block: number, index: number): void {
  if (intMap.size(cursor.heap, frame.room) <= frame.room) return;
  const { starts, temps } = livenessOf(frame);
  const position = starts[block]! + index;
  const roots = cursor.defined.flatMap((temp) => {
    const value = isLiveAt(temps[temp], position) ? cursor.local[temp] : undefined;
    return value === undefined ? [] : [value];
  });
  const rest = collect(frame, cursor, position, roots);
  makeRoom(frame, rest);
  Object.assign(cursor, pick(rest));
}

const pick = ({ variables, temps, heap, facts }: Contents): Contents => ({ variables, temps, heap, facts });

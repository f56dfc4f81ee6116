import { Guard } from "./guard.js";
import { ReadHold, writeHold } from "./hold.js";
import type { CownRecord, Position } from "./record.js";
import type { Task } from "./scheduler.js";

/** A guard for each position. A cown that was given more than once has one; two, where it was given for reading as well. */
export function guardsFor(task: Task, positions: readonly Position[]): Guard[] {
  if (countPlaces(task) < positions.length) return sharedGuards(positions);
  const guards = new Array<Guard>(positions.length);
  for (let i = 0; i < guards.length; i++) guards[i] = guardFor(positions[i]!);
  return guards;
}

function sharedGuards(positions: readonly Position[]): Guard[] {
  const known = [new Map<CownRecord, Guard>(), new Map<CownRecord, Guard>()] as const;
  return positions.map((position) => {
    const guards = known[position.reads ? 0 : 1];
    const guard = guards.get(position.record) ?? guardFor(position);
    guards.set(position.record, guard);
    return guard;
  });
}

function guardFor({ record, reads }: Position): Guard {
  return new Guard(reads ? new ReadHold(record) : writeHold(record));
}

function countPlaces({ places }: Task): number {
  let count = 0;
  for (let place = places; place !== undefined; place = place.sibling) count += 1;
  return count;
}

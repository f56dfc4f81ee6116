import type { TSESTree } from "@typescript-eslint/utils";
import type { Fact } from "./facts.js";
import { joinFacts } from "./facts.js";
import type { FieldMap } from "./field-map.js";
import * as intMap from "./int-map.js";
import type { IntMap } from "./int-map.js";
import type { PointsTo } from "./points-to.js";
import { union } from "./points-to.js";

/** The stored fields of one object. `edit` names the cursor step that may still change the map in place. */
export interface Fields {
  readonly edit: object;
  readonly map: FieldMap;
}

/** What holds on at least one path to a point of the program. */
export interface State {
  /** By variable id. */
  readonly variables: IntMap<PointsTo>;
  /** By temporary, only those that live across blocks. */
  readonly temps: IntMap<PointsTo>;
  /** By object id; an object that exists has an entry. */
  readonly heap: IntMap<Fields>;
  /** By object id. */
  readonly facts: IntMap<readonly Fact[]>;
  /** Conditions that came out one way on every path to here, by number. */
  readonly known: IntMap<boolean>;
  /** Whether an `await` or `yield` of this function may lie behind. */
  readonly suspended: boolean;
  /** Variables and, after them, temporaries whose handles were got before an `await` or `yield`, which is the value. */
  readonly stale: IntMap<TSESTree.Node>;
  /** The block at whose entry there is no garbage in it, if that was seen to. */
  cleanAt?: number | undefined;
}

export const EMPTY_STATE: State = {
  variables: undefined,
  temps: undefined,
  heap: undefined,
  facts: undefined,
  known: undefined,
  suspended: false,
  stale: undefined,
  cleanAt: undefined,
};

function joinFields(a: Fields, b: Fields): Fields {
  const map = a.map === b.map ? a.map : a.map.join(b.map, union);
  return map === a.map ? a : { edit: {}, map };
}

/** @returns `a` itself when `b` adds nothing. */
export function joinStates(a: State, b: State): State {
  if (a === b) return a;
  const variables = intMap.merge(a.variables, b.variables, union);
  const temps = intMap.merge(a.temps, b.temps, union);
  const heap = intMap.merge(a.heap, b.heap, joinFields);
  const facts = intMap.merge(a.facts, b.facts, joinFacts);
  const known = intMap.intersect(a.known, b.known);
  const suspended = a.suspended || b.suspended;
  const stale = intMap.merge(a.stale, b.stale, (mine) => mine);
  return variables === a.variables &&
    temps === a.temps &&
    heap === a.heap &&
    facts === a.facts &&
    known === a.known &&
    suspended === a.suspended &&
    stale === a.stale
    ? a
    : { variables, temps, heap, facts, known, suspended, stale, cleanAt: undefined };
}

/** A state being carried through one block. */
export interface Cursor {
  variables: IntMap<PointsTo>;
  temps: IntMap<PointsTo>;
  heap: IntMap<Fields>;
  facts: IntMap<readonly Fact[]>;
  known: IntMap<boolean>;
  suspended: boolean;
  stale: IntMap<TSESTree.Node>;
  /** Temporaries of this block alone, by number. */
  readonly local: (PointsTo | undefined)[];
  /** Which of `local` are of this block. */
  readonly defined: number[];
  edit: object;
  /** False after a call that never returns. */
  reachable: boolean;
}

/** @param local room for temporaries, which may be used again for the next block */
export function openState(state: State, local: (PointsTo | undefined)[]): Cursor {
  const { variables, temps, heap, facts, known, suspended, stale } = state;
  return { variables, temps, heap, facts, known, suspended, stale, local, defined: [], edit: {}, reachable: true };
}

/** What the cursor holds now. Later changes through the cursor copy first. */
export function closeState(cursor: Cursor): State {
  cursor.edit = {};
  const { variables, temps, heap, facts, known, suspended, stale } = cursor;
  return { variables, temps, heap, facts, known, suspended, stale, cleanAt: undefined };
}

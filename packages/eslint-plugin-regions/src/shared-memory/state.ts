import type { TSESTree } from "@typescript-eslint/utils";
import type { Memory, Values } from "./values.js";
import { union } from "./values.js";

/** How memory came to be shared. */
export interface Sharing {
  readonly node: TSESTree.Node;
  /** Other threads have it; otherwise others of this thread have it, who may give it on. */
  readonly isPosted: boolean;
}

/** What holds when a function is called. */
export interface Entry {
  readonly shared: ReadonlyMap<Memory, Sharing>;
  readonly isHeld: boolean;
}

/** What holds at one point of a function. */
export interface State {
  /** What variables hold, by id. */
  readonly variables: Map<number, Values>;
  /** What fields of variables and of `this` hold: "12.data", "this.view". */
  readonly places: Map<string, Values>;
  readonly shared: Map<Memory, Sharing>;
  /** Memory in fields of `this`: shared as soon as others run. */
  readonly pending: Set<Memory>;
  /** Memory that a test has shown not to be shared on this way. */
  readonly refuted: Set<Memory>;
  /** A declared lock may be held. */
  isHeld: boolean;
}

export const createState = ({ shared, isHeld }: Entry): State => ({
  variables: new Map(),
  places: new Map(),
  shared: new Map(shared),
  pending: new Set(),
  refuted: new Set(),
  isHeld,
});

export const copyState = (state: State): State => ({
  variables: new Map(state.variables),
  places: new Map(state.places),
  shared: new Map(state.shared),
  pending: new Set(state.pending),
  refuted: new Set(state.refuted),
  isHeld: state.isHeld,
});

/** Adds to a state what may hold as well. @returns whether it is more than before */
export function joinInto(into: State, from: State): boolean {
  const hasMoreVariables = joinValues(into.variables, from.variables);
  let isMore = joinValues(into.places, from.places) || hasMoreVariables;
  for (const [memory, sharing] of from.shared) {
    if (into.shared.has(memory)) continue;
    into.shared.set(memory, sharing);
    isMore = true;
  }
  for (const memory of from.pending) {
    if (into.pending.has(memory)) continue;
    into.pending.add(memory);
    isMore = true;
  }
  for (const memory of into.refuted) {
    if (from.refuted.has(memory)) continue;
    into.refuted.delete(memory);
    isMore = true;
  }
  if (from.isHeld && !into.isHeld) into.isHeld = isMore = true;
  return isMore;
}

function joinValues<K>(into: Map<K, Values>, from: ReadonlyMap<K, Values>): boolean {
  let isMore = false;
  for (const [key, values] of from) {
    const before = into.get(key);
    const after = union(before, values);
    if (after === before) continue;
    into.set(key, after);
    isMore = true;
  }
  return isMore;
}

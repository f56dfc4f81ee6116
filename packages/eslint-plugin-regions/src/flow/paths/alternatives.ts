import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject, ObjectTable } from "../state/abstract-object.js";
import { sameFacts } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { isIndex } from "../state/heap.js";
import { withoutGarbage } from "./garbage.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import type { Fields, State } from "../state/state.js";
import { joinStates } from "../state/state.js";

/**
 * The states that can hold at one point. Paths that agree on what was frozen, moved and transferred are one
 * alternative; paths that do not are told apart, so that what is dead on one and in use on the other is no mistake.
 *
 * Source: M. Das, S. Lerner, M. Seigle, "ESP: Path-Sensitive Program Verification in Polynomial Time", PLDI 2002
 * (property simulation).
 */
export type Alternatives = readonly State[];

/**
 * @param block where they meet
 * @param most beyond this many the paths are joined after all
 * @returns `alternatives` itself when `state` adds nothing
 */
export function addAlternative(
  frame: Frame,
  block: number,
  alternatives: Alternatives,
  added: State,
  most: number,
): Alternatives {
  if (alternatives.length === 0) return [added];
  const { table } = frame.file;
  // Nothing can be done any more to what nobody refers to: what was done to it makes no difference.
  const clean = (state: State): State => (state.facts === undefined ? state : withoutGarbage(frame, state, block));
  let state = added;
  let index = sameAs(table, alternatives, state);
  if (index < 0 && most > 1) {
    state = clean(added);
    index = sameAs(table, alternatives, state);
  }
  if (index < 0 && alternatives.length < most) {
    const cleaned = alternatives.map(clean);
    const isCleaner = cleaned.some((each, at) => each !== alternatives[at]);
    return isCleaner ? addAlternative(frame, block, cleaned, state, most) : [...alternatives, state];
  }
  if (index < 0) index = alternatives.length - 1;
  const old = alternatives[index]!;
  const joined = joinStates(old, state);
  if (joined === old) return alternatives;
  const next = [...alternatives];
  next[index] = joined;
  return next;
}

const sameAs = (table: ObjectTable, alternatives: Alternatives, state: State): number =>
  alternatives.findIndex(
    (each) =>
      intMap.equals(each.facts, state.facts, sameFacts) &&
      sameOwners(table, each, state) &&
      sameLists(table, each, state) &&
      intMap.everyDifference(each.heap, state.heap, samePlaces),
  );

/** Whether no place of a list holds one thing here and another there: on one path something was put in front. */
function samePlaces(a: Fields, b: Fields): boolean {
  if (!a.map.has("0") || !b.map.has("0")) return true;
  return !a.map.some((mine, key) => {
    const theirs = isIndex(key) ? b.map.get(key) : undefined;
    return theirs !== undefined && mine.length + theirs.length > 0 && !mine.some((id) => theirs.includes(id));
  });
}

/** Whether nothing holds an empty list here and one with elements there: `isMoved ? [buffer] : []`. */
function sameLists({ objects }: ObjectTable, a: State, b: State): boolean {
  const isSame = (mine: PointsTo, theirs: PointsTo): boolean => {
    const [one, ...others] = [...mine, ...theirs].map((id) => objects[id]!);
    const [two] = others;
    return one === two || others.length !== 1 || !(isChosenList(one!) && isChosenList(two!));
  };
  return intMap.everyDifference(a.temps, b.temps, isSame) && intMap.everyDifference(a.variables, b.variables, isSame);
}

/** A literal that is one of the two sides of a condition, of which one is empty. What is spread is counted elsewhere. */
function isChosenList({ node }: AbstractObject): boolean {
  const choice = node.type === AST_NODE_TYPES.ArrayExpression ? node.parent : undefined;
  if (choice?.type !== AST_NODE_TYPES.ConditionalExpression || choice.parent.type === AST_NODE_TYPES.SpreadElement)
    return false;
  return [choice.consequent, choice.alternate].some(
    (side) => side.type === AST_NODE_TYPES.ArrayExpression && side.elements.length === 0,
  );
}

/** Whether each variable that holds a region holds the same one: two variables may have changed places. */
function sameOwners(table: ObjectTable, a: State, b: State): boolean {
  const isRegion = (id: number): boolean => table.objects[id]!.isRegion;
  return intMap.everyDifference(
    a.variables,
    b.variables,
    (mine, theirs) => !(mine.some(isRegion) && theirs.some(isRegion)) || mine.every((id) => theirs.includes(id)),
  );
}

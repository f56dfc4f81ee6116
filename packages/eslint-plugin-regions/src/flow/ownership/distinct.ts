import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { isElement, isVague, stored } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { Cursor } from "../state/state.js";
import { variableAt } from "./rotation.js";

/*
 * One object of the analysis stands for all that are made at one place: for the elements of a list that a loop fills, and
 * for what is kept under several keys. Expressions with different numbers or keys mean different ones.
 */

/** Whether two expressions mean different elements or entries, although the same object stands for both. */
export function areDistinct(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  a: TSESTree.Node,
  b: TSESTree.Node,
  isAmbiguous: boolean,
): boolean {
  const [mine, theirs] = [pickedBy(a), pickedBy(b)];
  if (mine === undefined || theirs === undefined || mine.key === theirs.key) return false;
  if (mine.from.name !== theirs.from.name || mine.isCall !== theirs.isCall) return false;
  // What a function returns whatever it is given is one thing.
  if (mine.isCall) return object.top.root === undefined || hasVagueKey(object);
  if (isAmbiguous) return true;
  const variable = variableAt(frame, mine.from);
  const lists = objectsOf(frame, (variable && intMap.get(cursor.variables, variable.id)) ?? []);
  return (
    lists.length > 0 &&
    !lists.some((each) => isPlaceKnown(frame, cursor, each, mine.key) || isPlaceKnown(frame, cursor, each, theirs.key))
  );
}

function isPlaceKnown(frame: Frame, cursor: Cursor, list: AbstractObject, key: Key): boolean {
  const value = stored(cursor, list, String(key));
  return value !== undefined && !objectsOf(frame, value).some((each) => isElement(cursor, list, each));
}

function hasVagueKey(object: AbstractObject): boolean {
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent)
    if (isVague(each.key)) return true;
  return false;
}

type Key = string | number;

/** `list[0]`, or `entry("a")`, at the root of an expression such as `list[0].close()`. */
interface Picked {
  readonly from: TSESTree.Identifier;
  readonly key: Key;
  readonly isCall: boolean;
}

function pickedBy(node: TSESTree.Node): Picked | undefined {
  for (let each = node; ;) {
    if (each.type === AST_NODE_TYPES.MemberExpression) {
      const { object, property, computed } = each;
      if (computed && object.type === AST_NODE_TYPES.Identifier && property.type === AST_NODE_TYPES.Literal)
        return pick(object, property, false);
      each = object;
    } else if (each.type === AST_NODE_TYPES.CallExpression) {
      const [argument] = each.arguments;
      if (each.callee.type === AST_NODE_TYPES.Identifier && argument?.type === AST_NODE_TYPES.Literal)
        return pick(each.callee, argument, true);
      each = each.callee;
    } else if (isTypeWrapper(each)) each = each.expression;
    else return undefined;
  }
}

/** `list[0]!`, `list[0] as Job`. */
const isTypeWrapper = (
  node: TSESTree.Node,
): node is TSESTree.TSNonNullExpression | TSESTree.TSAsExpression | TSESTree.TSSatisfiesExpression =>
  node.type === AST_NODE_TYPES.TSNonNullExpression ||
  node.type === AST_NODE_TYPES.TSAsExpression ||
  node.type === AST_NODE_TYPES.TSSatisfiesExpression;

function pick(from: TSESTree.Identifier, { value }: TSESTree.Literal, isCall: boolean): Picked | undefined {
  return typeof value === "number" || typeof value === "string" ? { from, key: value, isCall } : undefined;
}

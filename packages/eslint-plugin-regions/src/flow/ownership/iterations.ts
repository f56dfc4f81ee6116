import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { CONDITIONAL } from "../../lower/conditional.js";
import { contains, loopAround } from "../../lower/loops-around.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { At } from "../state/at.js";
import type { Call } from "../state/call-site.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { ANY, ELEMENT_OF, factsOf, isEntry, isIndex, isTaken, isVague, known, stored } from "../state/heap.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { objectsOf } from "../state/frame.js";
import { goesOver, isOverFields, isSelection, isValueOf, isVisit, takesFromAll } from "./loops-over.js";
import { asksForObject, asksForOther } from "./object-tests.js";

/*
 * What a loop over all elements does to the one at hand in each of its turns, it has done to all of them in the end. So
 * has a method that calls a function with each of them.
 */

/** The loop, or call, that goes over the elements of something and does this to each of them. */
export function iterationOf(
  objects: readonly AbstractObject[],
  at: At,
  sourceCode: TSESLint.SourceCode,
): TSESTree.Node | undefined {
  const [only, ...others] = objects;
  if (only === undefined || others.length > 0 || at.isAlways === false) return undefined;
  if (at.over !== undefined) return at.over;
  const { loop } = only;
  if (only.isOfSome) return undefined;
  if (loop === undefined)
    return only.key === ANY ? (callOver(at, sourceCode) ?? entriesOver(at, sourceCode)) : undefined;
  if (!goesOver(loop, only.node, sourceCode) || !("body" in loop)) return undefined;
  if (isVisit(loop.parent)) return isAlwaysIn(loop, at.node, sourceCode) ? loop.parent : undefined;
  return isInEachTurn(loop.body as TSESTree.Node, at.node, sourceCode) ? loop : undefined;
}

const isInEachTurn = (body: TSESTree.Node, node: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean =>
  contains(body, node) && isNested(body.parent!, node) && !LEAVES.test(sourceCode.getText(body));

/** `for (const [key, value] of Object.entries(object)) freeze(value)` */
function entriesOver({ node, subject }: At, sourceCode: TSESLint.SourceCode): TSESTree.Node | undefined {
  const loop = loopAround(node);
  if (loop?.type !== AST_NODE_TYPES.ForOfStatement || !isValueOf(loop, subject, sourceCode)) return undefined;
  return isInEachTurn(loop.body, node, sourceCode) ? loop : undefined;
}

/** A method that calls a function with each element. */
function callOver({ each, node, by, isAlways }: At, sourceCode: TSESLint.SourceCode): TSESTree.Node | undefined {
  if (!isVisit(each)) return undefined;
  const [callback] = each.arguments;
  if (node === each) return by === undefined || isAlways === true ? each : undefined;
  const isInside = callback !== undefined && contains(callback, node);
  return isInside && isAlwaysIn(callback, node, sourceCode) ? each : undefined;
}

/** One turn may do without it, or do it more than once, or later. */
const SOMETIMES: ReadonlySet<string> = new Set([
  ...CONDITIONAL,
  AST_NODE_TYPES.AssignmentPattern,
  AST_NODE_TYPES.ChainExpression,
  AST_NODE_TYPES.DoWhileStatement,
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
]);
const LEAVES = /\b(?:continue|break|return|throw)\b/;

/** Whether it is done whenever `outer` is, to an object. */
function isNested(outer: TSESTree.Node, node: TSESTree.Node): boolean {
  for (let each = node.parent; each && each !== outer; each = each.parent) {
    const isForObjects =
      each.type === AST_NODE_TYPES.IfStatement &&
      contains(each.consequent, node) &&
      asksForObject(each.test, (name) => isGiven(name, node));
    if (SOMETIMES.has(each.type) && !isForObjects) return false;
  }
  return true;
}

/** Whether a call is given what has a name. */
const isGiven = (name: string, node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.CallExpression &&
  node.arguments.some((each) => each.type === AST_NODE_TYPES.Identifier && each.name === name);

/** In longer functions nobody looks for ways that leave before. */
const LONGEST_FUNCTION = 2000;
const LEAVES_BEFORE = /\b(?:return|throw)\b(?!\s*$)/;

/** Whether a function does it whenever it is called, before anything that leaves it. */
export function isAlwaysIn(fn: TSESTree.Node, node: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean {
  if (node.range[0] - fn.range[0] > LONGEST_FUNCTION || !isNested(fn, node)) return false;
  return !LEAVES_BEFORE.test(sourceCode.text.slice(afterGuards(fn), node.range[0]));
}

/** Where a function begins that first of all leaves what is no object: `if (typeof value !== "object") return value;`. */
function afterGuards(fn: TSESTree.Node): number {
  const body = "body" in fn ? (fn.body as TSESTree.Node) : undefined;
  if (body?.type !== AST_NODE_TYPES.BlockStatement) return fn.range[0];
  const [value] = (fn as TSESTree.FunctionLike).params;
  const isValue = (name: string): boolean => value?.type === AST_NODE_TYPES.Identifier && value.name === name;
  const first = body.body.find((each) => !isGuard(each, isValue));
  return first === undefined ? fn.range[0] : first.range[0];
}

function isGuard(node: TSESTree.Statement, isValue: (name: string) => boolean): boolean {
  if (node.type !== AST_NODE_TYPES.IfStatement || node.alternate || !asksForOther(node.test, isValue)) return false;
  const { consequent } = node;
  const [only, ...others] = consequent.type === AST_NODE_TYPES.BlockStatement ? consequent.body : [consequent];
  return only?.type === AST_NODE_TYPES.ReturnStatement && others.length === 0;
}

/** Whether a method that calls a function with each element calls it with all that there are. */
export const visitsAll = (frame: Frame, { receiver }: Pick<Call, "receiver">): boolean =>
  !objectsOf(frame, receiver?.value ?? NOTHING).some(isSelection);

/** The call that takes a part out of each of the elements of something, where that part is all that a list has. */
export function takenFromAll(
  { node }: AbstractObject,
  [only, ...others]: readonly AbstractObject[],
  sourceCode: TSESLint.SourceCode,
): TSESTree.Node | undefined {
  return others.length === 0 && only?.parent !== undefined && isOfEach(only.parent) && takesFromAll(node, sourceCode)
    ? node
    : undefined;
}

/**
 * What was done to all elements of the list of which this is one.
 *
 * @param part in which it was done to that part of them
 */
export function doneToAll(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  part?: string,
): (readonly [Fact, AbstractObject])[] {
  const elements = siblings(frame, cursor, object);
  const [first, ...others] =
    part === undefined ? elements : elements.flatMap((each) => objectsOf(frame, known(cursor, each, part)));
  if (first === undefined) return [];
  const { key, loop } = elementAround(object);
  const isNamed = loop === undefined && key !== undefined && !isIndex(key) && !isEntry(key);
  return factsOf(cursor, first)
    .filter(({ each, operation }) => {
      // In the loop itself it was done to the elements of earlier turns only.
      if (each === undefined || each === loop || (isNamed && !isOverFields(each, frame.file.sourceCode))) return false;
      return others.every((other) => factsOf(cursor, other).some((fact) => fact.operation === operation));
    })
    .map((fact) => [fact, first]);
}

/** All that can be the object: elements of the same list, or the same part of each. */
function siblings(frame: Frame, cursor: Cursor, object: AbstractObject): readonly AbstractObject[] {
  const behind = stored(cursor, object, ELEMENT_OF);
  if (isTaken(cursor, frame.file.table, object)) return [];
  if (behind !== undefined) return objectsOf(frame, behind);
  const { parent, key } = object;
  if (parent === undefined || key === undefined || isVague(key) || key.startsWith("#")) return [];
  const any = parent.parts?.get(ANY);
  if (any !== undefined) return stored(cursor, parent, ANY) === undefined ? any.alone : [];
  return siblings(frame, cursor, parent).flatMap((each) => objectsOf(frame, known(cursor, each, key)));
}

/** The element that it is a part of; the object itself, if it is no part of an element. */
function elementAround(object: AbstractObject): AbstractObject {
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent) {
    const { key, loop } = each;
    if (loop !== undefined || (key !== undefined && (isIndex(key) || isEntry(key)))) return each;
  }
  return object;
}

/** Whether it stands for each element of something, or for a part of each. */
export function isOfEach(object: AbstractObject): boolean {
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent)
    if (each.key === ANY) return true;
  return false;
}

import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { CONDITIONAL } from "../../lower/conditional.js";
import { contains } from "../../lower/loops-around.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { ANY, ELEMENT_OF, factsOf, isIndex, stored } from "../state/heap.js";
import type { Cursor } from "../state/state.js";
import { objectsOf } from "../state/frame.js";

/*
 * What a loop over all elements does to the one at hand in each of its turns, it has done to all of them in the end.
 */

/** The loop over the elements of something in which `node` does something to one of them, if each turn does. */
export function iterationOf(
  objects: readonly AbstractObject[],
  node: TSESTree.Node,
  sourceCode: TSESLint.SourceCode,
): TSESTree.Node | undefined {
  const [only, ...others] = objects;
  const loop = only?.loop;
  // What stands for the element of a turn is made where the loop asks for the next one.
  if (loop?.type !== AST_NODE_TYPES.ForOfStatement || only!.node !== loop.right || others.length > 0) return undefined;
  return contains(loop.body, node) && isInEachTurn(loop, node, sourceCode) ? loop : undefined;
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

function isInEachTurn(loop: TSESTree.ForOfStatement, node: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean {
  for (let each: TSESTree.Node | undefined = node; each !== undefined && each !== loop; each = each.parent)
    if (SOMETIMES.has(each.type)) return false;
  return !LEAVES.test(sourceCode.getText(loop.body));
}

/** What was done to all elements of the list of which this is one. */
export function doneToAll(frame: Frame, cursor: Cursor, object: AbstractObject): (readonly [Fact, AbstractObject])[] {
  const [first, ...others] = siblings(frame, cursor, object);
  if (first === undefined) return [];
  return factsOf(cursor, first)
    .filter(({ each, operation }) => {
      // In the loop itself it was done to the elements of earlier turns only.
      if (each === undefined || each === object.loop) return false;
      return others.every((other) => factsOf(cursor, other).some((fact) => fact.operation === operation));
    })
    .map((fact) => [fact, first]);
}

/** All that can be the element. */
function siblings(frame: Frame, cursor: Cursor, object: AbstractObject): readonly AbstractObject[] {
  const behind = stored(cursor, object, ELEMENT_OF);
  if (behind !== undefined) return objectsOf(frame, behind);
  const { parent, key } = object;
  const any = key !== undefined && isIndex(key) ? parent?.parts?.get(ANY) : undefined;
  return any === undefined || stored(cursor, parent!, ANY) !== undefined ? [] : any.alone;
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Signature } from "../../operations/signature.js";
import { functionNamed } from "../known/builtins.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import { type Frame, objectsOf } from "../state/frame.js";

/** What `produce(recipe)` returns: a function that waits for the state. */
export function curriedBy(frame: Frame, { args, spread }: Call, { curried }: Signature): AbstractObject | undefined {
  const [first, ...others] = args;
  if (curried === undefined || first === undefined || spread.length > 0) return undefined;
  const given = objectsOf(frame, first.value);
  const isRecipe = given.length > 0 && given.every(({ fn }) => fn !== undefined);
  return isRecipe || others.length === 0 ? functionNamed(frame.file, curried) : undefined;
}

/** `produce(…)` in a recipe of `produce`: what it returns is frozen when the outer one is done. */
export function isInRecipe({ file: { sourceCode } }: Frame, { node }: Call): boolean {
  if (node.type !== AST_NODE_TYPES.CallExpression) return false;
  const callee = sourceCode.getText(node.callee);
  for (let each: TSESTree.Node = node; each.type !== AST_NODE_TYPES.Program; each = each.parent) {
    const { parent } = each;
    const isGiven = isFunction(each) && parent.type === AST_NODE_TYPES.CallExpression && parent.callee !== each;
    if (isGiven && sourceCode.getText(parent.callee) === callee) return true;
  }
  return false;
}

const isFunction = ({ type }: TSESTree.Node): boolean =>
  type === AST_NODE_TYPES.ArrowFunctionExpression || type === AST_NODE_TYPES.FunctionExpression;

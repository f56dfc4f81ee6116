import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Given } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import type { FunctionIR } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";
import type { PathEffect, Summary } from "./summary.js";

/** A closure that was made after the operation was reported when it was made, where it does it. */
export function isReportedInside(frame: Frame, { path, kind, node }: PathEffect, call: TSESTree.Node): boolean {
  // What a constructor has frozen is frozen in the methods.
  const isKnownInside = path.root.kind === "captured" || (path.root.kind === "this" && kind === "change");
  if (!isKnownInside || kind === "consume" || contains(call, node)) return false;
  const rules = kind === "use" ? USE_RULES : kind === "adopt" ? ADOPT_RULES : CHANGE_RULES;
  return rules.some((rule) => {
    const key = `${rule} ${node.range.join("-")}`;
    return frame.file.findings.has(key) || frame.found.has(key);
  });
}

/** `if (new.target === Base) Object.freeze(this)`, at `super()` in a derived class. */
export function isOfBaseAlone(call: TSESTree.Node, { node }: PathEffect): boolean {
  if (call.type !== AST_NODE_TYPES.CallExpression || call.callee.type !== AST_NODE_TYPES.Super) return false;
  // ESLint gives the program a parent of null; and the initial values of fields stand in no function.
  for (let each: TSESTree.Node | null | undefined = node.parent; each && !isFunctionNode(each); each = each.parent)
    if (each.type === AST_NODE_TYPES.IfStatement && asksForBase(each.test)) return true;
  return false;
}

const asksForBase = (test: TSESTree.Expression): boolean =>
  test.type === AST_NODE_TYPES.BinaryExpression &&
  test.operator.startsWith("==") &&
  [test.left, test.right].some(({ type }) => type === AST_NODE_TYPES.MetaProperty);

const isFunctionNode = ({ type }: TSESTree.Node): boolean =>
  type === AST_NODE_TYPES.FunctionExpression || type === AST_NODE_TYPES.FunctionDeclaration;

const USE_RULES = ["no-use-after-move", "no-use-after-transfer"];
const CHANGE_RULES = ["no-mutate-frozen"];
const ADOPT_RULES = ["no-cross-region-reference"];

/**
 * Whether an effect is on the default value of a parameter that is given at this call: what is done to the parameter is
 * done to either.
 */
export function isUnusedDefault(
  summary: Summary,
  { path: { root }, node }: PathEffect,
  args: readonly Given[],
  fn: FunctionIR,
): boolean {
  if (root.kind !== "captured") return false;
  return fn.parameters.some(
    (parameter, index) =>
      (args[index]?.value.length ?? 0) > 0 &&
      defaultNames(parameter.node).includes(root.variable.name) &&
      summary.effects.some((other) => other.node === node && isOfParameter(other, index)),
  );
}

const isOfParameter = ({ path: { root } }: PathEffect, index: number): boolean =>
  root.kind === "parameter" && root.index === index;

/** The variable that stands as the default value of a parameter. */
function defaultNames(parameter: TSESTree.Node): readonly string[] {
  if (parameter.type !== AST_NODE_TYPES.AssignmentPattern) return [];
  const { right } = parameter;
  return right.type === AST_NODE_TYPES.Identifier ? [right.name] : [];
}

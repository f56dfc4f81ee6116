import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../lower/builder.js";

type Variable = TSESLint.Scope.Variable;

const cache = new WeakMap<Variable, FunctionNode | undefined>();

/** The function that a variable always holds, because nothing else is ever written to it. */
export function functionHeldBy(variable: Variable | undefined): FunctionNode | undefined {
  if (variable === undefined) return undefined;
  if (!cache.has(variable)) cache.set(variable, find(variable));
  return cache.get(variable);
}

function find({ defs, references }: Variable): FunctionNode | undefined {
  const written: (FunctionNode | undefined)[] = [];
  for (const { type, node } of defs) {
    if (type === "Variable" || type === "Type" || node.type === "TSDeclareFunction") continue;
    written.push(node.type === "FunctionDeclaration" ? node : undefined);
  }
  for (const reference of references) if (reference.isWrite()) written.push(writtenTo(reference.identifier));
  return written.length === 1 ? written[0] : undefined;
}

/** The function that is written to a name. */
function writtenTo(name: TSESTree.Node): FunctionNode | undefined {
  const { parent } = name;
  const value =
    parent?.type === "VariableDeclarator" && parent.id === name
      ? parent.init
      : parent?.type === "AssignmentExpression" && parent.left === name
        ? parent.right
        : null;
  return value?.type === "FunctionExpression" || value?.type === "ArrowFunctionExpression" ? value : undefined;
}

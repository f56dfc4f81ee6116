import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../lower/ir.js";
import type { Place } from "./place.js";

/** What the names in a function stand for. */
export interface Names {
  readonly variableAt: (identifier: TSESTree.Identifier) => Variable | undefined;
  /** The variables that hold a parameter, or a field of one. */
  readonly bound: ReadonlyMap<Variable, Bound>;
}

export interface Bound {
  readonly place: Place;
  /** Its default value. */
  readonly otherwise: TSESTree.Node | undefined;
  /** Of a field: the default value of the parameter. */
  readonly whole: TSESTree.Node | undefined;
}

const known = new WeakMap<FunctionIR, Names>();

export function namesIn(fn: FunctionIR): Names {
  let names = known.get(fn);
  if (names === undefined) known.set(fn, (names = findNames(fn)));
  return names;
}

function findNames(fn: FunctionIR): Names {
  const read = new Map<TSESTree.Node, Variable>();
  const declared = new Map<TSESTree.Node, Variable>();
  for (const { instructions } of fn.blocks) {
    for (const instruction of instructions) {
      if (instruction.op === "read") read.set(instruction.node, instruction.variable);
      else if (instruction.op === "write" && instruction.declares) declared.set(instruction.node, instruction.variable);
    }
  }
  const bound = new Map<Variable, Bound>();
  const bind = (node: TSESTree.Node, place: Place, whole?: TSESTree.Node): void => {
    const { target, otherwise } = withoutDefault(node);
    const variable = declared.get(target);
    if (variable !== undefined) bound.set(variable, { place, otherwise, whole });
    if (target.type !== AST_NODE_TYPES.ObjectPattern || place.field !== undefined) return;
    for (const each of target.properties) {
      if (each.type !== AST_NODE_TYPES.Property || each.computed || each.key.type !== AST_NODE_TYPES.Identifier)
        continue;
      bind(each.value, { index: place.index, field: each.key.name }, otherwise);
    }
  };
  fn.parameters.forEach(({ node, rest }, index) => {
    if (!rest) bind(node, { index, field: undefined });
  });
  return { variableAt: (identifier) => read.get(identifier), bound };
}

function withoutDefault(node: TSESTree.Node): { readonly target: TSESTree.Node; readonly otherwise?: TSESTree.Node } {
  return node.type === AST_NODE_TYPES.AssignmentPattern
    ? { target: node.left, otherwise: node.right }
    : { target: node };
}

import { AST_NODE_TYPES, TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { writesOf } from "../by-name/variables.js";
import { definitionsIn } from "../lower/definitions.js";
import type { FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { functionsOf } from "../lower/lower-lazily.js";
import { holderOf, isFunction, methodsOf } from "./methods.js";

type Source = Readonly<TSESLint.SourceCode>;

/** The functions of a file, by what calls them. What is asked for is lowered. */
export interface Helpers {
  readonly source: Source;
  /** The function of this file that a call runs, if it is certain which. */
  of(fn: FunctionIR, call: Instruction & { op: "call" }): FunctionIR | undefined;
  /** The function that a temporary is, if it was written where it is used, or goes by a name that has no other value. */
  at(fn: FunctionIR, temp: Temp): FunctionIR | undefined;
  definitionsOf(fn: FunctionIR): readonly (Instruction | undefined)[];
}

export function createHelpers(source: Source): Helpers {
  const functions = functionsOf(source);
  const definitions = new Map<FunctionIR, (Instruction | undefined)[]>();
  const definitionsOf = (fn: FunctionIR): (Instruction | undefined)[] => {
    let known = definitions.get(fn);
    if (known === undefined) definitions.set(fn, (known = definitionsIn(fn)));
    return known;
  };
  const at = (fn: FunctionIR, temp: Temp): FunctionIR | undefined => {
    const definition = definitionsOf(fn)[temp];
    if (definition?.op === "function") {
      functions.lower(definition.fn);
      return definition.fn;
    }
    const node = definition?.op === "read" ? functionNamed(source, definition.variable) : undefined;
    return node && functions.at(node);
  };
  return {
    source,
    definitionsOf,
    at,
    of(fn, call) {
      if (call.args.some(({ spread }) => spread)) return undefined;
      const callee = definitionsOf(fn)[call.callee];
      if (call.receiver === undefined) return at(fn, call.callee);
      if (callee?.op !== "get" || callee.key.kind !== "name") return undefined;
      const holder = isThis(source, definitionsOf(fn)[call.receiver]) ? holderOf(fn.node) : undefined;
      const method = holder && methodsOf(holder).get(callee.key.name);
      return method && functions.at(method);
    },
  };
}

function functionNamed(source: Source, variable: Variable): TSESTree.Node | undefined {
  const [definition, ...others] = variable.scopeVariable?.defs ?? [];
  if (definition === undefined || others.length > 0 || writesOf(source, variable) > 1) return undefined;
  const { node, type } = definition;
  // The node of a parameter is the function that has it.
  if (type === TSESLint.Scope.DefinitionType.Parameter) return undefined;
  if (node.type === AST_NODE_TYPES.FunctionDeclaration) return node;
  if (node.type !== AST_NODE_TYPES.VariableDeclarator || node.init === null) return undefined;
  return node.id.type === AST_NODE_TYPES.Identifier && isFunction(node.init) ? node.init : undefined;
}

/** `this`, or `self` after `const self = this`. */
function isThis(source: Source, definition: Instruction | undefined): boolean {
  if (definition?.op === "this") return true;
  if (definition?.op !== "read" || writesOf(source, definition.variable) !== 1) return false;
  const declarator = definition.variable.scopeVariable?.defs[0]?.node;
  return (
    declarator?.type === AST_NODE_TYPES.VariableDeclarator &&
    declarator.id.type === AST_NODE_TYPES.Identifier &&
    declarator.init?.type === AST_NODE_TYPES.ThisExpression
  );
}

import { AST_NODE_TYPES, TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { ownerOfThis } from "../lower/owner-of-this.js";

/** The functions of a file, by what calls them. */
export interface Helpers {
  /** The function of this file that a call runs, if it is certain which. */
  of(fn: FunctionIR, call: Instruction & { op: "call" }): FunctionIR | undefined;
  /** The function that a temporary is, if it was written where it is used, or goes by a name that has no other value. */
  at(fn: FunctionIR, temp: Temp): FunctionIR | undefined;
  definitionsOf(fn: FunctionIR): readonly (Instruction | undefined)[];
}

export function createHelpers(file: FileIR): Helpers {
  const definitions = new Map<FunctionIR, (Instruction | undefined)[]>();
  const methods = new Map<TSESTree.Node, Map<string, FunctionIR>>();
  const definitionsOf = (fn: FunctionIR): (Instruction | undefined)[] => {
    let known = definitions.get(fn);
    if (known === undefined) {
      definitions.set(fn, (known = []));
      for (const { instructions } of fn.blocks)
        for (const each of instructions) if ("to" in each) known[each.to] = each;
    }
    return known;
  };
  const methodsOf = (holder: TSESTree.Node): Map<string, FunctionIR> => {
    let known = methods.get(holder);
    if (known === undefined) methods.set(holder, (known = collectMethods(file, holder)));
    return known;
  };
  const at = (fn: FunctionIR, temp: Temp): FunctionIR | undefined => {
    const definition = definitionsOf(fn)[temp];
    if (definition?.op === "function") return definition.fn;
    return definition?.op === "read" ? functionNamed(file, definition.variable) : undefined;
  };
  return {
    definitionsOf,
    at,
    of(fn, call) {
      if (call.args.some(({ spread }) => spread)) return undefined;
      const callee = definitionsOf(fn)[call.callee];
      if (call.receiver === undefined) return at(fn, call.callee);
      if (callee?.op !== "get" || callee.key.kind !== "name") return undefined;
      const holder = isThis(definitionsOf(fn)[call.receiver]) ? holderOf(ownerOfThis(fn)) : undefined;
      return holder === undefined ? undefined : methodsOf(holder).get(callee.key.name);
    },
  };
}

function functionNamed(file: FileIR, variable: Variable): FunctionIR | undefined {
  const [definition, ...others] = variable.scopeVariable?.defs ?? [];
  if (definition === undefined || others.length > 0 || variable.writes > 1) return undefined;
  const { node, type } = definition;
  // The node of a parameter is the function that has it.
  if (type === TSESLint.Scope.DefinitionType.Parameter) return undefined;
  if (node.type === AST_NODE_TYPES.FunctionDeclaration) return file.functionOf.get(node);
  if (node.type !== AST_NODE_TYPES.VariableDeclarator || node.init === null) return undefined;
  return node.id.type === AST_NODE_TYPES.Identifier ? file.functionOf.get(node.init) : undefined;
}

/** `this`, or `self` after `const self = this`. */
function isThis(definition: Instruction | undefined): boolean {
  if (definition?.op === "this") return true;
  if (definition?.op !== "read" || definition.variable.writes !== 1) return false;
  const declarator = definition.variable.scopeVariable?.defs[0]?.node;
  return (
    declarator?.type === AST_NODE_TYPES.VariableDeclarator &&
    declarator.id.type === AST_NODE_TYPES.Identifier &&
    declarator.init?.type === AST_NODE_TYPES.ThisExpression
  );
}

/** The class or the object literal of which `fn` is a method. */
function holderOf({ node }: FunctionIR): TSESTree.Node | undefined {
  // The initialisers of fields.
  if (node.type === AST_NODE_TYPES.ClassBody) return node;
  const member = node.parent;
  return member !== undefined && MEMBERS.has(member.type) ? member.parent : undefined;
}

const MEMBERS = new Set<string>([
  AST_NODE_TYPES.MethodDefinition,
  AST_NODE_TYPES.PropertyDefinition,
  AST_NODE_TYPES.Property,
]);

/** Methods, and fields that hold functions. Names that stand for two things are left out. */
function collectMethods(file: FileIR, holder: TSESTree.Node): Map<string, FunctionIR> {
  const methods = new Map<string, FunctionIR>();
  const members =
    holder.type === AST_NODE_TYPES.ClassBody
      ? holder.body
      : holder.type === AST_NODE_TYPES.ObjectExpression
        ? holder.properties
        : [];
  const seen = new Set<string>();
  for (const member of members) {
    if (!("key" in member) || member.computed || !("value" in member) || member.value === null) continue;
    const name = nameOf(member.key);
    const fn = file.functionOf.get(member.value);
    if (name === undefined) continue;
    if (fn !== undefined && !seen.has(name) && fn.kind !== "getter" && fn.kind !== "setter") methods.set(name, fn);
    else methods.delete(name);
    seen.add(name);
  }
  return methods;
}

function nameOf(key: TSESTree.Node): string | undefined {
  if (key.type === AST_NODE_TYPES.Identifier) return key.name;
  return key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${key.name}` : undefined;
}

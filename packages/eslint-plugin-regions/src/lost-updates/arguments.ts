import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR } from "../lower/ir.js";
import { isPrivate, isPrivateByName, type Overlap, variableNamed } from "./overlap.js";

/** Whether two calls of a function that can overlap may be given the same object. */
export function isGivenShared(file: FileIR, fn: FunctionIR, index: number, overlap: Overlap): boolean {
  // Each element and each event is an object of its own.
  if (overlap.kind !== "callable") return false;
  // Whoever goes through a generator decides himself what happens between two steps.
  if (fn.isGenerator && !fn.isAsync) return false;
  const { node } = fn;
  if (isInternal(node.parent)) return false;
  const calls = callsOf(file, fn);
  const isShared = (argument: TSESTree.Node | undefined): boolean => argument !== undefined && !isFresh(file, argument);
  return calls.length === 0 || calls.some((call) => isShared(call.arguments[index]));
}

/** The calls of a function in its own file; none, if it is exported. */
export function callsOf(file: FileIR, { node, name }: FunctionIR): TSESTree.CallExpression[] {
  if (node.parent?.type === AST_NODE_TYPES.MethodDefinition) return callsOfMethod(file, name);
  const id = node.type === AST_NODE_TYPES.FunctionDeclaration ? node.id : nameOf(node.parent);
  if (id === null || id === undefined || isExported(id)) return [];
  const references = variableNamed(file, id)?.scopeVariable?.references ?? [];
  return references.flatMap(({ identifier }) => callOf(identifier as TSESTree.Node));
}

function callsOfMethod(file: FileIR, name: string | undefined): TSESTree.CallExpression[] {
  return file.functions.flatMap(({ blocks }) =>
    blocks.flatMap(({ instructions }) =>
      instructions.flatMap((each) =>
        each.op === "get" && each.key.kind === "name" && each.key.name === name ? callOf(each.node) : [],
      ),
    ),
  );
}

function callOf(callee: TSESTree.Node): TSESTree.CallExpression[] {
  const { parent } = callee;
  return parent?.type === AST_NODE_TYPES.CallExpression && parent.callee === callee ? [parent] : [];
}

/** Nobody but the class itself calls it: what it gives is mostly its own, or given to one of them only. */
export function isInternal(member: TSESTree.Node | undefined): boolean {
  if (member?.type !== AST_NODE_TYPES.MethodDefinition && member?.type !== AST_NODE_TYPES.PropertyDefinition)
    return false;
  return member.accessibility === "protected" || isPrivate(member) || isPrivateByName(member);
}

function nameOf(holder: TSESTree.Node | undefined): TSESTree.Identifier | undefined {
  return holder?.type === AST_NODE_TYPES.VariableDeclarator && holder.id.type === AST_NODE_TYPES.Identifier
    ? holder.id
    : undefined;
}

function isExported(id: TSESTree.Node): boolean {
  const declaration = id.parent?.type === AST_NODE_TYPES.VariableDeclarator ? id.parent.parent : id.parent;
  return declaration?.parent?.type.startsWith("Export") === true;
}

/** A primitive, or an object that was made for this call. */
function isFresh(file: FileIR, argument: TSESTree.Node): boolean {
  if (argument.type !== AST_NODE_TYPES.Identifier) return FRESH.has(argument.type);
  const variable = file.variables.find(({ scopeVariable }) =>
    scopeVariable?.references.some(({ identifier }) => identifier === argument),
  );
  if (variable === undefined || variable.owner === file.module || variable.scopeVariable === undefined) return false;
  if (variable.scopeVariable.defs[0]?.node.type !== AST_NODE_TYPES.VariableDeclarator) return false;
  const writes = variable.scopeVariable.references.filter((reference) => reference.isWrite());
  return writes.length > 0 && writes.every(({ writeExpr }) => writeExpr && FRESH.has(writeExpr.type));
}
const FRESH = new Set<string>([
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
  AST_NODE_TYPES.NewExpression,
  AST_NODE_TYPES.Literal,
  AST_NODE_TYPES.TemplateLiteral,
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.AwaitExpression,
]);

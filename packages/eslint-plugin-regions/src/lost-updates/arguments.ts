import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { ownerOf, variableOf } from "../by-name/scopes.js";
import { usesOfMember } from "../by-name/uses-of-member.js";
import type { FunctionIR } from "../lower/ir.js";
import { constantKey } from "../lower/constant-key.js";
import { isPrivate, isPrivateByName, type Overlap, variableNamed } from "./overlap.js";

type Source = Readonly<TSESLint.SourceCode>;

/** Whether two calls of a function that can overlap may be given the same object. */
export function isGivenShared(source: Source, fn: FunctionIR, index: number, overlap: Overlap): boolean {
  // Each element and each event is an object of its own.
  if (overlap.kind !== "callable") return false;
  // Whoever goes through a generator decides himself what happens between two steps.
  if (fn.isGenerator && !fn.isAsync) return false;
  const { node } = fn;
  if (isInternal(node.parent)) return false;
  const calls = callsOf(source, node);
  const isShared = (argument: TSESTree.Node | undefined): boolean =>
    argument !== undefined && !isFresh(source, argument);
  return calls.length === 0 || calls.some((call) => isShared(call.arguments[index]));
}

/** The calls of a function in its own file; none, if it is exported. */
export function callsOf(source: Source, node: TSESTree.Node): TSESTree.CallExpression[] {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.MethodDefinition) {
    const name = constantKey(parent.key, parent.computed);
    return name === undefined ? [] : usesOfMember(source, name, source.ast.range).flatMap(callOf);
  }
  const id = node.type === AST_NODE_TYPES.FunctionDeclaration ? node.id : nameOf(parent);
  if (id === null || id === undefined || isExported(id)) return [];
  const references = variableNamed(source, id)?.references ?? [];
  return references.flatMap(({ identifier }) => callOf(identifier as TSESTree.Node));
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
function isFresh(source: Source, argument: TSESTree.Node): boolean {
  if (argument.type !== AST_NODE_TYPES.Identifier) return FRESH.has(argument.type);
  const variable = variableOf(source, argument);
  if (variable === undefined || ownerOf(variable) === source.ast) return false;
  if (variable.defs[0]?.node.type !== AST_NODE_TYPES.VariableDeclarator) return false;
  const writes = variable.references.filter((reference) => reference.isWrite());
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

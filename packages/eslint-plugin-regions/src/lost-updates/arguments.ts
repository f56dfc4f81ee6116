import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR } from "../lower/ir.js";
import { isPrivate, type Overlap, variableNamed } from "./overlap.js";

/** Whether two calls of a function that can overlap may be given the same object. */
export function isGivenShared(file: FileIR, fn: FunctionIR, overlap: Overlap): boolean {
  // Each element and each event is an object of its own.
  if (overlap.kind !== "callable") return false;
  const { node } = fn;
  if (isInternal(node.parent)) return false;
  const id = node.type === AST_NODE_TYPES.FunctionDeclaration ? node.id : nameOf(node.parent);
  if (id === null || id === undefined || isExported(id)) return true;
  const calls = variableNamed(file, id)?.scopeVariable?.references.flatMap(({ identifier }) => {
    const { parent } = identifier as TSESTree.Node;
    return parent?.type === AST_NODE_TYPES.CallExpression && parent.callee === identifier ? [parent] : [];
  });
  return (
    calls === undefined ||
    calls.length === 0 ||
    calls.some((call) => call.arguments.some((each) => !isFresh(file, each)))
  );
}

/** Nobody but the class itself calls it: what it gives is mostly its own, or given to one of them only. */
function isInternal(member: TSESTree.Node | undefined): boolean {
  if (member?.type !== AST_NODE_TYPES.MethodDefinition && member?.type !== AST_NODE_TYPES.PropertyDefinition)
    return false;
  return member.accessibility === "protected" || isPrivate(member);
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
  const reference = file.variables.find(({ scopeVariable }) =>
    scopeVariable?.references.some(({ identifier }) => identifier === argument),
  );
  const declarator = reference?.scopeVariable?.defs[0]?.node;
  if (reference?.owner === file.module || declarator?.type !== AST_NODE_TYPES.VariableDeclarator) return false;
  return reference?.writes === 1 && declarator.init !== null && FRESH.has(declarator.init.type);
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

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { type Callable, callableIn } from "./documented.js";

/** The signatures of a function, itself among them, in the order in which they are declared. */
export function overloadsOf(fn: Callable): readonly Callable[] {
  const name = declaredName(fn);
  let member: TSESTree.Node = fn;
  while (member.parent !== undefined && !isList(member.parent)) member = member.parent;
  const list = member.parent === undefined ? undefined : membersIn(member.parent);
  if (name === undefined || list === undefined) return [fn];
  return list.flatMap((each) => {
    const found = callableIn(each);
    return found !== undefined && found !== "unknown" && declaredName(found) === name ? [found] : [];
  });
}

const LISTS = new Set<string>([
  AST_NODE_TYPES.Program,
  AST_NODE_TYPES.BlockStatement,
  AST_NODE_TYPES.TSModuleBlock,
  AST_NODE_TYPES.ClassBody,
  AST_NODE_TYPES.TSInterfaceBody,
  AST_NODE_TYPES.TSTypeLiteral,
]);
const isList = (node: TSESTree.Node): boolean => LISTS.has(node.type);

function membersIn(node: TSESTree.Node): readonly TSESTree.Node[] | undefined {
  if (node.type === AST_NODE_TYPES.TSTypeLiteral) return node.members;
  return "body" in node && Array.isArray(node.body) ? node.body : undefined;
}

/** The name that overloads have in common; undefined: there can be no overloads of it. */
export function declaredName(fn: Callable): string | undefined {
  if (fn.type === AST_NODE_TYPES.TSMethodSignature) return keyName(fn);
  if (fn.type === AST_NODE_TYPES.FunctionDeclaration || fn.type === AST_NODE_TYPES.TSDeclareFunction)
    return fn.id?.name ?? "default";
  const { parent } = fn;
  const isMethod =
    parent.type === AST_NODE_TYPES.MethodDefinition || parent.type === AST_NODE_TYPES.TSAbstractMethodDefinition;
  // Accessors share their name, and nothing else.
  return isMethod && (parent.kind === "method" || parent.kind === "constructor")
    ? `${parent.static ? "static " : ""}${keyName(parent) ?? ""}`
    : undefined;
}

export function keyName(member: { readonly key: TSESTree.Node; readonly computed: boolean }): string | undefined {
  const { key, computed } = member;
  if (computed) return undefined;
  if (key.type === AST_NODE_TYPES.PrivateIdentifier) return `#${key.name}`;
  return key.type === AST_NODE_TYPES.Identifier ? key.name : undefined;
}

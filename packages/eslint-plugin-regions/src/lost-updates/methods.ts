import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { functionAround } from "../lower/function-around.js";

type Node = TSESTree.Node;

const MEMBERS = new Set<string>([
  AST_NODE_TYPES.MethodDefinition,
  AST_NODE_TYPES.PropertyDefinition,
  AST_NODE_TYPES.Property,
]);

/** The body of the class, or the object literal, of which a function is a method, or the one whose `this` it has. */
export function holderOf(fn: Node): Node | undefined {
  let owner = fn;
  while (owner.type === AST_NODE_TYPES.ArrowFunctionExpression) owner = functionAround(owner);
  // The initialisers of fields.
  if (owner.type === AST_NODE_TYPES.ClassBody) return owner;
  const member = owner.parent;
  return member && MEMBERS.has(member.type) ? member.parent : undefined;
}

const cache = new WeakMap<Node, ReadonlyMap<string, Node>>();

/** Methods of a class or an object literal, and fields that hold functions. Names that stand for two things are left out. */
export function methodsOf(holder: Node): ReadonlyMap<string, Node> {
  let known = cache.get(holder);
  if (known === undefined) cache.set(holder, (known = collectMethods(holder)));
  return known;
}

function collectMethods(holder: Node): Map<string, Node> {
  const methods = new Map<string, Node>();
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
    if (name === undefined) continue;
    if (isFunction(member.value) && !seen.has(name) && !isAccessor(member)) methods.set(name, member.value);
    else methods.delete(name);
    seen.add(name);
  }
  return methods;
}

export const isFunction = ({ type }: Node): boolean =>
  type === AST_NODE_TYPES.FunctionExpression || type === AST_NODE_TYPES.ArrowFunctionExpression;

const isAccessor = (member: object): boolean => "kind" in member && (member.kind === "get" || member.kind === "set");

function nameOf(key: Node): string | undefined {
  if (key.type === AST_NODE_TYPES.Identifier) return key.name;
  return key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${key.name}` : undefined;
}

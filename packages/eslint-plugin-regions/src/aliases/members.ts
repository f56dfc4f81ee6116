import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../lower/builder.js";
import { constantKey } from "../lower/constant-key.js";

type Members = ReadonlyMap<string, FunctionNode>;

const cache = new WeakMap<TSESTree.Node, Members>();

/** Methods, accessors ("get x"), and fields that hold functions, of a class or an object literal. */
export function membersOf(holder: TSESTree.Node): Members {
  let members = cache.get(holder);
  if (members === undefined) cache.set(holder, (members = find(holder)));
  return members;
}

function find(holder: TSESTree.Node): Members {
  const fields = new Map<string, FunctionNode>();
  const methods = new Map<string, FunctionNode>();
  for (const member of partsOf(holder)) {
    if (!("key" in member) || !("value" in member)) continue;
    const { value } = member;
    if (value?.type !== "FunctionExpression" && value?.type !== "ArrowFunctionExpression") continue;
    const name = constantKey(member.key, member.computed);
    if (name === undefined) continue;
    if (member.type === "PropertyDefinition" || member.type === "AccessorProperty") fields.set(name, value);
    else methods.set("kind" in member && member.kind === "get" ? `get ${name}` : name, value);
  }
  return new Map([...fields, ...methods]);
}

function partsOf(holder: TSESTree.Node): readonly (TSESTree.ClassElement | TSESTree.ObjectLiteralElement)[] {
  if (holder.type === "ObjectExpression") return holder.properties;
  return holder.type === "ClassDeclaration" || holder.type === "ClassExpression" ? holder.body.body : [];
}

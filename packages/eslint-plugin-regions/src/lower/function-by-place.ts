import type { TSESTree } from "@typescript-eslint/utils";
import { withoutAssertion } from "./assertions.js";
import type { FunctionIR } from "./ir.js";
import { constantKey } from "./constant-key.js";

/** What kind of function stands at a node. */
export function kindOf({ type, parent }: TSESTree.Node): FunctionIR["kind"] {
  if (type === "Program") return "module";
  if (type === "ClassBody") return "fields";
  if (type === "ArrowFunctionExpression") return "arrow";
  if (parent?.type !== "MethodDefinition" && parent?.type !== "Property") return "function";
  switch (parent.kind) {
    case "get":
      return "getter";
    case "set":
      return "setter";
    case "init":
      return parent.method ? "method" : "function";
    default:
      return parent.kind;
  }
}

/** The name that a function has, or a class: its own, or that of what it is given to where it is written. */
export function nameAt(node: TSESTree.Node): string | undefined {
  if (node.type === "ClassBody") return node.parent && nameAt(node.parent);
  return ("id" in node && node.id?.type === "Identifier" ? node.id.name : undefined) ?? nameGivenTo(node);
}

function nameGivenTo(node: TSESTree.Node): string | undefined {
  const { parent } = node;
  switch (parent?.type) {
    case "VariableDeclarator":
      return nameOfTarget(parent.id);
    case "AssignmentExpression":
    case "AssignmentPattern":
      return parent.right === node ? nameOfTarget(parent.left) : undefined;
    case "MethodDefinition":
      return parent.kind === "constructor" ? nameAt(parent.parent) : constantKey(parent.key, parent.computed);
    case "Property":
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.value === node ? constantKey(parent.key, parent.computed) : undefined;
    case "ExportDefaultDeclaration":
      return "default";
    default:
      return undefined;
  }
}

function nameOfTarget(pattern: TSESTree.Node): string | undefined {
  const target = withoutAssertion(pattern);
  if (target.type === "Identifier") return target.name;
  return target.type === "MemberExpression" && !target.computed ? constantKey(target.property, false) : undefined;
}

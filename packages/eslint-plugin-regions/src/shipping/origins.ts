import { withoutAssertion } from "../lower/assertions.js";
import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

type Source = TSESLint.SourceCode;
export type Variable = TSESLint.Scope.Variable;

/** The variable that a name stands for; undefined: a global that the file does not declare. */
export function variableOf(source: Source, name: TSESTree.Identifier): Variable | undefined {
  for (let scope: TSESLint.Scope.Scope | null = source.getScope(name); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name.name);
    if (variable !== undefined) return variable.defs.length > 0 && !isAmbient(variable) ? variable : undefined;
  }
  return undefined;
}

/** Only declared, with `declare`: what has the name is a global. */
export function isAmbient({ defs }: Variable): boolean {
  const [definition] = defs;
  for (let each: TSESTree.Node | null | undefined = definition?.node; each; each = each.parent) {
    if ("declare" in each && each.declare) return true;
    if (each.type === AST_NODE_TYPES.BlockStatement) return false;
  }
  return false;
}

/** What a variable is initialised with, if it holds that for good. */
export function initialOf(variable: Variable): TSESTree.Node | undefined {
  const [definition] = variable.defs;
  if (definition === undefined || variable.defs.length > 1) return undefined;
  const { node, name } = definition;
  if (variable.references.some((each) => each.isWrite() && each.init !== true)) return undefined;
  if (node.type === AST_NODE_TYPES.VariableDeclarator) return node.id === name ? (node.init ?? undefined) : undefined;
  return node.type === AST_NODE_TYPES.FunctionDeclaration || node.type === AST_NODE_TYPES.ClassDeclaration
    ? node
    : undefined;
}

/** Without what changes only the type, or how a missing value is met. */
export function plain(node: TSESTree.Node): TSESTree.Node {
  const value = withoutAssertion(node);
  return value.type === AST_NODE_TYPES.ChainExpression ? plain(value.expression) : value;
}

const plainModule = (source: string): string => source.replace(/^node:/, "");

/** The module that an expression is: `require("…")`, and `await import("…")`. */
export function moduleOf(source: Source, node: TSESTree.Node): string | undefined {
  const value = node.type === AST_NODE_TYPES.AwaitExpression ? node.argument : node;
  const isRequire =
    value.type === AST_NODE_TYPES.CallExpression &&
    value.callee.type === AST_NODE_TYPES.Identifier &&
    value.callee.name === "require" &&
    variableOf(source, value.callee) === undefined;
  const from = isRequire
    ? value.arguments[0]
    : value.type === AST_NODE_TYPES.ImportExpression
      ? value.source
      : undefined;
  return from?.type === AST_NODE_TYPES.Literal && typeof from.value === "string" ? plainModule(from.value) : undefined;
}

/** Where an imported or required name comes from: its module, and its name there. */
export function importOf(source: Source, variable: Variable): { module: string; name: string } | undefined {
  const [definition] = variable.defs;
  if (definition === undefined) return undefined;
  const { node, parent } = definition;
  if (parent?.type === AST_NODE_TYPES.ImportDeclaration) {
    const module = plainModule(parent.source.value);
    if (node.type === AST_NODE_TYPES.ImportNamespaceSpecifier) return { module, name: "*" };
    if (node.type === AST_NODE_TYPES.ImportDefaultSpecifier) return { module, name: "default" };
    if (node.type !== AST_NODE_TYPES.ImportSpecifier) return undefined;
    return {
      module,
      name: node.imported.type === AST_NODE_TYPES.Identifier ? node.imported.name : node.imported.value,
    };
  }
  if (node.type !== AST_NODE_TYPES.VariableDeclarator || node.init === null) return undefined;
  const module = moduleOf(source, node.init);
  if (module === undefined) return undefined;
  if (node.id.type !== AST_NODE_TYPES.ObjectPattern) return { module, name: "*" };
  for (const each of node.id.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.value !== definition.name) continue;
    return each.key.type === AST_NODE_TYPES.Identifier ? { module, name: each.key.name } : undefined;
  }
  return undefined;
}

const GLOBAL_OBJECTS = new Set(["globalThis", "window", "self", "global"]);

/**
 * What an expression is, if that follows from names alone: "Blob", "chrome.scripting", "worker_threads#Worker".
 */
export function pathOf(source: Source, expression: TSESTree.Node): string | undefined {
  const node = plain(expression);
  if (node.type === AST_NODE_TYPES.Identifier) {
    const variable = variableOf(source, node);
    if (variable === undefined) return GLOBAL_OBJECTS.has(node.name) ? "globalThis" : node.name;
    const imported = importOf(source, variable);
    if (imported !== undefined) return `${imported.module}#${imported.name}`;
    const initial = initialOf(variable);
    const isName = initial?.type === AST_NODE_TYPES.Identifier || initial?.type === AST_NODE_TYPES.MemberExpression;
    return isName && initial.range[1] < node.range[0] ? pathOf(source, initial) : undefined;
  }
  const module = moduleOf(source, node);
  if (module !== undefined) return `${module}#*`;
  if (node.type !== AST_NODE_TYPES.MemberExpression || node.property.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  if (node.computed) return undefined;
  const object = pathOf(source, node.object);
  if (object === undefined) return undefined;
  if (object === "globalThis") return node.property.name;
  return object.endsWith("#*") || object.endsWith("#default")
    ? object.replace(/#.*$/, `#${node.property.name}`)
    : `${object}.${node.property.name}`;
}

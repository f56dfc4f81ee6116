import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { contains } from "../lower/loops-around.js";
import { isAmbient, type Variable } from "./origins.js";

type Source = TSESLint.SourceCode;

/** Something of its surroundings that a function needs. */
export type Need =
  | { readonly kind: "variable"; readonly variable: Variable; readonly node: TSESTree.Node }
  | { readonly kind: "this"; readonly what: "this" | "super" | "arguments"; readonly node: TSESTree.Node };

/** What a function or class uses that its own source text does not declare: each variable once, at its first use. */
export function needsOf(source: Source, fn: TSESTree.Node): Need[] {
  const needs = [...variablesOf(source, fn), ...receiversOf(source, fn)];
  return needs.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function variablesOf(source: Source, fn: TSESTree.Node): Need[] {
  const manager = source.scopeManager;
  const found = new Map<Variable, TSESTree.Node>();
  const asked = new Set<Variable>();
  for (const reference of manager?.acquire(fn)?.through ?? []) {
    const { identifier, resolved } = reference;
    if (resolved === null || !isOfSurroundings(resolved, fn) || isOnlyType(reference, identifier)) continue;
    // `typeof x` is no error where there is no `x`, and what follows it knows.
    if (isAsked(identifier)) asked.add(resolved);
    if (!found.has(resolved)) found.set(resolved, identifier);
  }
  return [...found].flatMap(([variable, node]) => (asked.has(variable) ? [] : [{ kind: "variable", variable, node }]));
}

const isAsked = ({ parent }: TSESTree.Node): boolean =>
  parent?.type === AST_NODE_TYPES.UnaryExpression && parent.operator === "typeof";

/** `isTypeReference` of the scopes of TypeScript's parser. */
function isOnlyType(reference: object, identifier: TSESTree.Node): boolean {
  if ("isTypeReference" in reference && reference.isTypeReference === true) return true;
  return identifier.parent?.type === AST_NODE_TYPES.TSTypeQuery;
}

/** Declared by the file, outside of the function, with a value of its own. */
function isOfSurroundings(variable: Variable, fn: TSESTree.Node): boolean {
  const [definition] = variable.defs;
  if (definition === undefined) return false;
  const { node } = definition;
  // Its own name is part of the source text.
  if (node === fn && fn.type !== AST_NODE_TYPES.ArrowFunctionExpression) return false;
  // `const screen = await page.evaluate(() => screen.width)`: before there is such a variable, the global is meant.
  const isItsInitialiser =
    node.type === AST_NODE_TYPES.VariableDeclarator &&
    node.init !== fn &&
    node.init !== null &&
    contains(node.init, fn);
  const isInlined = node.type === AST_NODE_TYPES.TSEnumDeclaration && node.const;
  return !isInlined && !isItsInitialiser && !isAmbient(variable);
}

/** What an arrow function takes from the function around it. */
function receiversOf(source: Source, fn: TSESTree.Node): Need[] {
  if (fn.type !== AST_NODE_TYPES.ArrowFunctionExpression || !hasReceiver(fn)) return [];
  const needs = new Map<string, Need>();
  const visit = (node: TSESTree.Node): void => {
    const what = receiverAt(source, node);
    if (what !== undefined && !needs.has(what)) needs.set(what, { kind: "this", what, node });
    for (const key of source.visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null>)[key];
      for (const each of Array.isArray(child) ? child : [child]) if (each && !OWN_RECEIVER.has(each.type)) visit(each);
    }
  };
  visit(fn);
  return [...needs.values()];
}

function receiverAt(source: Source, node: TSESTree.Node): "this" | "super" | "arguments" | undefined {
  if (node.type === AST_NODE_TYPES.ThisExpression) return "this";
  if (node.type === AST_NODE_TYPES.Super) return "super";
  if (node.type !== AST_NODE_TYPES.Identifier || node.name !== "arguments") return undefined;
  const scope = source.getScope(node);
  return scope.references.some(({ identifier }) => identifier === node) ? "arguments" : undefined;
}

const OWN_RECEIVER = new Set<string>([
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.ClassBody,
]);

/** Whether a function or class around it gives `this` a meaning. */
function hasReceiver(fn: TSESTree.Node): boolean {
  for (let each = fn.parent; each; each = each.parent)
    if (OWN_RECEIVER.has(each.type) && contains(each, fn)) return true;
  return false;
}

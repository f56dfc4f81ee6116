import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { initialOf, pathOf, plain, variableOf, type Variable } from "./origins.js";

type Source = TSESLint.SourceCode;

/** A piece of program text that is put together at run time. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** The source text of a function or class. */
  | { readonly kind: "function"; readonly node: TSESTree.Node; readonly at: TSESTree.Node }
  /** The source text of what callers give. */
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly at: TSESTree.Node }
  | { readonly kind: "unknown" };

/** A parameter by its own name, which nothing else is assigned to. */
export interface Parameter {
  readonly fn: TSESTree.Node;
  readonly index: number;
  readonly node: TSESTree.Node;
}

const UNKNOWN: readonly Part[] = [{ kind: "unknown" }];
/** Texts that refer to other texts are followed so deep. */
const DEEPEST = 10;

/** Methods of strings that leave a part of the text, or all of it. */
const CUTS = new Set(["trim", "trimStart", "trimEnd", "slice", "substring", "substr", "match"]);
const ENCODERS = new Set(["encodeURIComponent", "encodeURI", "escape", "btoa", "String"]);

/** What text an expression gives, as far as it is seen: of a function its source. */
export function textParts(source: Source, expression: TSESTree.Node, depth = DEEPEST): readonly Part[] {
  const node = plain(expression);
  const parts = (each: TSESTree.Node): readonly Part[] => textParts(source, each, depth - 1);
  if (depth === 0) return UNKNOWN;
  switch (node.type) {
    case AST_NODE_TYPES.Literal:
      return [{ kind: "text", text: String(node.value) }];
    case AST_NODE_TYPES.TemplateLiteral:
      return node.quasis.flatMap(({ value }, index) => {
        const inner = node.expressions[index];
        return [{ kind: "text" as const, text: value.cooked ?? "" }, ...(inner === undefined ? [] : parts(inner))];
      });
    case AST_NODE_TYPES.BinaryExpression:
      return node.operator === "+" ? [...parts(node.left), ...parts(node.right)] : UNKNOWN;
    case AST_NODE_TYPES.ArrayExpression:
      return node.elements.flatMap((each) => (each === null ? [] : parts(each)));
    case AST_NODE_TYPES.MemberExpression:
      // `text.match(…)[1]`
      return node.computed ? parts(node.object) : UNKNOWN;
    case AST_NODE_TYPES.NewExpression:
      return pathOf(source, node.callee) === "URL" && node.arguments[0] ? parts(node.arguments[0]) : UNKNOWN;
    case AST_NODE_TYPES.CallExpression:
      return partsOfCall(source, node, parts);
    case AST_NODE_TYPES.Identifier:
      return partsOfVariable(source, node, parts);
    default:
      return isFunction(node) ? [{ kind: "function", node, at: node }] : UNKNOWN;
  }
}

function partsOfCall(
  source: Source,
  { callee, arguments: args }: TSESTree.CallExpression,
  parts: (node: TSESTree.Node) => readonly Part[],
): readonly Part[] {
  const path = pathOf(source, callee);
  const [argument] = args;
  if (path === "JSON.stringify") return [{ kind: "text", text: "" }];
  if (path === "Function.prototype.toString.call" || (path !== undefined && ENCODERS.has(path)))
    return argument === undefined ? UNKNOWN : parts(argument);
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier)
    return UNKNOWN;
  const { name } = callee.property;
  if (name === "toString" || CUTS.has(name)) return parts(callee.object);
  if (name === "join" && callee.object.type === AST_NODE_TYPES.ArrayExpression) {
    const separator = argument === undefined ? [] : parts(argument);
    return callee.object.elements.flatMap((each) => (each === null ? [] : [...separator, ...parts(each)]));
  }
  return UNKNOWN;
}

function partsOfVariable(
  source: Source,
  name: TSESTree.Identifier,
  parts: (node: TSESTree.Node) => readonly Part[],
): readonly Part[] {
  const variable = variableOf(source, name);
  if (variable === undefined) return UNKNOWN;
  const parameter = parameterOf(variable);
  if (parameter !== undefined) return [{ kind: "parameter", parameter, at: name }];
  const initial = initialOf(variable);
  if (initial === undefined) return UNKNOWN;
  return isFunction(initial) ? [{ kind: "function", node: initial, at: name }] : parts(initial);
}

function parameterOf({ defs, references }: Variable): Parameter | undefined {
  const [definition] = defs;
  if (definition?.type !== "Parameter" || references.some((each) => each.isWrite())) return undefined;
  const { node: fn, name: node } = definition;
  const index = fn.params.findIndex((each) => each === node);
  return index < 0 ? undefined : { fn, index, node };
}

const FUNCTIONS = new Set<string>([
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.ClassDeclaration,
  AST_NODE_TYPES.ClassExpression,
]);

/** Functions and classes: what has a source text. */
export const isFunction = (node: TSESTree.Node): boolean => FUNCTIONS.has(node.type);

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { withoutAssertion } from "../lower/assertions.js";
import type { Variable } from "../lower/ir.js";
import { type Answer, areEqual, FUNCTION, isNothing, isTruthy, OBJECT, primitive, UNDEFINED } from "./answer.js";
import type { Bound, Names } from "./names.js";
import type { Place } from "./place.js";

/** @param variable through which it is asked */
export type Ask = (place: Place, variable: Variable) => Answer | undefined;

/** Names that stand for names that stand for … are followed to this depth. */
const DEEPEST = 6;

/** What an expression of a function comes to, given answers to what it asks. All that it asks is asked. */
export function evaluate(names: Names, expression: TSESTree.Node, ask: Ask, depth = 0): Answer | undefined {
  const node = withoutAssertion(expression);
  const inner = (each: TSESTree.Node): Answer | undefined => evaluate(names, each, ask, depth);
  switch (node.type) {
    case AST_NODE_TYPES.Literal:
      return "regex" in node ? OBJECT : primitive(node.value);
    case AST_NODE_TYPES.Identifier:
      return valueOf(names, node, ask, depth);
    case AST_NODE_TYPES.ChainExpression:
      return inner(node.expression);
    case AST_NODE_TYPES.MemberExpression:
      return askField(names, node, ask);
    case AST_NODE_TYPES.UnaryExpression: {
      const operand = inner(node.argument);
      if (node.operator === "void") return UNDEFINED;
      if (operand === undefined) return undefined;
      if (node.operator === "!") return primitive(!isTruthy(operand));
      if (node.operator === "typeof") return primitive(operand.type === "null" ? "object" : operand.type);
      return undefined;
    }
    case AST_NODE_TYPES.BinaryExpression: {
      const left = inner(node.left);
      const right = inner(node.right);
      const { operator } = node;
      const isEquality = operator === "===" || operator === "!==" || operator === "==" || operator === "!=";
      if (left === undefined || right === undefined) return undefined;
      if (!isEquality) return compare(left, operator, right);
      const equal = areEqual(left, right, operator.length === 2);
      return equal === undefined ? undefined : primitive(equal === operator.startsWith("="));
    }
    case AST_NODE_TYPES.LogicalExpression: {
      const left = inner(node.left);
      const right = inner(node.right);
      if (left === undefined) return undefined;
      const isOver = node.operator === "??" ? !isNothing(left) : isTruthy(left) === (node.operator === "||");
      return isOver ? left : right;
    }
    case AST_NODE_TYPES.ConditionalExpression: {
      const test = inner(node.test);
      const [yes, no] = [inner(node.consequent), inner(node.alternate)];
      return test && (isTruthy(test) ? yes : no);
    }
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.FunctionExpression:
    case AST_NODE_TYPES.ClassExpression:
      return FUNCTION;
    case AST_NODE_TYPES.ObjectExpression:
    case AST_NODE_TYPES.ArrayExpression:
    case AST_NODE_TYPES.NewExpression:
      return OBJECT;
    default:
      return undefined;
  }
}

/** `n > 1` */
function compare({ value: a }: Answer, operator: string, { value: b }: Answer): Answer | undefined {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  switch (operator) {
    case "<":
      return primitive(a < b);
    case ">":
      return primitive(a > b);
    case "<=":
      return primitive(a <= b);
    case ">=":
      return primitive(a >= b);
    default:
      return undefined;
  }
}

function valueOf(names: Names, node: TSESTree.Identifier, ask: Ask, depth: number): Answer | undefined {
  const variable = names.variableAt(node);
  if (variable === undefined) return node.name === "undefined" ? UNDEFINED : undefined;
  if (depth > DEEPEST) return undefined;
  const bound = names.bound.get(variable);
  if (bound !== undefined) {
    const answer = ask(bound.place, variable) ?? fieldOfDefault(names, bound, variable, ask);
    return answer?.type === "undefined" && bound.otherwise !== undefined
      ? evaluate(names, bound.otherwise, ask, depth + 1)
      : answer;
  }
  const made = variable.writes === 1 ? initialiserOf(variable) : undefined;
  return made && evaluate(names, made, ask, depth + 1);
}

/** `({ copy } = {})`: nothing is given, so that the default is asked. */
function fieldOfDefault(
  names: Names,
  { whole, place: { index, field } }: Bound,
  variable: Variable,
  ask: Ask,
): Answer | undefined {
  if (whole?.type !== AST_NODE_TYPES.ObjectExpression || field === undefined) return undefined;
  if (ask({ index, field: undefined }, variable)?.type !== "undefined") return undefined;
  const value = propertyOf(whole, field);
  return value === undefined ? undefined : value === null ? UNDEFINED : evaluate(names, value, ask, DEEPEST);
}

/** What an object literal has under a name; null: nothing, undefined: that cannot be said. */
export function propertyOf({ properties }: TSESTree.ObjectExpression, name: string): TSESTree.Node | null | undefined {
  for (const each of [...properties].reverse()) {
    if (each.type !== AST_NODE_TYPES.Property || each.computed) return undefined;
    const { key } = each;
    const own = key.type === AST_NODE_TYPES.Identifier ? key.name : key.value;
    if (own === name) return each.value;
  }
  return null;
}

/** The expression that a constant is given. */
function initialiserOf({ scopeVariable }: Variable): TSESTree.Node | undefined {
  const [definition, ...others] = scopeVariable?.defs ?? [];
  const declarator = definition?.node;
  if (others.length > 0 || declarator?.type !== AST_NODE_TYPES.VariableDeclarator) return undefined;
  return declarator.id.type === AST_NODE_TYPES.Identifier ? (declarator.init ?? undefined) : undefined;
}

/** `parameter.name` */
function askField(names: Names, node: TSESTree.MemberExpression, ask: Ask): Answer | undefined {
  const { object, property, computed } = node;
  const owner = withoutAssertion(object);
  if (computed || property.type !== AST_NODE_TYPES.Identifier || owner.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  const variable = names.variableAt(owner);
  const place = variable && names.bound.get(variable)?.place;
  if (place === undefined || place.field !== undefined) return undefined;
  return ask({ index: place.index, field: property.name }, variable!);
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

/**
 * Whether a condition asks only for an object that is not frozen yet, as functions that freeze all that they reach do:
 * `typeof value === "object" && value !== null && !Object.isFrozen(value)`.
 *
 * @param isValue whether a name is that of the value, and not that of an option
 */
export function asksForObject(test: TSESTree.Node, isValue: (name: string) => boolean): boolean {
  switch (test.type) {
    case AST_NODE_TYPES.Identifier:
      return isValue(test.name);
    case AST_NODE_TYPES.LogicalExpression:
      return asksForObject(test.left, isValue) && asksForObject(test.right, isValue);
    case AST_NODE_TYPES.UnaryExpression:
      return test.operator === "!" && isCallOf(test.argument, /^isFrozen$/);
    case AST_NODE_TYPES.BinaryExpression:
      return (test.operator === "===" && isTypeof(test)) || (test.operator.startsWith("!=") && isNothing(test.right));
    default:
      return isObjectTest(test);
  }
}

/** The other way round: `value === null || typeof value !== "object" || Object.isFrozen(value)`. */
export function asksForOther(test: TSESTree.Node, isValue: (name: string) => boolean): boolean {
  switch (test.type) {
    case AST_NODE_TYPES.LogicalExpression:
      return asksForOther(test.left, isValue) && asksForOther(test.right, isValue);
    case AST_NODE_TYPES.UnaryExpression: {
      const { argument } = test;
      if (test.operator !== "!") return false;
      return argument.type === AST_NODE_TYPES.Identifier ? isValue(argument.name) : isObjectTest(argument);
    }
    case AST_NODE_TYPES.BinaryExpression:
      return (
        (test.operator.startsWith("!=") && isTypeof(test)) || (test.operator.startsWith("==") && isNothing(test.right))
      );
    default:
      return isCallOf(test, /^(?:isFrozen|isPrimitive)$/);
  }
}

const isObjectTest = (node: TSESTree.Node): boolean => isCallOf(node, /^is(?:Plain)?Object(?:Like)?$/);

const isTypeof = ({ left, right }: TSESTree.BinaryExpression): boolean =>
  left.type === AST_NODE_TYPES.UnaryExpression &&
  left.operator === "typeof" &&
  right.type === AST_NODE_TYPES.Literal &&
  (right.value === "object" || right.value === "function");

const isNothing = (node: TSESTree.Node): boolean =>
  (node.type === AST_NODE_TYPES.Literal && node.value === null) ||
  (node.type === AST_NODE_TYPES.Identifier && node.name === "undefined");

function isCallOf(node: TSESTree.Node, name: RegExp): boolean {
  if (node.type !== AST_NODE_TYPES.CallExpression) return false;
  const called = node.callee.type === AST_NODE_TYPES.MemberExpression ? node.callee.property : node.callee;
  return called.type === AST_NODE_TYPES.Identifier && name.test(called.name);
}

import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";

/** One place where elements of a view are read or written without `Atomics`. */
export interface Access {
  readonly node: TSESTree.Node;
  /** The expression that stands for the view. */
  readonly view: TSESTree.Node;
  readonly how: "read" | "written" | "changed";
  /** The element, where there is one. */
  readonly member: TSESTree.MemberExpression | undefined;
  /** The method or function that reaches the elements. */
  readonly by: string | undefined;
}

/**
 * The access to an element: `view[i]`, or what changes it as a whole.
 *
 * @param view the expression for the view, where a pattern takes the element out
 */
export function elementAccess(at: TSESTree.Node, isWrite: boolean, view: TSESTree.Node): Access {
  const member = memberIn(at);
  if (member === undefined) return { node: at, how: "read", view, member, by: "destructuring" };
  const target = assertedAs(member);
  const { parent } = target;
  const access = (node: TSESTree.Node, how: Access["how"]): Access => ({
    node,
    how,
    view: member.object,
    member,
    by: undefined,
  });
  if (parent?.type === AST_NODE_TYPES.UpdateExpression) return access(parent, "changed");
  if (parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.left === target)
    return access(parent, parent.operator === "=" && readAgain(parent) === undefined ? "written" : "changed");
  const again = isWrite ? undefined : assignmentOf(member);
  return again === undefined ? access(member, isWrite ? "written" : "read") : access(again, "changed");
}

function memberIn(node: TSESTree.Node): TSESTree.MemberExpression | undefined {
  switch (node.type) {
    case AST_NODE_TYPES.MemberExpression:
      return node;
    case AST_NODE_TYPES.ChainExpression:
      return memberIn(node.expression);
    case AST_NODE_TYPES.AssignmentExpression:
      return memberIn(node.left);
    case AST_NODE_TYPES.UpdateExpression:
      return memberIn(node.argument);
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSAsExpression:
      return memberIn(node.expression);
    default:
      return undefined;
  }
}

/** An expression with the type assertions around it. */
function assertedAs(node: TSESTree.Node): TSESTree.Node {
  let outer = node;
  while (
    outer.parent?.type === AST_NODE_TYPES.TSNonNullExpression ||
    outer.parent?.type === AST_NODE_TYPES.TSAsExpression
  )
    outer = outer.parent;
  return outer;
}

/** `view[i] = view[i] + x`: the `view[i]` on the right side, which the assignment changes. */
export function readAgain({ left, right }: TSESTree.AssignmentExpression): TSESTree.MemberExpression | undefined {
  if (left.type !== AST_NODE_TYPES.MemberExpression || right.type !== AST_NODE_TYPES.BinaryExpression) return undefined;
  const { left: first } = right;
  return first.type === AST_NODE_TYPES.MemberExpression && isSame(left, first) ? first : undefined;
}

/** The assignment in which a read is the first half of a change. */
function assignmentOf(member: TSESTree.MemberExpression): TSESTree.AssignmentExpression | undefined {
  const assignment = member.parent.parent;
  return assignment?.type === AST_NODE_TYPES.AssignmentExpression &&
    assignment.operator === "=" &&
    readAgain(assignment) === member
    ? assignment
    : undefined;
}

/** Whether two expressions are the same names, members and constants: nothing is called in between. */
function isSame(one: TSESTree.Node, other: TSESTree.Node): boolean {
  switch (one.type) {
    case AST_NODE_TYPES.Identifier:
      return other.type === AST_NODE_TYPES.Identifier && one.name === other.name;
    case AST_NODE_TYPES.PrivateIdentifier:
      return other.type === AST_NODE_TYPES.PrivateIdentifier && one.name === other.name;
    case AST_NODE_TYPES.Literal:
      return other.type === AST_NODE_TYPES.Literal && one.raw === other.raw;
    case AST_NODE_TYPES.ThisExpression:
      return other.type === AST_NODE_TYPES.ThisExpression;
    case AST_NODE_TYPES.MemberExpression:
      return (
        other.type === AST_NODE_TYPES.MemberExpression &&
        one.computed === other.computed &&
        isSame(one.object, other.object) &&
        isSame(one.property, other.property)
      );
    case AST_NODE_TYPES.BinaryExpression:
      return (
        other.type === AST_NODE_TYPES.BinaryExpression &&
        one.operator === other.operator &&
        isSame(one.left, other.left) &&
        isSame(one.right, other.right)
      );
    default:
      return false;
  }
}

const READING =
  "at every entries filter find findIndex findLast findLastIndex forEach includes indexOf join lastIndexOf map reduce " +
  "reduceRight slice some toBase64 toHex toLocaleString toReversed toSorted toString values with";
const WRITING = "copyWithin fill reverse set setFromBase64 setFromHex sort";
/** Methods of typed arrays that reach elements, and how. */
export const ELEMENT_METHODS: ReadonlyMap<string, Access["how"]> = new Map([
  ...READING.split(" ").map((name) => [name, "read"] as const),
  ...WRITING.split(" ").map((name) => [name, "written"] as const),
]);
/** Those whose result is a view of new memory. */
export const COPYING = new Set(["filter", "map", "slice", "toReversed", "toSorted", "with"]);

/** How a method of `DataView` reaches its bytes; floating-point numbers are none of our concern. */
export function dataViewMethod(name: string): Access["how"] | undefined {
  const [, verb] = /^(get|set)(?:Big)?U?[iI]nt\d+$/.exec(name) ?? [];
  return verb === undefined ? undefined : verb === "get" ? "read" : "written";
}

import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { readAgain } from "./access.js";
import { methodFor } from "./describe.js";
import type { PlainAccess } from "./run.js";

type Source = Readonly<TSESLint.SourceCode>;

/** The edit that makes an access atomic. */
export interface AtomicEdit {
  readonly text: string;
  /** It does what the code did before, and nothing else. */
  readonly isExact: boolean;
}

/** Undefined: there is no `Atomics` function for it, or none that can be written here. */
export function atomicEdit(source: Source, { access, elements, helper }: PlainAccess): AtomicEdit | undefined {
  const { node, member, how } = access;
  if (member === undefined || helper !== undefined || !member.computed || member.optional) return undefined;
  if (source.getCommentsInside(node).length > 0 || !isGlobal(source, node, "Atomics")) return undefined;
  const place = `${argument(source, member.object)}, ${argument(source, member.property)}`;
  const isSure = elements !== undefined;
  if (how === "read") return isPlainRead(member) ? { text: `Atomics.load(${place})`, isExact: isSure } : undefined;
  const edit = how === "written" ? storeEdit(source, node, place) : changeEdit(source, access, place, elements);
  return edit && { ...edit, isExact: edit.isExact && isSure };
}

/** A value that is read where it stands; not a target of a pattern, of `delete`, or a part of an optional chain. */
function isPlainRead(member: TSESTree.MemberExpression): boolean {
  const { parent } = member;
  switch (parent.type) {
    case AST_NODE_TYPES.UnaryExpression:
      return parent.operator !== "delete";
    case AST_NODE_TYPES.ChainExpression:
    case AST_NODE_TYPES.TaggedTemplateExpression:
      return false;
    case AST_NODE_TYPES.CallExpression:
    case AST_NODE_TYPES.NewExpression:
      return parent.callee !== member;
    default:
      return true;
  }
}

function storeEdit(source: Source, node: TSESTree.Node, place: string): AtomicEdit | undefined {
  if (node.type !== AST_NODE_TYPES.AssignmentExpression) return undefined;
  // As an expression, an assignment is what was assigned; 'Atomics.store' returns that as an integer.
  const isExact = isDiscarded(node) || integerText(node.right) !== undefined;
  return { text: `Atomics.store(${place}, ${argument(source, node.right)})`, isExact };
}

const BITWISE = new Set(["and", "or", "xor"]);
const OPERATORS: Partial<Record<string, string>> = { add: "+", sub: "-", and: "&", or: "|", xor: "^" };

function changeEdit(
  source: Source,
  { node }: PlainAccess["access"],
  place: string,
  elements: PlainAccess["elements"],
): AtomicEdit | undefined {
  const method = methodFor({ node });
  if (method === undefined) return undefined;
  const operand = operandOf(source, node, elements);
  if (operand === undefined) return undefined;
  const call = `Atomics.${method}(${place}, ${operand.text})`;
  // Fractions are dropped before the addition, not after it; bitwise operators drop them before, too.
  const isExact = operand.isInteger || (operand.isQuiet && elements === "Number" && BITWISE.has(method));
  const isOld = node.type === AST_NODE_TYPES.UpdateExpression && !node.prefix;
  if (isOld || isDiscarded(node)) return { text: call, isExact };
  // 'Atomics' functions return the old value, these expressions the new one.
  return operand.isInteger ? { text: `(${call} ${OPERATORS[method]!} ${operand.text})`, isExact } : undefined;
}

interface Operand {
  readonly text: string;
  readonly isInteger: boolean;
  /** Evaluating it can neither change anything nor wait. */
  readonly isQuiet: boolean;
}

/** What is added, subtracted …: 1 for `++`. */
function operandOf(source: Source, node: TSESTree.Node, elements: PlainAccess["elements"]): Operand | undefined {
  if (node.type === AST_NODE_TYPES.UpdateExpression) {
    return { text: elements === "BigInt" ? "1n" : "1", isInteger: elements !== undefined, isQuiet: true };
  }
  if (node.type !== AST_NODE_TYPES.AssignmentExpression) return undefined;
  const again = readAgain(node);
  const value =
    again !== undefined && node.operator === "=" ? (node.right as TSESTree.BinaryExpression).right : node.right;
  const isInteger = integerText(value) !== undefined;
  return { text: argument(source, value), isInteger, isQuiet: isInteger || isQuiet(value) };
}

/** Integers that can be told: literals, with a sign or without. */
function integerText(node: TSESTree.Node): string | undefined {
  if (node.type === AST_NODE_TYPES.UnaryExpression && node.operator === "-") return integerText(node.argument);
  if (node.type !== AST_NODE_TYPES.Literal) return undefined;
  const isInteger = typeof node.value === "bigint" || "bigint" in node || Number.isSafeInteger(node.value);
  return isInteger ? node.raw : undefined;
}

function isQuiet(node: TSESTree.Node): boolean {
  switch (node.type) {
    case AST_NODE_TYPES.Identifier:
    case AST_NODE_TYPES.Literal:
      return true;
    case AST_NODE_TYPES.UnaryExpression:
      return isQuiet(node.argument);
    case AST_NODE_TYPES.BinaryExpression:
      return isQuiet(node.left) && isQuiet(node.right);
    default:
      return false;
  }
}

/** Whether nothing looks at the value of an expression. */
function isDiscarded(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.ExpressionStatement) return true;
  if (parent?.type === AST_NODE_TYPES.ForStatement) return parent.test !== node;
  return parent?.type === AST_NODE_TYPES.UnaryExpression && parent.operator === "void";
}

/** The text of an expression where arguments stand. */
const argument = (source: Source, node: TSESTree.Node): string =>
  node.type === AST_NODE_TYPES.SequenceExpression ? `(${source.getText(node)})` : source.getText(node);

/** Whether a name stands for the global of that name here. */
function isGlobal(source: Source, at: TSESTree.Node, name: string): boolean {
  for (let scope: TSESLint.Scope.Scope | null = source.getScope(at); scope !== null; scope = scope.upper)
    if ((scope.set.get(name)?.defs.length ?? 0) > 0) return false;
  return true;
}

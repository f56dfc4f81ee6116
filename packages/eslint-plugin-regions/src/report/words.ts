import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { BODY, CONTAINS, VIEW, type Fact } from "../flow/state/facts.js";
import { SCOPES } from "../flow/ownership/scopes.js";
import { isPlace } from "../lower/name-of.js";
import { contains, loopAround } from "../lower/loops-around.js";

export type Source = TSESLint.SourceCode;

/** Source text of an expression, short enough for a message. */
export function textOf(source: Source, node: TSESTree.Node): string {
  const text = source.getText(node).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The operation stands at or after the use, so that it was an earlier turn of a loop that did it. */
function isEarlierIteration(operation: TSESTree.Node, use: TSESTree.Node): boolean {
  if (operation.range[1] < use.range[0]) return false;
  for (let loop = loopAround(use); loop; loop = loopAround(loop)) if (contains(loop, operation)) return true;
  return false;
}

/** "on line 12 ('send(worker, job)')", with what makes the way there understandable. */
export function when(source: Source, fact: Fact, use: TSESTree.Node): string {
  const { node, subject } = fact.operation;
  // The end of a `using` is the end of the block that it stands in.
  if (isScope(node)) return `on line ${String(node.loc.end.line)}`;
  const quoted = node === subject ? "" : ` ('${textOf(source, node)}')`;
  const loop = isEarlierIteration(node, use) ? ", in an earlier iteration of this loop" : "";
  return `on line ${String(node.loc.start.line)}${quoted}${loop}`;
}

const isScope = (node: TSESTree.Node): boolean => SCOPES.has(node.type);

const NAMELESS = new Set<string>([
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
  AST_NODE_TYPES.NewExpression,
]);

/** What an operation was done to: a literal goes by the name of the variable that it is put into. */
export function subjectOf(source: Source, { operation: { subject, node } }: Fact): string {
  if (isOfCallee(node, subject)) return textOf(source, node);
  // A parameter with its type.
  if (subject.type === AST_NODE_TYPES.Identifier) return subject.name;
  let value = node;
  while (value.parent !== undefined && ASSERTIONS.has(value.parent.type)) value = value.parent;
  const holder = value.parent;
  return NAMELESS.has(subject.type) &&
    holder?.type === AST_NODE_TYPES.VariableDeclarator &&
    holder.id.type === AST_NODE_TYPES.Identifier
    ? holder.id.name
    : textOf(source, subject);
}

const ASSERTIONS = new Set<string>([
  AST_NODE_TYPES.TSAsExpression,
  AST_NODE_TYPES.TSSatisfiesExpression,
  AST_NODE_TYPES.TSNonNullExpression,
  AST_NODE_TYPES.TSTypeAssertion,
]);

/** Whether it is done to something that the function called has, and that has no name here. */
const isOfCallee = (node: TSESTree.Node, subject: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.CallExpression && node.callee === subject;

/** Whether it is done to each element of the subject: `list.map(freeze)`, `Array.from(list, freeze)`. */
function isOfElements({ node, subject }: Fact["operation"]): boolean {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression) return false;
  const { object, property } = node.callee;
  if (property.type !== AST_NODE_TYPES.Identifier) return false;
  return (
    (object === subject && CALLS_BACK.has(property.name)) ||
    (property.name === "from" && node.arguments.length > 1 && node.arguments[0] === subject)
  );
}

const CALLS_BACK = new Set(["forEach", "map", "flatMap", "filter", "find", "some", "every"]);

/** How the thing in hand hangs together with the operation's subject; undefined: it is the subject. */
export function relation(source: Source, fact: Fact, name: string): string | undefined {
  const subject = subjectOf(source, fact);
  if (fact.via.length === 0 && isOfElements(fact.operation)) return `it is an element of '${subject}'`;
  if (fact.via.length === 0 && fact.operation.verb === "read") return `it is the stream of '${subject}'`;
  if (fact.via.length === 0)
    return name === subject || isOfCallee(fact.operation.node, fact.operation.subject)
      ? undefined
      : `it is '${subject}'`;
  if (fact.via[0] === CONTAINS) return `it contains '${subject}'`;
  if (fact.via[0] === BODY) return name === subject ? undefined : `its stream is '${subject}'`;
  if (fact.via[0] === VIEW) return `it is a view of '${subject}'`;
  const path = fact.via.map((key) => (key.startsWith("[") ? "[…]" : /^\d/.test(key) ? `[${key}]` : `.${key}`)).join("");
  if (name === subject + path) return `it is part of '${subject}'`;
  if (fact.via.length > 1) return `it is reached from '${subject}' as '${path}'`;
  return path.startsWith("[") ? `it is an element of '${subject}'` : `it is field '${path.slice(1)}' of '${subject}'`;
}

/** A function by its name, or by its place. */
export const byName = (by: string): string => (isPlace(by) ? by : `'${by}'`);

export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

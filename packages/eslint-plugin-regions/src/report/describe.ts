import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import { CONTAINS, VIEW, type Fact } from "../flow/facts.js";
import { contains, loopAround } from "../lower/loops-around.js";
import { isCloneable } from "./cloneable.js";

type Source = TSESLint.SourceCode;

/** Source text of an expression, short enough for a message. */
function textOf(source: Source, node: TSESTree.Node): string {
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
function when(source: Source, fact: Fact, use: TSESTree.Node): string {
  const { node, subject } = fact.operation;
  // The end of a `using` is the end of the block that it stands in.
  if (isScope(node)) return `on line ${String(node.loc.end.line)}`;
  const quoted = node === subject ? "" : ` ('${textOf(source, node)}')`;
  const loop = isEarlierIteration(node, use) ? ", in an earlier iteration of this loop" : "";
  return `on line ${String(node.loc.start.line)}${quoted}${loop}`;
}

const isScope = (node: TSESTree.Node): boolean =>
  node.type !== AST_NODE_TYPES.CallExpression &&
  node.type !== AST_NODE_TYPES.NewExpression &&
  node.type !== AST_NODE_TYPES.Identifier;

const NAMELESS = new Set<string>([
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
  AST_NODE_TYPES.NewExpression,
]);

/** What an operation was done to: a literal goes by the name of the variable that it is put into. */
function subjectOf(source: Source, { operation: { subject, node } }: Fact): string {
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

/** What a finding is about: in a call of a helper the argument, or what the helper captures. */
function nameOf(source: Source, { fact, by }: Finding, node: TSESTree.Node): string {
  const isCall = node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  return by !== undefined && isCall ? subjectOf(source, fact) : textOf(source, node);
}

/** How the thing in hand hangs together with the operation's subject; undefined: it is the subject. */
function relation(source: Source, fact: Fact, name: string): string | undefined {
  const subject = subjectOf(source, fact);
  if (fact.via.length === 0) return name === subject ? undefined : `it is '${subject}'`;
  if (fact.via[0] === CONTAINS) return `it contains '${subject}'`;
  if (fact.via[0] === VIEW) return `it is a view of '${subject}'`;
  const path = fact.via.map((key) => (key.startsWith("[") ? "[…]" : /^\d/.test(key) ? `[${key}]` : `.${key}`)).join("");
  if (name === subject + path) return `it is part of '${subject}'`;
  if (fact.via.length > 1) return `it is reached from '${subject}' as '${path}'`;
  return path.startsWith("[") ? `it is an element of '${subject}'` : `it is field '${path.slice(1)}' of '${subject}'`;
}

/** What to do about a use: a line of its own. */
function remedy({ operation: { verb, handsBack, kind } }: Fact): string {
  if (verb === "moved") {
    return handsBack ? "\nUse what the move returned, or move after the last use." : "\nMove after the last use.";
  }
  if (verb !== "transferred") return "";
  if (handsBack) return "\nUse what the call returned, or transfer after the last use.";
  return isCloneable(kind)
    ? "\nTransfer after the last use, or post a copy by leaving it out of the transfer list."
    : "\nTransfer after the last use.";
}

function describeUse(source: Source, finding: Finding & { kind: "use" }): string {
  const { fact, node, by } = finding;
  const name = nameOf(source, finding, node);
  const connected = relation(source, fact, name);
  const user = by === undefined ? "" : ` by '${by}'`;
  const { verb } = fact.operation;
  const what = verb === "ended" ? `the borrow '${subjectOf(source, fact)}' ended` : `it was ${verb}`;
  const first = `'${name}' is used${user} after ${what} ${when(source, fact, node)}`;
  return `${first}${connected === undefined ? "" : `: ${connected}`}.${remedy(fact)}`;
}

function describeMutation(source: Source, finding: Finding & { kind: "mutation" }): string {
  const { fact, subject, change, by } = finding;
  const name = nameOf(source, finding, subject);
  const connected = relation(source, fact, name);
  const line = when(source, fact, finding.node);
  const why = connected === undefined ? `it was frozen ${line}` : `${connected}, which was frozen ${line}`;
  const what = by === undefined ? `This ${change.what} changes it` : `'${by}' changes it (${change.what})`;
  return `'${name}' is frozen: ${why}. ${what}.`;
}

/** The message of a finding: its first line is complete, because ESLint shows one location. */
export function describe(source: Source, finding: Finding): string {
  return finding.kind === "use" ? describeUse(source, finding) : describeMutation(source, finding);
}

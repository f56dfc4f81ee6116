import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import { DECLARED } from "../flow/ownership/frozen-types.js";
import type { Fact } from "../flow/state/facts.js";
import { isCloneable } from "./cloneable.js";
import { describeBorrowed, describeEscape, describeSuspension, describeUndisposed } from "./describe-borrows.js";
import { describeReference, describeUnfreezable, describeUnguarded, describeWaiting } from "./describe-owners.js";
import { describeContradiction } from "./describe-tags.js";
import { describeOutdated, describeUncloneable } from "./describe-posts.js";
import { describeBound, describeCapture } from "./describe-shipped.js";
import { byName, capitalised, relation, type Source, subjectOf, textOf, when } from "./words.js";

/** What a finding is about: in a call of a helper the argument, or what the helper captures. */
function nameOf(source: Source, { fact, by }: Finding & { readonly fact: Fact }, node: TSESTree.Node): string {
  const isCall = node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  return by !== undefined && isCall ? subjectOf(source, fact) : textOf(source, node);
}

/** What to do about a use: a line of its own. */
function remedy({ operation: { verb, handsBack, kind } }: Fact): string {
  if (verb === "moved") {
    return handsBack ? "\nUse what the move returned, or move after the last use." : "\nMove after the last use.";
  }
  if (verb === "adopted") return "\nUse it through the handle of the region, which checks what is stored.";
  if (verb !== "transferred") return "";
  if (handsBack) return "\nUse what the call returned, or transfer after the last use.";
  return isCloneable(kind)
    ? "\nTransfer after the last use, or post a copy by leaving it out of the transfer list."
    : "\nTransfer after the last use.";
}

function describeUse(source: Source, finding: Finding & { kind: "use" }): string {
  const { fact, node, by } = finding;
  const name = nameOf(source, finding, node);
  const connected = fact.kind === "released" ? undefined : relation(source, fact, name);
  const user = by === undefined ? "" : ` by ${byName(by)}`;
  const { verb } = fact.operation;
  const what =
    verb === "ended"
      ? `the borrow '${subjectOf(source, fact)}' ended`
      : verb === "released"
        ? "its cown was released"
        : `it was ${verb}`;
  const first = `'${name}' is used${user} after ${what} ${when(source, fact, node)}`;
  return `${first}${connected === undefined ? "" : `: ${connected}`}.${remedy(fact)}`;
}

function describeMutation(source: Source, finding: Finding & { kind: "mutation" }): string {
  const { fact, subject, change, by } = finding;
  const name = nameOf(source, finding, subject);
  const connected = relation(source, fact, name);
  const line = when(source, fact, finding.node);
  const what =
    by === undefined ? `This ${change.what} changes it` : `${capitalised(byName(by))} changes it (${change.what})`;
  if (fact.kind === "posted") return describeOutdated(source, finding, name, connected);
  if (fact.kind === "readOnly") {
    return `'${name}' is read-only: its cown was taken with 'read()' ${line}. ${what}.\nTake the cown itself to write.`;
  }
  if (fact.operation.verb === DECLARED)
    return `'${name}' is frozen: ${connected === undefined ? "its" : `${connected}, whose`} type is 'Frozen'. ${what}.`;
  const maker = makerOf(source, fact);
  if (maker !== undefined)
    return `'${name}' is frozen: it comes from '${maker}' ${line}, whose result must not be changed. ${what}.`;
  const why = connected === undefined ? `it was frozen ${line}` : `${connected}, which was frozen ${line}`;
  return `'${name}' is frozen: ${why}. ${what}.`;
}

/** The function that returned what is frozen so. */
function makerOf(source: Source, { operation: { node, subject } }: Fact): string | undefined {
  return node === subject && node.type === AST_NODE_TYPES.CallExpression ? textOf(source, node.callee) : undefined;
}

/** The message of a finding: its first line is complete, because ESLint shows one location. */
export function describe(source: Source, finding: Finding): string {
  switch (finding.kind) {
    case "use":
      return describeUse(source, finding);
    case "mutation":
      return describeMutation(source, finding);
    case "borrowed":
      return describeBorrowed(source, finding);
    case "undisposed":
      return describeUndisposed(source, finding);
    case "escape":
      return describeEscape(source, finding);
    case "suspension":
      return describeSuspension(source, finding);
    case "reference":
      return describeReference(source, finding);
    case "unfreezable":
      return describeUnfreezable(source, finding);
    case "uncloneable":
      return describeUncloneable(source, finding);
    case "capture":
      return describeCapture(source, finding);
    case "bound":
      return describeBound(source, finding);
    case "unguarded":
      return describeUnguarded(source, finding);
    case "waiting":
      return describeWaiting(source, finding);
    case "contradiction":
      return describeContradiction(source, finding);
  }
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import { scopeAround } from "../flow/ownership/scopes.js";
import { byName, type Source, subjectOf, textOf, when } from "./words.js";

const line = (node: TSESTree.Node): string => String(node.loc.start.line);

/** "'next' is moved while it is borrowed: 'list' borrows 'next.items' from line 17 until line 19." */
export function describeBorrowed(source: Source, finding: Finding & { kind: "borrowed" }): string {
  const { fact, subject, verb, by, borrower } = finding;
  const what = textOf(source, subject);
  const doer = by === undefined ? "" : ` by ${byName(by)}`;
  const borrowed = textOf(source, fact.operation.subject);
  const part = borrowed === what ? "it" : `'${borrowed}'`;
  const holder = borrower === undefined ? "a borrow" : `'${textOf(source, borrower)}'`;
  const end = borrower === undefined ? undefined : endOf(borrower);
  const until = end === undefined ? ", and is not disposed of before" : ` until line ${String(end)}`;
  return (
    `'${what}' is ${verb}${doer} while it is borrowed: ${holder} borrows ${part} from line ${line(fact.operation.node)}${until}.\n` +
    "End the borrow first: leave the block of its 'using', or call its '[Symbol.dispose]()'."
  );
}

/** The last line of the block whose `using` declares a name. */
function endOf(name: TSESTree.Node): number | undefined {
  const declaration = name.parent?.parent;
  const isUsing = declaration !== undefined && "kind" in declaration && /^(await )?using$/.test(declaration.kind);
  return isUsing ? scopeAround(declaration).loc.end.line : undefined;
}

const OBTAINED: Readonly<Record<string, { readonly what: string; readonly harm: string }>> = {
  borrowed: { what: "borrow", harm: "its region can never be moved" },
  acquired: { what: "guard", harm: "its cown is never released" },
  listening: { what: "listener", harm: "it keeps listening" },
};

/** "The borrow of 'job.items' is not disposed of on every path: its region can never be moved." */
export function describeUndisposed(source: Source, { fact, node }: Finding & { kind: "undisposed" }): string {
  const { verb, subject } = fact.operation;
  const { what, harm } = OBTAINED[verb] ?? { what: "resource", harm: "it is never released" };
  const of = subject === node ? ` '${textOf(source, node)}'` : ` of '${textOf(source, subject)}'`;
  return `The ${what}${of} is not disposed of on every path: ${harm}.\nDeclare it with 'using', or give it to a callback.`;
}

/** "'list' outlives its scope: it is returned, but the borrow 'list' ends on line 9." */
export function describeEscape(source: Source, finding: Finding & { kind: "escape" }): string {
  const { fact, node, how } = finding;
  const { verb, subject } = fact.operation;
  const isAssignment = node.type === AST_NODE_TYPES.AssignmentExpression;
  const name = textOf(source, isAssignment ? node.right : node);
  const used = how === "captured" ? ", which it uses," : "";
  const over =
    verb === "ended"
      ? `the borrow '${subjectOf(source, fact)}'${used} ends`
      : verb === "borrowed"
        ? `the borrow of '${textOf(source, subject)}'${used} ends`
        : "its cown is released";
  const isOfScope = verb === "ended" || verb === "released";
  const place = isOfScope
    ? when(source, fact, node)
    : `with the callback of the call on line ${line(fact.operation.node)}`;
  const stored = isAssignment ? `is stored in '${textOf(source, node.left)}'` : "is stored outside";
  const gets = { returned: "it is returned", stored: `it ${stored}`, captured: "it is called later" }[how];
  return `'${name}' outlives its scope: ${gets}, but ${over} ${place}.\nHand out a copy, or do the work inside.`;
}

/** "'items' is used after the 'await' on line 7, and was got before it." */
export function describeSuspension(source: Source, finding: Finding & { kind: "suspension" }): string {
  const { node, pause, isBorrow } = finding;
  const what = isBorrow ? "borrow" : "handle";
  const word = pause.type === "YieldExpression" ? "yield" : "await";
  return (
    `'${textOf(source, node)}' is a ${what} got before the '${word}' on line ${line(pause)} and used after it: ` +
    "others can move or close its region in between.\nRead it again after the suspension, or move the region to a local variable before it."
  );
}

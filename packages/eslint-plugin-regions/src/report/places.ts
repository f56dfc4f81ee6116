import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import { DECLARED } from "../flow/ownership/frozen-types.js";
import { SCOPES, scopeAround } from "../flow/ownership/scopes.js";
import type { Fact } from "../flow/state/facts.js";
import type { Place, Places } from "./problem.js";

/** The places of a finding, each with what happens there. */
export function placesOf(finding: Finding): Places {
  switch (finding.kind) {
    case "use":
      return { label: "used here", places: [placeOf(finding.fact)] };
    case "mutation":
      return { label: "changed here", places: [placeOf(finding.fact)] };
    case "borrowed":
      return {
        label: `${finding.verb} here`,
        places: [placeOf(finding.fact), ...endOfUsing(finding.borrower)],
      };
    case "undisposed":
      return { label: "not disposed of on every path" };
    case "escape":
      return { label: `${finding.how} here`, places: [endOf(finding.fact)] };
    case "suspension":
      return { label: "used here", places: [{ loc: finding.pause.loc, label: "others can run here" }] };
    case "reference":
      return { label: "stored here", places: finding.fact === undefined ? [] : [placeOf(finding.fact)] };
    case "unfreezable":
      return { label: `cannot be ${finding.verb}` };
    case "uncloneable":
      return { label: `cannot be ${finding.verb}`, places: apart(finding.node, finding.call, `${finding.verb} here`) };
    case "capture":
      return { label: "used here", places: [...definitionOf(finding), shipped(finding.call)] };
    case "bound":
      return { label: "bound", places: apart(finding.node, finding.call, "shipped here") };
    case "unguarded":
      return { label: "reached without a guard" };
    case "waiting":
      return { label: "waits here", places: [placeOf(finding.fact)] };
    case "contradiction":
      return { label: "promised here", places: [{ loc: finding.node.loc, label: `${finding.what} here` }] };
  }
}

const LABELS: Readonly<Record<string, string>> = {
  [DECLARED]: "declared as frozen here",
  acquired: "held from here on",
  held: "held from here on",
  owned: "stored here before",
  read: "taken with 'read()' here",
};

/** Where that was done which makes this a mistake. */
function placeOf({ operation: { node, verb } }: Fact): Place {
  const label = LABELS[verb] ?? `${verb} here`;
  // The end of a `using` is the end of the block that it stands in.
  return SCOPES.has(node.type) ? { loc: lastCharacter(node), label } : { loc: node.loc, label };
}

function lastCharacter({ loc: { end } }: TSESTree.Node): TSESTree.SourceLocation {
  return { start: { line: end.line, column: Math.max(0, end.column - 1) }, end };
}

function endOfUsing(borrower: TSESTree.Node | undefined): Place[] {
  const declaration = borrower?.parent?.parent;
  const isUsing = declaration?.type === AST_NODE_TYPES.VariableDeclaration && declaration.kind.endsWith("using");
  return isUsing ? [{ loc: lastCharacter(scopeAround(declaration)), label: "the borrow ends here" }] : [];
}

/** Where what escapes comes to its end. */
function endOf(fact: Fact): Place {
  const { node, verb } = fact.operation;
  if (verb === "ended" || verb === "released") return placeOf(fact);
  return { loc: node.loc, label: "lent until this call ends" };
}

function definitionOf({ need }: Finding & { kind: "capture" }): Place[] {
  const name = need.kind === "this" ? undefined : need.variable.identifiers[0];
  return name === undefined ? [] : [{ loc: name.loc, label: "declared here" }];
}

const shipped = (call: TSESTree.Node): Place => ({ loc: call.loc, label: "shipped here" });

const apart = (node: TSESTree.Node, other: TSESTree.Node, label: string): Place[] =>
  node === other ? [] : [{ loc: other.loc, label }];

import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import type { Variable } from "../shipping/origins.js";
import { type Source, textOf } from "./words.js";

const shippedOn = (source: Source, { call }: { call: Finding["node"] }): string =>
  `is shipped to another thread on line ${String(call.loc.start.line)} ('${textOf(source, call)}')`;

/** "'factor', declared on line 2, is used by a function that is shipped to another thread on line 5 ('…')." */
export function describeCapture(source: Source, finding: Finding & { kind: "capture" }): string {
  const { need, takesArguments } = finding;
  const shipped = shippedOn(source, finding);
  if (need.kind === "this")
    return `'${need.what}' is used by an arrow function that ${shipped}: only its source text goes there, where '${need.what}' is not what it is here.\nPass what it needs as an argument.`;
  const { variable } = need;
  const isImported = definitionOf(variable)?.parent?.type === AST_NODE_TYPES.ImportDeclaration;
  const line = String(variable.identifiers[0]?.loc.start.line ?? 0);
  const origin = isImported ? `imported on line ${line}` : `declared on line ${line}`;
  return `'${variable.name}', ${origin}, is used by a function that ${shipped}: only its source text goes there, so that '${variable.name}' is not defined.\n${remedy(variable, isImported, takesArguments)}`;
}

const definitionOf = (variable: Variable): Variable["defs"][number] | undefined => variable.defs[0];

function remedy(variable: Variable, isImported: boolean, takesArguments: boolean): string {
  if (isImported) return "Import it inside of the function, with 'await import(...)'.";
  const kind = definitionOf(variable)?.node.type;
  if (kind === AST_NODE_TYPES.FunctionDeclaration || kind === AST_NODE_TYPES.ClassDeclaration)
    return "Declare it inside of the function.";
  return takesArguments ? "Pass it as an argument." : "Post it to the worker, or write its value into the text.";
}

/** "A bound function is shipped to another thread on line 5 ('…')." */
export function describeBound(source: Source, finding: Finding & { kind: "bound" }): string {
  return `A bound function ${shippedOn(source, finding)}: it has no source text that could go there.\nShip the function itself, and pass what it was bound to as arguments.`;
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import type { DraftVariable } from "./draft.js";
import { emitLiteral, emitRead, emitUnknown } from "./emit.js";
import type { Temp } from "./ir.js";
import { resolveByName, variableOf } from "./variables.js";

/** The variable an identifier stands for. */
export function variableAt(b: Builder, node: TSESTree.Identifier | TSESTree.JSXIdentifier): DraftVariable {
  return variableOf(b.file.bindings, node) ?? resolveByName(b.file.bindings, b.fn.node, node.name);
}

/** The value of a variable. */
export function lowerReference(b: Builder, node: TSESTree.Identifier | TSESTree.JSXIdentifier): Temp {
  const variable = variableOf(b.file.bindings, node);
  // Each call has its own, so it must not become a variable that functions share.
  if (variable === undefined && node.name === "arguments") return emitUnknown(b, node);
  if (variable?.kind === "global" && node.name === "undefined") return emitLiteral(b, node, undefined);
  return emitRead(b, node, variable ?? variableAt(b, node));
}

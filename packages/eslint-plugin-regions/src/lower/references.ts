import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.ts";
import type { DraftVariable } from "./draft.ts";
import { emitLiteral, emitRead, emitUnknown } from "./emit.ts";
import type { Temp } from "./ir.ts";
import { resolveByName, variableOf } from "./variables.ts";

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

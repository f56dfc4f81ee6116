import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { emitUnknown } from "./emit.js";
import type { Temp } from "./ir.js";
import { variableOf } from "./variables.js";

/** Syntax unknown to this program: its parts are evaluated in the order of the visitor keys, the result is unknown. */
export function lowerGeneric(b: Builder, node: TSESTree.Node): Temp {
  const keys = b.file.visitorKeys[node.type] ?? Object.keys(node).filter(isChildKey);
  for (const key of keys) {
    const child: unknown = Reflect.get(node, key);
    if (Array.isArray(child)) for (const item of child) lowerPart(b, item);
    else lowerPart(b, child);
  }
  return emitUnknown(b, node);
}

function lowerPart(b: Builder, part: unknown): void {
  if (!isNode(part)) return;
  const { type } = part;
  // A name that scope analysis does not take for a use is a label, a key, a type...
  if (type === "Identifier" && variableOf(b.file.bindings, part) === undefined) return;
  if (/^TS(?!As|Satisfies|NonNull|TypeAssertion|Instantiation|Enum|Module|Export|ImportEquals)/.test(type)) return;
  if (/(?:Statement|Declaration)$/.test(type)) b.lower.statement(b, part);
  else b.lower.discard(b, part);
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function isChildKey(key: string): boolean {
  return key !== "parent" && key !== "loc" && key !== "range" && key !== "tokens" && !/[cC]omments$/.test(key);
}

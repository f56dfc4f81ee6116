import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import type { DraftVariable } from "./draft.js";
import { emitFresh, emitGet, emitRead, emitSet, emitUnknown, emitWrite, nameKey } from "./emit.js";
import type { Temp } from "./ir.js";
import { variableAt } from "./references.js";
import { variableOf } from "./variables.js";

/** An enum: an object whose members are initialised in order. */
export function lowerEnum(b: Builder, node: TSESTree.TSEnumDeclaration): void {
  const object = mergedObject(b, node, node.id, "enum");
  // Before version 8 of the parser, members stood directly in the declaration.
  const members = node.body?.members ?? (node as { members?: TSESTree.TSEnumMember[] }).members ?? [];
  for (const member of members) {
    const value = member.initializer ? b.lower.expression(b, member.initializer) : emitUnknown(b, member);
    const name = member.id.type === "Identifier" ? member.id.name : member.id.value;
    emitSet(b, member, object, nameKey(name), value, "init");
    // Later members may use it by name.
    const variable = variableOf(b.file.bindings, member.id);
    if (variable?.scopeVariable?.references.length) emitWrite(b, member, variable, value, true);
  }
}

/** A namespace: its body runs where it stands, and what it exports becomes properties of an object. */
export function lowerNamespace(b: Builder, node: TSESTree.TSModuleDeclaration): void {
  if (node.id.type === "Literal" || node.kind === "global" || !node.body) return;
  const names: TSESTree.Identifier[] = [];
  let id: TSESTree.Node = node.id;
  while (id.type === "TSQualifiedName") {
    names.push(id.right);
    id = id.left;
  }
  if (id.type !== "Identifier") return;
  let object = mergedObject(b, node, id, "namespace");
  for (let i = names.length - 1; i >= 0; i--) {
    const inner = emitFresh(b, names[i]!, "namespace");
    emitSet(b, names[i]!, object, nameKey(names[i]!.name), inner, "init");
    object = inner;
  }
  const outer = b.namespace;
  b.namespace = object;
  const body: TSESTree.Node = node.body;
  // Before version 6 of the parser, `namespace A.B` was a declaration inside a declaration.
  if (body.type === "TSModuleBlock") b.lower.scope(b, body.body);
  else b.lower.statement(b, body);
  b.namespace = outer;
}

/** `import a = require("a")` is an import; `import a = b.c` reads a value of this file. */
export function lowerImportEquals(b: Builder, node: TSESTree.TSImportEqualsDeclaration): void {
  const { moduleReference } = node;
  if (node.importKind === "type" || moduleReference.type === "TSExternalModuleReference") return;
  const path: TSESTree.Identifier[] = [];
  let entity: TSESTree.Node = moduleReference;
  while (entity.type === "TSQualifiedName") {
    path.push(entity.right);
    entity = entity.left;
  }
  if (entity.type !== "Identifier") return;
  let value = emitRead(b, entity, variableAt(b, entity));
  for (let i = path.length - 1; i >= 0; i--) value = emitGet(b, path[i]!, value, nameKey(path[i]!.name), false);
  emitWrite(b, node, variableAt(b, node.id), value, true);
}

/** The object of a declaration that may add to an earlier one of the same name. */
function mergedObject(b: Builder, node: TSESTree.Node, id: TSESTree.Identifier, kind: "enum" | "namespace"): Temp {
  const variable: DraftVariable = variableAt(b, id);
  const first = variable.scopeVariable?.defs.find(
    ({ type, node: at }) => type !== "Type" && !("declare" in at && at.declare),
  );
  if (first !== undefined && first.node !== node) return emitRead(b, node, variable);
  const object = emitFresh(b, node, kind);
  emitWrite(b, node, variable, object, true);
  return object;
}

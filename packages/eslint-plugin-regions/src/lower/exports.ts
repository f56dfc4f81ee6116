import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { emitRead, emitSet, nameKey } from "./emit.js";
import { variableAt } from "./references.js";

/** Marks what an export declaration makes visible; in a namespace, also stores it there. */
export function lowerExportedNames(b: Builder, node: TSESTree.ExportNamedDeclaration): void {
  if (node.source || node.exportKind === "type") {
    if (!node.declaration || b.namespace === undefined) return;
  }
  for (const specifier of node.specifiers) {
    if (specifier.local.type === "Identifier" && specifier.exportKind !== "type")
      variableAt(b, specifier.local).exported = true;
  }
  const { declaration } = node;
  if (!declaration || ("declare" in declaration && declaration.declare)) return;
  switch (declaration.type) {
    case "VariableDeclaration":
      for (const { id } of declaration.declarations) exportPattern(b, id);
      break;
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      if (declaration.id) exportPattern(b, declaration.id);
      break;
    case "TSModuleDeclaration":
      if (declaration.id.type === "Identifier") exportPattern(b, declaration.id);
      break;
  }
}

function exportPattern(b: Builder, pattern: TSESTree.Node | null): void {
  switch (pattern?.type) {
    case "Identifier": {
      const variable = variableAt(b, pattern);
      variable.exported = true;
      if (b.namespace !== undefined)
        emitSet(b, pattern, b.namespace, nameKey(pattern.name), emitRead(b, pattern, variable), "init");
      break;
    }
    case "ObjectPattern":
      for (const property of pattern.properties)
        exportPattern(b, property.type === "Property" ? property.value : property.argument);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) exportPattern(b, element);
      break;
    case "AssignmentPattern":
      exportPattern(b, pattern.left);
      break;
    case "RestElement":
      exportPattern(b, pattern.argument);
      break;
  }
}

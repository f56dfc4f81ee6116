import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder } from "./builder.js";
import { emitWrite } from "./emit.js";
import { variableAt } from "./references.js";

/** Function declarations exist before the first statement of their scope. */
export function hoistFunctions(b: Builder, statements: readonly TSESTree.Node[]): void {
  for (let i = 0; i < statements.length; i++) {
    let node: TSESTree.Node | null = statements[i]!;
    if (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") node = node.declaration;
    else while (node.type === "LabeledStatement") node = node.body;
    if (node?.type === "FunctionDeclaration" && node.id && node.body) {
      const value = b.lower.functionValue(b, node);
      emitWrite(b, node, variableAt(b, node.id), value, true);
    }
  }
}

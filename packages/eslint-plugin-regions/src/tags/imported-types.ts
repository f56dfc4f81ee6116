import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FileIR } from "../lower/ir.js";
import type { SignatureTable } from "../operations/signature-table.js";
import type { Declarations } from "./declarations.js";
import type { TaggedType } from "./tagged-types.js";

const cache = new WeakMap<SignatureTable, ReadonlyMap<string, TaggedType>>();

/** The methods of classes of other modules that a table has signatures of, by the path of the class. */
export function importedTypesIn(signatures: SignatureTable): ReadonlyMap<string, TaggedType> {
  const known = cache.get(signatures);
  if (known !== undefined) return known;
  const types = new Map<string, { call: undefined; members: Map<string, string> }>();
  for (const path of signatures.keys()) {
    const [, of, method] = /^(.+#.+)\.prototype\.(.+)$/.exec(path) ?? [];
    if (of === undefined || method === undefined) continue;
    const type = types.get(of);
    if (type === undefined) types.set(of, { call: undefined, members: new Map([[method, path]]) });
    else type.members.set(method, path);
  }
  cache.set(signatures, types);
  return types;
}

/** Adds to what tags declare the types that a file imports under some name. */
export function withImported(
  declared: Declarations,
  ir: FileIR,
  imported: ReadonlyMap<string, TaggedType>,
): Declarations {
  if (imported.size === 0) return declared;
  const types = new Map(declared.types);
  const methods = new Set(declared.methods);
  for (const { name, scopeVariable } of ir.variables) {
    for (const { node, parent } of scopeVariable?.defs ?? []) {
      if (parent?.type !== AST_NODE_TYPES.ImportDeclaration) continue;
      const exported =
        node.type === AST_NODE_TYPES.ImportDefaultSpecifier
          ? "default"
          : node.type === AST_NODE_TYPES.ImportSpecifier && node.imported.type === AST_NODE_TYPES.Identifier
            ? node.imported.name
            : undefined;
      const type = imported.get(`${parent.source.value.replace(/^node:/, "")}#${exported ?? ""}`);
      if (type !== undefined) types.set(name, type);
    }
  }
  for (const { members } of imported.values()) for (const method of members.keys()) methods.add(method);
  return { ...declared, types, methods };
}

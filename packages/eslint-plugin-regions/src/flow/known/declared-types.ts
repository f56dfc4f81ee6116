import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FileIR } from "../../lower/ir.js";
import { typedArrayNames } from "../../operations/ecmascript.js";
import type { Kind } from "../state/abstract-object.js";

/** What an annotation says without any type checking: the names of the platform's types mean what they do everywhere. */
export type Declared = Kind | "primitive";

const BY_NAME: Readonly<Record<string, Declared>> = {
  ...Object.fromEntries(typedArrayNames.map((name) => [name, "TypedArray" as const])),
  Array: "array",
  ReadonlyArray: "array",
  Map: "Map",
  ReadonlyMap: "Map",
  Set: "Set",
  ReadonlySet: "Set",
  WeakMap: "WeakMap",
  WeakSet: "WeakSet",
  WeakRef: "WeakRef",
  Generator: "Generator",
  AsyncGenerator: "Generator",
  Date: "Date",
  RegExp: "RegExp",
  Promise: "Promise",
  DataView: "DataView",
  ArrayBuffer: "ArrayBuffer",
  SharedArrayBuffer: "SharedArrayBuffer",
  MessagePort: "MessagePort",
  MessageChannel: "MessageChannel",
  Worker: "Worker",
  OffscreenCanvas: "OffscreenCanvas",
  ImageBitmap: "ImageBitmap",
  ReadableStream: "Stream",
  WritableStream: "Stream",
  Blob: "Blob",
  File: "Blob",
  Response: "Response",
};

const PRIMITIVES = new Set<string>([
  AST_NODE_TYPES.TSStringKeyword,
  AST_NODE_TYPES.TSNumberKeyword,
  AST_NODE_TYPES.TSBooleanKeyword,
  AST_NODE_TYPES.TSBigIntKeyword,
  AST_NODE_TYPES.TSSymbolKeyword,
  AST_NODE_TYPES.TSNullKeyword,
  AST_NODE_TYPES.TSUndefinedKeyword,
  AST_NODE_TYPES.TSLiteralType,
  AST_NODE_TYPES.TSTemplateLiteralType,
]);

/** The kind that a type annotation names, if it names one. */
export function declaredKind(type: TSESTree.TypeNode | undefined): Declared | undefined {
  if (type === undefined) return undefined;
  if (PRIMITIVES.has(type.type)) return "primitive";
  switch (type.type) {
    case AST_NODE_TYPES.TSArrayType:
    case AST_NODE_TYPES.TSTupleType:
      return "array";
    case AST_NODE_TYPES.TSTypeOperator:
      return type.operator === "readonly" ? declaredKind(type.typeAnnotation) : undefined;
    case AST_NODE_TYPES.TSTypeReference:
      return type.typeName.type === AST_NODE_TYPES.Identifier && Object.hasOwn(BY_NAME, type.typeName.name)
        ? BY_NAME[type.typeName.name]
        : undefined;
    case AST_NODE_TYPES.TSUnionType: {
      const kinds = new Set(type.types.filter((each) => !isNullish(each)).map(declaredKind));
      return kinds.size === 1 ? [...kinds][0] : undefined;
    }
    default:
      return undefined;
  }
}

export function isNullish(type: TSESTree.TypeNode): boolean {
  return type.type === AST_NODE_TYPES.TSNullKeyword || type.type === AST_NODE_TYPES.TSUndefinedKeyword;
}

/** Types of the runtime by the names under which a file imports them, as values or only as types. */
export function findRuntimeTypes(ir: FileIR): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, scopeVariable } of ir.variables) {
    for (const { node, parent } of scopeVariable?.defs ?? []) {
      if (parent?.type !== AST_NODE_TYPES.ImportDeclaration) continue;
      if (node.type === AST_NODE_TYPES.ImportNamespaceSpecifier && parent.source.value === "regions-runtime")
        names.set(`${name}.`, "*");
      if (node.type !== AST_NODE_TYPES.ImportSpecifier) continue;
      const imported = node.imported.type === AST_NODE_TYPES.Identifier ? node.imported.name : node.imported.value;
      if (parent.source.value === "regions-runtime") names.set(name, imported);
    }
  }
  return names;
}

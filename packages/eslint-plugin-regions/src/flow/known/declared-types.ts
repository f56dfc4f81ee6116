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

/** The kind of what a global type of this name describes. */
export const kindNamed = (name: string): Declared | undefined =>
  Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;

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
      return type.typeName.type === AST_NODE_TYPES.Identifier ? kindNamed(type.typeName.name) : undefined;
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
  const isRequireKnown = !ir.variables.some(({ name, kind }) => name === "require" && kind !== "global");
  for (const { name, scopeVariable } of ir.variables) {
    for (const { node, parent } of scopeVariable?.defs ?? []) {
      if (node.type === AST_NODE_TYPES.VariableDeclarator) {
        if (isRequireKnown && isRequired(node.init)) addRequired(names, name, node.id);
        continue;
      }
      if (parent?.type !== AST_NODE_TYPES.ImportDeclaration || parent.source.value !== RUNTIME) continue;
      if (node.type === AST_NODE_TYPES.ImportNamespaceSpecifier) names.set(`${name}.`, "*");
      if (node.type !== AST_NODE_TYPES.ImportSpecifier) continue;
      names.set(name, node.imported.type === AST_NODE_TYPES.Identifier ? node.imported.name : node.imported.value);
    }
  }
  return names;
}

const RUNTIME = "regions-runtime";

/** `require("regions-runtime")` */
const isRequired = (node: TSESTree.Expression | null): boolean =>
  node?.type === AST_NODE_TYPES.CallExpression &&
  node.callee.type === AST_NODE_TYPES.Identifier &&
  node.callee.name === "require" &&
  node.arguments[0]?.type === AST_NODE_TYPES.Literal &&
  node.arguments[0].value === RUNTIME;

/** Of the variable `name` of a pattern: what it is called in the runtime. */
function addRequired(names: Map<string, string>, name: string, pattern: TSESTree.Node): void {
  if (pattern.type === AST_NODE_TYPES.Identifier) names.set(`${name}.`, "*");
  if (pattern.type !== AST_NODE_TYPES.ObjectPattern) return;
  for (const each of pattern.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.key.type !== AST_NODE_TYPES.Identifier) continue;
    if (each.value.type === AST_NODE_TYPES.Identifier && each.value.name === name) names.set(name, each.key.name);
  }
}

/** What a callee is called in the runtime; members of a namespace of it are taken for what they are called. */
export function runtimeName(runtimeTypes: ReadonlyMap<string, string>, callee: TSESTree.Node): string | undefined {
  if (callee.type === AST_NODE_TYPES.Identifier) return runtimeTypes.get(callee.name);
  const isOfRuntime =
    callee.type === AST_NODE_TYPES.MemberExpression &&
    callee.object.type === AST_NODE_TYPES.Identifier &&
    runtimeTypes.has(`${callee.object.name}.`);
  return isOfRuntime && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
}

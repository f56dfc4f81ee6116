import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject } from "./abstract-object.js";
import { part } from "./abstract-object.js";
import { declaredKind } from "./declared-types.js";
import type { FileContext, Frame } from "./frame.js";
import { objectsOf } from "./frame.js";
import { ANY } from "./heap.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING } from "./points-to.js";
import type { Cursor } from "./state.js";

/** Parts of declared types are looked at down to this depth. */
const DEEPEST_TYPE = 3;

/** It is the handle of a region. */
export function asRegion(object: AbstractObject): void {
  if (object.kind === "unknown") object.kind = "object";
  object.isRegion = true;
  object.isHandle = true;
}

/** Applies an annotation: it can tell the kind of a value, or that it is none that matters here. */
export function annotate(frame: Frame, cursor: Cursor, value: PointsTo, type: TSESTree.TypeNode | undefined): PointsTo {
  if (type === undefined) return value;
  const kind = declaredKind(type);
  if (kind === "primitive") return NOTHING;
  for (const object of objectsOf(frame, value)) {
    if (object.isLost || object.kind !== "unknown") continue;
    if (kind !== undefined) object.kind = kind;
    else applyRuntimeType(frame.file, object, type);
  }
  return value;
}

/** The arguments of a reference to a type of the runtime, and its name there. */
function runtimeType(
  file: FileContext,
  type: TSESTree.TypeNode | undefined,
): { readonly name: string; readonly content: TSESTree.TypeNode | undefined } | undefined {
  if (type?.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  const name = file.runtimeTypes.get(type.typeName.name);
  return name === undefined ? undefined : { name, content: type.typeArguments?.params[0] };
}

function applyRuntimeType(file: FileContext, object: AbstractObject, type: TSESTree.TypeNode): void {
  const known = runtimeType(file, type);
  if (known === undefined) return;
  const { name, content } = known;
  switch (name) {
    case "Region":
      asRegion(object);
      describeParts(file, object, content, 0);
      break;
    case "Borrowed":
      object.isHandle = true;
      describeParts(file, object, content, 0);
      break;
    case "Cown":
      object.kind = "Cown";
      object.holdsRegion = runtimeType(file, content)?.name === "Region";
      break;
    case "Acquired": {
      object.kind = "Guard";
      const value = part(file.table, object, "value");
      value.isHandle = true;
      if (runtimeType(file, content)?.name === "Region") applyRuntimeType(file, value, content!);
      break;
    }
    default:
  }
}

/** What a type says of the fields of an object: which are objects for sure. */
function describeParts(
  file: FileContext,
  object: AbstractObject,
  type: TSESTree.TypeNode | undefined,
  depth: number,
): void {
  if (type === undefined || depth > DEEPEST_TYPE || object.isLost) return;
  if (type.type === AST_NODE_TYPES.TSArrayType) {
    if (object.kind === "unknown") object.kind = "array";
    if (isObjectType(file, type.elementType))
      describeParts(file, part(file.table, object, ANY), type.elementType, depth + 1);
    return;
  }
  const members = membersOf(file, type);
  if (members === undefined) {
    const kind = declaredKind(type);
    if (kind !== undefined && kind !== "primitive" && object.kind === "unknown") object.kind = kind;
    return;
  }
  if (object.kind === "unknown") object.kind = "object";
  for (const member of members) {
    if (member.type !== AST_NODE_TYPES.TSPropertySignature || member.key.type !== AST_NODE_TYPES.Identifier) continue;
    const memberType = member.typeAnnotation?.typeAnnotation;
    if (memberType === undefined || member.optional || !isObjectType(file, memberType)) continue;
    const child = part(file.table, object, member.key.name);
    if (child.isLost) continue;
    if (runtimeType(file, memberType) === undefined) describeParts(file, child, memberType, depth + 1);
    else applyRuntimeType(file, child, memberType);
  }
}

const isObjectType = (file: FileContext, type: TSESTree.TypeNode): boolean => {
  const kind = declaredKind(type);
  if (kind !== undefined) return kind !== "primitive";
  return membersOf(file, type) !== undefined || runtimeType(file, type) !== undefined;
};

/** The members of a type literal, or of an interface or alias of the file. */
function membersOf(file: FileContext, type: TSESTree.TypeNode): readonly TSESTree.TypeElement[] | undefined {
  if (type.type === AST_NODE_TYPES.TSTypeLiteral) return type.members;
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  const { declarations } = file;
  if (declarations.size === 0) collectDeclarations(file);
  return declarations.get(type.typeName.name);
}

function collectDeclarations({ declarations, sourceCode }: FileContext): void {
  // Never empty afterwards, so that it is filled once.
  declarations.set("", []);
  for (const statement of sourceCode.ast.body) {
    const declaration =
      statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? (statement.declaration ?? statement) : statement;
    if (declaration.type === AST_NODE_TYPES.TSInterfaceDeclaration)
      declarations.set(declaration.id.name, declaration.body.body);
    else if (
      declaration.type === AST_NODE_TYPES.TSTypeAliasDeclaration &&
      declaration.typeAnnotation.type === AST_NODE_TYPES.TSTypeLiteral
    )
      declarations.set(declaration.id.name, declaration.typeAnnotation.members);
  }
}

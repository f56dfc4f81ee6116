import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject, Kind, ObjectTable } from "../state/abstract-object.js";
import { part } from "../state/abstract-object.js";
import { declaredKind, isNullish } from "./declared-types.js";
import type { FileContext, Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { ANY } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import type { TaggedType } from "../../tags/tagged-types.js";
import { isRuntimeType, type RuntimeType } from "../../types/runtime-types.js";

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
    describeType(frame.file, object, type, 0);
  }
  return value;
}

/**
 * What a type says of an object and its fields.
 *
 * @returns false: a value of the type is a primitive
 */
export function describeType(
  file: FileContext,
  object: AbstractObject,
  type: TSESTree.TypeNode | undefined,
  depth = 0,
): boolean {
  if (type === undefined || depth > DEEPEST_TYPE || object.isLost) return true;
  const kind = declaredKind(type);
  if (kind === "primitive") return false;
  if (kind !== undefined && object.kind === "unknown") object.kind = kind;
  object.type ??= taggedType(file, type);
  const element = elementType(type);
  if (element !== undefined) {
    describePart(file, object, ANY, element, depth + 1);
    return true;
  }
  const known = runtimeType(file, type);
  if (known === undefined) describeMembers(file, object, type, depth);
  else if (isRuntimeType(known.name)) {
    if (known.name === "Cown") object.content = known.content;
    const described = applyRuntimeType(file.table, object, known.name);
    if (described !== undefined) describeType(file, described, known.content, depth + 1);
  }
  return true;
}

/** The type as far as it has ownership tags. */
export function taggedType(file: FileContext, type: TSESTree.TypeNode | undefined): TaggedType | undefined {
  const { tags } = file;
  if (tags.types.size === 0 || type === undefined) return undefined;
  if (type.type === AST_NODE_TYPES.TSUnionType) {
    const [only, ...others] = type.types.filter((each) => !isNullish(each));
    return others.length > 0 ? undefined : taggedType(file, only);
  }
  const name = type.type === AST_NODE_TYPES.TSTypeReference ? type.typeName : undefined;
  return tags.types.get(name?.type === AST_NODE_TYPES.Identifier ? name.name : type);
}

/** What the type of a field or element says of it. */
export function describePart(
  file: FileContext,
  object: AbstractObject,
  key: string,
  type: TSESTree.TypeNode,
  depth = 0,
): void {
  if (declaredKind(type) === "primitive") (object.primitives ??= new Set()).add(key);
  else describeType(file, part(file.table, object, key), type, depth);
}

/** `T` of `T[]`, `readonly T[]`, `Array<T>`, `Set<T>`, `Map<K, T>`. */
function elementType(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (type.type === AST_NODE_TYPES.TSArrayType) return type.elementType;
  if (type.type === AST_NODE_TYPES.TSTypeOperator) return type.typeAnnotation && elementType(type.typeAnnotation);
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  return CONTAINERS.has(type.typeName.name) ? type.typeArguments?.params.at(-1) : undefined;
}
const CONTAINERS = new Set(["Array", "ReadonlyArray", "Set", "ReadonlySet", "Map", "ReadonlyMap"]);

/** The arguments of a reference to a type of the runtime, and its name there. */
function runtimeType(
  file: FileContext,
  type: TSESTree.TypeNode | undefined,
): { readonly name: string; readonly content: TSESTree.TypeNode | undefined } | undefined {
  if (type?.type === AST_NODE_TYPES.TSUnionType) {
    const [only, ...others] = type.types.filter((each) => !isNullish(each));
    return others.length > 0 ? undefined : runtimeType(file, only);
  }
  if (type?.type !== AST_NODE_TYPES.TSTypeReference) return undefined;
  if (type.typeName.type === AST_NODE_TYPES.TSQualifiedName) {
    const { left, right } = type.typeName;
    const isRuntime = left.type === AST_NODE_TYPES.Identifier && file.runtimeTypes.has(`${left.name}.`);
    return isRuntime ? { name: right.name, content: type.typeArguments?.params[0] } : undefined;
  }
  if (type.typeName.type !== AST_NODE_TYPES.Identifier) return undefined;
  const name = file.runtimeTypes.get(type.typeName.name);
  if (name !== undefined) return { name, content: type.typeArguments?.params[0] };
  const alias = declarationsOf(file).get(type.typeName.name);
  return alias?.type === AST_NODE_TYPES.TSTypeReference ? runtimeType(file, alias) : undefined;
}

/**
 * What a type of the runtime says of a value.
 *
 * @returns what the argument of the type describes, if that is known already: what a region or its guard gives access to
 */
export function applyRuntimeType(
  table: ObjectTable,
  object: AbstractObject,
  type: RuntimeType,
): AbstractObject | undefined {
  switch (type) {
    case "Region":
      asRegion(object);
      return object;
    case "Borrowed":
      object.isHandle = true;
      return object;
    case "Frozen":
      object.isFrozen = true;
      return undefined;
    case "Cown":
      object.kind = "Cown";
      return undefined;
    case "Acquired":
    case "AcquiredForReading": {
      object.kind = "Guard";
      const value = part(table, object, "value");
      value.isHandle = true;
      return value;
    }
  }
}

function describeMembers(file: FileContext, object: AbstractObject, type: TSESTree.TypeNode, depth: number): void {
  const members = membersOf(file, type);
  if (members === undefined) {
    describeByLiteral(file, object, type);
    return;
  }
  if (object.kind === "unknown") object.kind = "object";
  for (const member of members) {
    if (member.type !== AST_NODE_TYPES.TSPropertySignature || member.key.type !== AST_NODE_TYPES.Identifier) continue;
    const memberType = member.typeAnnotation?.typeAnnotation;
    if (memberType !== undefined && (declaredKind(memberType) !== undefined || isObjectType(file, memberType)))
      describePart(file, object, member.key.name, memberType, depth + 1);
  }
}

/** A type from another file: a literal of it, in `new Region<T>({ … })` here, shows which fields are objects. */
function describeByLiteral(file: FileContext, object: AbstractObject, type: TSESTree.TypeNode): void {
  const literal = declarationsOf(file).get(file.sourceCode.getText(type));
  if (literal?.type !== AST_NODE_TYPES.ObjectExpression) return;
  for (const each of literal.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.computed || each.key.type !== AST_NODE_TYPES.Identifier) continue;
    const kind = LITERALS[each.value.type];
    if (kind === undefined) continue;
    const field = part(file.table, object, each.key.name);
    if (field.kind === "unknown" && !field.isLost) field.kind = kind;
  }
}
const LITERALS: Partial<Record<string, Kind>> = { ArrayExpression: "array", ObjectExpression: "object" };

/** What is certain to say something of an object. */
const isObjectType = (file: FileContext, type: TSESTree.TypeNode): boolean =>
  membersOf(file, type) !== undefined || runtimeType(file, type) !== undefined;

/** The members of a type literal, or of an interface or alias of the file. */
function membersOf(file: FileContext, type: TSESTree.TypeNode): readonly TSESTree.TypeElement[] | undefined {
  if (type.type === AST_NODE_TYPES.TSTypeLiteral) return type.members;
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  const declaration = declarationsOf(file).get(type.typeName.name);
  if (declaration?.type === AST_NODE_TYPES.TSInterfaceBody) return declaration.body;
  return declaration?.type === AST_NODE_TYPES.TSTypeLiteral ? declaration.members : undefined;
}

function declarationsOf({ declarations, sourceCode, ir }: FileContext): ReadonlyMap<string, TSESTree.Node> {
  if (declarations.size > 0) return declarations;
  // Never empty afterwards, so that it is filled once.
  declarations.set("", sourceCode.ast);
  for (const statement of sourceCode.ast.body) {
    const declaration =
      statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? (statement.declaration ?? statement) : statement;
    if (declaration.type === AST_NODE_TYPES.TSInterfaceDeclaration)
      declarations.set(declaration.id.name, declaration.body);
    else if (declaration.type === AST_NODE_TYPES.TSTypeAliasDeclaration)
      declarations.set(declaration.id.name, declaration.typeAnnotation);
  }
  for (const { blocks } of ir.functions) {
    for (const { op, node } of blocks.flatMap(({ instructions }) => instructions)) {
      if (op !== "new" || node.type !== AST_NODE_TYPES.NewExpression) continue;
      const [type] = node.typeArguments?.params ?? [];
      const [made] = node.arguments;
      const name = type && sourceCode.getText(type);
      if (name !== undefined && made?.type === AST_NODE_TYPES.ObjectExpression && !declarations.has(name))
        declarations.set(name, made);
    }
  }
  return declarations;
}

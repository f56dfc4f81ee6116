import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Change } from "../aliases/change.js";
import type { FieldKey } from "../aliases/value.js";
import { alternatives, type Declared, resolve, type Types } from "./declared.js";
import type { Guard } from "./tags.js";

/** Types within types are looked at down to this depth: they may be recursive. */
const DEEPEST = 12;

const READONLY_CONTAINERS = new Set(["ReadonlyArray", "ReadonlyMap", "ReadonlySet"]);
const ELEMENT_METHODS = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin add set delete clear".split(" "),
);

/**
 * Whether the declaration of a parameter forbids a change.
 *
 * @param path the fields from the parameter to what is changed
 */
export function protects(types: Types, declared: Declared, path: readonly FieldKey[], change: Change): boolean {
  const { type, guard } = declared;
  if (guard !== undefined) return guard === "deep" || (path.length === 0 && forbids(guard, change));
  return type !== undefined && typeForbids(types, type, path, change, 0);
}

function forbids(guard: Guard, change: Change): boolean {
  return guard === "deep" || (guard === "elements" ? changesElements(change) : changesFields(change));
}

function changesElements({ method, key }: Change): boolean {
  if (method !== undefined) return ELEMENT_METHODS.has(method);
  return key?.kind === "dynamic" || key?.name === "length" || /^\d+$/.test(key?.name ?? "");
}

/** Methods of the value itself are its own business. */
const changesFields = ({ method, instruction }: Change): boolean =>
  method === undefined || (instruction.op === "call" && !ELEMENT_METHODS.has(method)) || method === "assign";

function typeForbids(
  types: Types,
  type: TSESTree.Node,
  path: readonly FieldKey[],
  change: Change,
  depth: number,
): boolean {
  if (depth > DEEPEST) return false;
  const inside = (inner: TSESTree.Node | undefined, rest: readonly FieldKey[] = path): boolean =>
    inner !== undefined && typeForbids(types, inner, rest, change, depth + 1);
  switch (type.type) {
    case AST_NODE_TYPES.TSUnionType: {
      const all = alternatives(type);
      return all.length > 0 && all.every((each) => inside(each));
    }
    case AST_NODE_TYPES.TSIntersectionType:
      return type.types.some((each) => inside(each));
    case AST_NODE_TYPES.TSTypeOperator: {
      if (type.operator !== "readonly") return false;
      return path.length === 0 ? changesElements(change) : inside(type.typeAnnotation);
    }
    case AST_NODE_TYPES.TSArrayType:
      return path.length > 0 && inside(type.elementType, path.slice(1));
    case AST_NODE_TYPES.TSTypeReference:
      return referenceForbids(types, type, path, change, inside);
    case AST_NODE_TYPES.TSTypeLiteral:
      return membersForbid(type.members, path, change, inside);
    case AST_NODE_TYPES.TSInterfaceDeclaration:
      return (
        membersForbid(type.body.body, path, change, inside) ||
        type.extends.some(({ expression }) => {
          const base =
            expression.type === AST_NODE_TYPES.Identifier ? types.declarations.get(expression.name) : undefined;
          return inside(base);
        })
      );
    default:
      return false;
  }
}

type Inside = (type: TSESTree.Node | undefined, rest?: readonly FieldKey[]) => boolean;

function referenceForbids(
  types: Types,
  type: TSESTree.TSTypeReference,
  path: readonly FieldKey[],
  change: Change,
  inside: Inside,
): boolean {
  const { typeName, typeArguments } = type;
  const [content] = typeArguments?.params ?? [];
  if (typeName.type === AST_NODE_TYPES.TSQualifiedName) {
    const { left, right } = typeName;
    return left.type === AST_NODE_TYPES.Identifier && types.runtime.has(`${left.name}.`) && right.name === "Frozen";
  }
  if (typeName.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = typeName;
  const declaration = resolve(types, name, type);
  if (declaration !== undefined) return inside(declaration);
  if (types.runtime.get(name) === "Frozen") return true;
  if (READONLY_CONTAINERS.has(name)) {
    if (path.length === 0) return changesElements(change);
    return name === "ReadonlyArray" && inside(content, path.slice(1));
  }
  if (name !== "Readonly" || content === undefined) return false;
  if (path.length > 0) return inside(content);
  return isArray(types, content) ? changesElements(change) : changesFields(change);
}

function isArray(types: Types, type: TSESTree.Node): boolean {
  if (type.type === AST_NODE_TYPES.TSArrayType || type.type === AST_NODE_TYPES.TSTupleType) return true;
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = type.typeName;
  const declaration = resolve(types, name, type);
  return declaration === undefined ? name === "Array" : declaration !== type && isArray(types, declaration);
}

function membersForbid(
  members: readonly TSESTree.TypeElement[],
  path: readonly FieldKey[],
  change: Change,
  inside: Inside,
): boolean {
  const [first, ...rest] = path;
  const written = path.length === 0 ? writtenKey(change) : typeof first === "string" ? first : undefined;
  for (const member of members) {
    if (member.type === AST_NODE_TYPES.TSPropertySignature) {
      if (written === undefined || nameOf(member) !== written) continue;
      return path.length === 0 ? member.readonly : inside(member.typeAnnotation?.typeAnnotation, rest);
    }
    if (member.type === AST_NODE_TYPES.TSIndexSignature && path.length === 0) {
      if (member.readonly && change.method === undefined) return true;
    }
  }
  return false;
}

const writtenKey = ({ key, method }: Change): string | undefined =>
  method === undefined && key?.kind === "name" ? key.name : undefined;

function nameOf({ key, computed }: TSESTree.TSPropertySignature): string | undefined {
  if (key.type === AST_NODE_TYPES.Identifier && !computed) return key.name;
  return key.type === AST_NODE_TYPES.Literal ? String(key.value) : undefined;
}

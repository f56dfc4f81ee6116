import { withoutAssertion } from "../../lower/assertions.js";
import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { typedArrayNames } from "../../operations/ecmascript.js";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { part } from "../state/abstract-object.js";
import { asRegion, describePart, describeType } from "./annotate.js";
import { runtimeName } from "./declared-types.js";
import { assignedOutside, isAssigned } from "./assigned-fields.js";
import type { FileContext } from "../state/frame.js";
import { ANY } from "../state/heap.js";

/** Fields of fields are looked at down to this depth. */
const DEEPEST = 4;

const KINDS: Partial<Record<string, Kind>> = {
  ...Object.fromEntries(typedArrayNames.map((name) => [name, "TypedArray" as const])),
  DataView: "DataView",
  Map: "Map",
  Set: "Set",
  Date: "Date",
  RegExp: "RegExp",
  ArrayBuffer: "ArrayBuffer",
  WeakMap: "WeakMap",
  WeakSet: "WeakSet",
};

/**
 * What the expression that made something says of it and its fields, to functions that know it only by the name of a
 * variable or field: which parts are objects for sure.
 *
 * @returns false: it is a primitive
 */
export function describeInitial(file: FileContext, object: AbstractObject, made: TSESTree.Node, depth = 0): boolean {
  if (depth > DEEPEST || object.isLost) return true;
  const node = withoutAssertion(made);
  switch (node.type) {
    case AST_NODE_TYPES.Literal:
    case AST_NODE_TYPES.TemplateLiteral:
    case AST_NODE_TYPES.UnaryExpression:
      return false;
    case AST_NODE_TYPES.ArrayExpression: {
      setKind(object, "array");
      const [first] = node.elements;
      if (first != null && first.type !== AST_NODE_TYPES.SpreadElement && isObjectLiteral(first))
        describeInitial(file, part(file.table, object, ANY), first, depth + 1);
      break;
    }
    case AST_NODE_TYPES.ObjectExpression:
      setKind(object, "object");
      for (const each of node.properties) {
        if (each.type !== AST_NODE_TYPES.Property || each.computed || each.key.type !== AST_NODE_TYPES.Identifier)
          continue;
        if (isObjectLiteral(each.value))
          describeInitial(file, part(file.table, object, each.key.name), each.value, depth + 1);
      }
      break;
    case AST_NODE_TYPES.NewExpression:
      describeNew(file, object, node, depth);
      break;
    case AST_NODE_TYPES.CallExpression:
      if (runtimeName(file.runtimeTypes, node.callee) === "freeze") {
        object.isFrozen = true;
        const [frozen] = node.arguments;
        if (frozen !== undefined) describeInitial(file, object, frozen, depth + 1);
      }
      break;
    default:
  }
  return true;
}

/** What the content of a cown is, by its type or by the expression for it. @returns false: it is a primitive */
export function describeContent(file: FileContext, value: AbstractObject, content: TSESTree.Node): boolean {
  return isType(content) ? describeType(file, value, content) : describeInitial(file, value, content);
}

const isType = (node: TSESTree.Node): node is TSESTree.TypeNode => /^TS(?!As|Satisfies|NonNull)/.test(node.type);

function describeNew(file: FileContext, object: AbstractObject, node: TSESTree.NewExpression, depth: number): void {
  const [first] = node.arguments;
  const [type] = node.typeArguments?.params ?? [];
  switch (runtimeName(file.runtimeTypes, node.callee)) {
    case "Region":
      asRegion(object);
      if (first !== undefined) describeInitial(file, object, first, depth + 1);
      describeType(file, object, type);
      break;
    case "Cown":
      setKind(object, "Cown");
      object.content ??= first;
      break;
    default: {
      const kind = node.callee.type === AST_NODE_TYPES.Identifier ? KINDS[node.callee.name] : undefined;
      if (node.callee.type === AST_NODE_TYPES.Identifier) object.type ??= file.tags.types.get(node.callee.name);
      if (kind !== undefined) setKind(object, kind);
      const element = node.typeArguments?.params.at(-1);
      if (kind !== undefined && element !== undefined) describePart(file, object, ANY, element);
    }
  }
}

function setKind(object: AbstractObject, kind: Kind): void {
  if (object.kind === "unknown") object.kind = kind;
}

function isObjectLiteral(made: TSESTree.Node): boolean {
  const { type } = withoutAssertion(made);
  return (
    type === AST_NODE_TYPES.ObjectExpression ||
    type === AST_NODE_TYPES.ArrayExpression ||
    type === AST_NODE_TYPES.NewExpression ||
    type === AST_NODE_TYPES.CallExpression
  );
}

/** The fields that a class declares, as `this` or as the class itself has them. */
export function describeFields(
  file: FileContext,
  object: AbstractObject,
  classNode: TSESTree.Node,
  isStatic: boolean,
): void {
  if (classNode.type !== AST_NODE_TYPES.ClassDeclaration && classNode.type !== AST_NODE_TYPES.ClassExpression) return;
  for (const member of classNode.body.body) {
    if (member.type === AST_NODE_TYPES.PropertyDefinition && member.static === isStatic) {
      const name = fieldName(member);
      const type = member.typeAnnotation?.typeAnnotation;
      if (name === undefined) continue;
      if (type !== undefined) describePart(file, object, name, type);
      // What is assigned anew has the type of its annotation at most.
      if (member.value !== null && (member.readonly || name.startsWith("#") || type === undefined))
        describeInitialField(file, object, name, member.value, member.readonly || isKept(file, classNode, name));
    } else if (member.type === AST_NODE_TYPES.MethodDefinition && member.kind === "constructor" && !isStatic) {
      for (const parameter of member.value.params) {
        if (parameter.type !== AST_NODE_TYPES.TSParameterProperty) continue;
        const { parameter: inner } = parameter;
        if (inner.type === AST_NODE_TYPES.Identifier && inner.typeAnnotation)
          describePart(file, object, inner.name, inner.typeAnnotation.typeAnnotation);
      }
    }
  }
}

/** Of a field that may be given something else only regions, cowns and collections are told. */
function describeInitialField(
  file: FileContext,
  object: AbstractObject,
  name: string,
  value: TSESTree.Node,
  isKept: boolean,
): void {
  const made = withoutAssertion(value);
  const isLiteral = made.type === AST_NODE_TYPES.ArrayExpression || made.type === AST_NODE_TYPES.ObjectExpression;
  if (made.type !== AST_NODE_TYPES.NewExpression && !(isLiteral && isKept)) return;
  const field = part(file.table, object, name);
  describeInitial(file, field, made);
  const callee = made.type === AST_NODE_TYPES.NewExpression ? made.callee : made;
  if (!isKept || callee.type !== AST_NODE_TYPES.Identifier || field.kind !== "unknown" || field.isLost) return;
  for (const [variable, classNode] of file.constants.classes)
    if (variable.name === callee.name) [field.kind, field.classNode] = ["instance", classNode];
}

/** Whether a field holds for good what its initialiser gives to it. */
const isKept = (file: FileContext, classNode: TSESTree.Node, name: string): boolean =>
  !isAssigned(file, classNode, name) && !assignedOutside(file).has(name);

function fieldName({ key, computed }: TSESTree.PropertyDefinition): string | undefined {
  if (computed) return undefined;
  if (key.type === AST_NODE_TYPES.Identifier) return key.name;
  return key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${key.name}` : undefined;
}

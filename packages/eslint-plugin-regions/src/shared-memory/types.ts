import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { typedArrayNames } from "../operations/ecmascript.js";
import { fieldsOf, grow, type Program } from "./program.js";
import { typesOf } from "../types/types.js";
import type { Values } from "./values.js";
import { NOTHING } from "./values.js";

const VIEWS = new Set([...typedArrayNames, "DataView"]);

/** The element type of the views that a class of this name makes; undefined: it is no such class. */
export const elementsOf = (name: string): string | undefined =>
  VIEWS.has(name) ? name.replace(/Array$/, "") : undefined;

/**
 * What a type annotation says: `SharedArrayBuffer`, `Int32Array<SharedArrayBuffer>`, and what is made of them in the
 * same file. Whoever has a value of such a type has it from somebody.
 */
export function valuesOfType(
  program: Program,
  type: TSESTree.Node | undefined,
  seen: ReadonlySet<TSESTree.Node> = new Set(),
): Values {
  if (type === undefined || seen.has(type)) return NOTHING;
  const inner = new Set([...seen, type]);
  switch (type.type) {
    case AST_NODE_TYPES.TSTypeAnnotation:
      return valuesOfType(program, type.typeAnnotation, inner);
    case AST_NODE_TYPES.TSTypeOperator:
      return valuesOfType(program, type.typeAnnotation, inner);
    case AST_NODE_TYPES.TSUnionType: {
      const [only, ...others] = type.types.filter((each) => !NULLISH.has(each.type));
      return others.length > 0 ? NOTHING : valuesOfType(program, only, inner);
    }
    case AST_NODE_TYPES.TSTypeLiteral:
      return valuesOfMembers(program, type, type.members, inner);
    case AST_NODE_TYPES.TSInterfaceBody:
      return valuesOfMembers(program, type, type.body, inner);
    case AST_NODE_TYPES.TSTypeReference:
      return valuesOfReference(program, type, inner);
    default:
      return NOTHING;
  }
}

const NULLISH = new Set<string>([AST_NODE_TYPES.TSNullKeyword, AST_NODE_TYPES.TSUndefinedKeyword]);

/** What the type checker knows of an expression, a parameter or a type that comes from elsewhere. */
export function valuesByChecker({ sourceCode, table }: Program, node: TSESTree.Node): Values {
  const types = typesOf(sourceCode);
  const name = types?.globalType(node);
  if (types === undefined || name === undefined) return NOTHING;
  if (name === "SharedArrayBuffer") return new Set([table.memory(node, true)]);
  const elements = elementsOf(name);
  const isShared = elements !== undefined && types.memoryBelow(node) === "SharedArrayBuffer";
  return isShared ? new Set([table.view(elements, table.memory(node, true))]) : NOTHING;
}

function valuesOfReference(program: Program, type: TSESTree.TSTypeReference, seen: ReadonlySet<TSESTree.Node>): Values {
  if (type.typeName.type !== AST_NODE_TYPES.Identifier) return NOTHING;
  const { name } = type.typeName;
  const declared = program.types.get(name);
  if (declared !== undefined) return valuesOfType(program, declared, seen);
  const [argument] = type.typeArguments?.params ?? [];
  if (name === "SharedArrayBuffer") return new Set([program.table.memory(type, true)]);
  if (name === "Readonly" || name === "Required" || name === "Partial") return valuesOfType(program, argument, seen);
  const elements = elementsOf(name);
  if (elements === undefined) return valuesByChecker(program, type);
  if (argument === undefined) return NOTHING;
  const [memory] = valuesOfType(program, argument, seen);
  return memory?.kind === "memory" ? new Set([program.table.view(elements, memory)]) : NOTHING;
}

function valuesOfMembers(
  program: Program,
  type: TSESTree.Node,
  members: readonly TSESTree.TypeElement[],
  seen: ReadonlySet<TSESTree.Node>,
): Values {
  const holder = program.table.holder(type);
  const fields = fieldsOf(program, holder);
  for (const member of members) {
    if (member.type !== AST_NODE_TYPES.TSPropertySignature || member.key.type !== AST_NODE_TYPES.Identifier) continue;
    grow(program, fields, member.key.name, valuesOfType(program, member.typeAnnotation, seen));
  }
  return fields.size === 0 ? NOTHING : new Set([holder]);
}

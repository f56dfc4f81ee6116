import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Callable } from "./documented.js";
import { keyName } from "./overloads.js";

/** The paths of what calls, and calls of the methods, of a value of a type do. */
export interface TaggedType {
  readonly call: string | undefined;
  readonly members: ReadonlyMap<string, string>;
}

/** By the body of a class or interface, or the node of another type. */
export type TypeBodies = Map<TSESTree.Node, { call: string | undefined; readonly members: Map<string, string> }>;

/** Notes a callable with the type that it is a member of, if it is one. */
export function noteMember(bodies: TypeBodies, fn: Callable, path: string): void {
  const bodyOf = (node: TSESTree.Node): { call: string | undefined; readonly members: Map<string, string> } => {
    let body = bodies.get(node);
    if (body === undefined) bodies.set(node, (body = { call: undefined, members: new Map() }));
    return body;
  };
  if (fn.type === AST_NODE_TYPES.TSFunctionType) bodyOf(fn).call = path;
  else if (fn.type === AST_NODE_TYPES.TSCallSignatureDeclaration) bodyOf(fn.parent).call = path;
  const member = memberAround(fn);
  const name = member && keyName(member);
  if (member !== undefined && name !== undefined) bodyOf(member.parent).members.set(name, path);
}

type Member =
  | TSESTree.MethodDefinition
  | TSESTree.TSAbstractMethodDefinition
  | TSESTree.PropertyDefinition
  | TSESTree.TSAbstractPropertyDefinition
  | TSESTree.TSMethodSignature
  | TSESTree.TSPropertySignature;

/** The member of a class or type that a callable is, or is the value or type of. */
export function memberAround(fn: Callable): Member | undefined {
  let node: TSESTree.Node = fn;
  while (PARTS.has(node.type)) node = node.parent!;
  if (!isMember(node) || node.static) return undefined;
  return "kind" in node && node.kind !== "method" ? undefined : node;
}

const isMember = (node: TSESTree.Node): node is Member => MEMBERS.has(node.type);

const PARTS = new Set<string>([
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.TSEmptyBodyFunctionExpression,
  AST_NODE_TYPES.TSFunctionType,
  AST_NODE_TYPES.TSTypeAnnotation,
]);
const MEMBERS = new Set<string>([
  AST_NODE_TYPES.MethodDefinition,
  AST_NODE_TYPES.TSAbstractMethodDefinition,
  AST_NODE_TYPES.PropertyDefinition,
  AST_NODE_TYPES.TSAbstractPropertyDefinition,
  AST_NODE_TYPES.TSMethodSignature,
  AST_NODE_TYPES.TSPropertySignature,
]);

type TypeDeclaration =
  TSESTree.ClassDeclarationWithName | TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeAliasDeclaration;

/** The types of a file whose members have tags, inherited ones among them: by name, and by node where they are written out. */
export function taggedTypes(
  ast: TSESTree.Program,
  bodies: TypeBodies,
): ReadonlyMap<string | TSESTree.Node, TaggedType> {
  const types = new Map<string | TSESTree.Node, TaggedType>(bodies);
  if (bodies.size === 0) return types;
  const declarations = ast.body.flatMap((statement) => typeDeclaration(statement) ?? []);
  for (const { id } of declarations) {
    const type = resolve(id.name, declarations, bodies, new Set());
    if (type.call !== undefined || type.members.size > 0) types.set(id.name, type);
  }
  return types;
}

function typeDeclaration(statement: TSESTree.ProgramStatement): TypeDeclaration | undefined {
  const declaration =
    statement.type === AST_NODE_TYPES.ExportNamedDeclaration ||
    statement.type === AST_NODE_TYPES.ExportDefaultDeclaration
      ? statement.declaration
      : statement;
  switch (declaration?.type) {
    case AST_NODE_TYPES.ClassDeclaration:
      return declaration.id === null ? undefined : (declaration as TSESTree.ClassDeclarationWithName);
    case AST_NODE_TYPES.TSInterfaceDeclaration:
    case AST_NODE_TYPES.TSTypeAliasDeclaration:
      return declaration;
    default:
      return undefined;
  }
}

/** What a type has of its own, and of what it extends. */
function resolve(
  name: string,
  declarations: readonly TypeDeclaration[],
  bodies: TypeBodies,
  seen: Set<string>,
): TaggedType {
  const members = new Map<string, string>();
  let call: string | undefined;
  if (seen.has(name)) return { call, members };
  seen.add(name);
  const add = (type: TaggedType | undefined): void => {
    call ??= type?.call;
    for (const [key, path] of type?.members ?? []) if (!members.has(key)) members.set(key, path);
  };
  const own = declarations.filter(({ id }) => id.name === name);
  for (const declaration of own) add(bodies.get(bodyOf(declaration)));
  for (const declaration of own)
    for (const base of basesOf(declaration)) add(resolve(base, declarations, bodies, seen));
  return { call, members };
}

const bodyOf = (declaration: TypeDeclaration): TSESTree.Node =>
  declaration.type === AST_NODE_TYPES.TSTypeAliasDeclaration ? declaration.typeAnnotation : declaration.body;

function basesOf(declaration: TypeDeclaration): string[] {
  const named = (node: TSESTree.Node | null): string[] => (node?.type === AST_NODE_TYPES.Identifier ? [node.name] : []);
  switch (declaration.type) {
    case AST_NODE_TYPES.ClassDeclaration: {
      // Parsers of plain JavaScript leave it out.
      const interfaces = (declaration.implements as typeof declaration.implements | undefined) ?? [];
      return [...named(declaration.superClass), ...interfaces.flatMap(({ expression }) => named(expression))];
    }
    case AST_NODE_TYPES.TSInterfaceDeclaration:
      return declaration.extends.flatMap(({ expression }) => named(expression));
    case AST_NODE_TYPES.TSTypeAliasDeclaration: {
      const { typeAnnotation: type } = declaration;
      return type.type === AST_NODE_TYPES.TSTypeReference ? named(type.typeName) : [];
    }
  }
}

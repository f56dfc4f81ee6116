import { withoutAssertion } from "../lower/assertions.js";
import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

/** Something with parameters, with a body or without. */
export type Callable =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.ArrowFunctionExpression
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression
  | TSESTree.TSMethodSignature
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSFunctionType;

const CALLABLE = new Set<string>([
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.TSDeclareFunction,
  AST_NODE_TYPES.TSEmptyBodyFunctionExpression,
  AST_NODE_TYPES.TSMethodSignature,
  AST_NODE_TYPES.TSCallSignatureDeclaration,
  AST_NODE_TYPES.TSFunctionType,
]);

/** "unknown": it may be a function, but not one whose parameters can be seen. */
export type Documented = Callable | "unknown" | undefined;

/** What a comment stands before. */
export function documentedBy(sourceCode: TSESLint.SourceCode, comment: TSESTree.Comment): Documented {
  const token = sourceCode.getTokenAfter(comment);
  if (token === null) return undefined;
  const [start] = token.range;
  let node: TSESTree.Node | undefined = sourceCode.getNodeByRangeIndex(start) ?? undefined;
  // From the innermost node that begins here outwards; decorators stand before the key of a member.
  for (let isKey = true; node !== undefined && (node.range[0] === start || isKey); node = node.parent) {
    const found = callableIn(node);
    if (found !== undefined) return found;
    isKey = node.parent !== undefined && "key" in node.parent && node.parent.key === node;
  }
  return undefined;
}

/** The function that a declaration declares, a member holds, or a statement assigns. */
export function callableIn(node: TSESTree.Node | null | undefined): Documented {
  if (node == null) return undefined;
  if (CALLABLE.has(node.type)) return node as Callable;
  switch (node.type) {
    case AST_NODE_TYPES.MethodDefinition:
    case AST_NODE_TYPES.TSAbstractMethodDefinition:
    case AST_NODE_TYPES.Property:
      return valueOrType(node.value, undefined);
    case AST_NODE_TYPES.PropertyDefinition:
    case AST_NODE_TYPES.AccessorProperty:
    case AST_NODE_TYPES.TSAbstractPropertyDefinition:
      return valueOrType(node.value, node.typeAnnotation);
    case AST_NODE_TYPES.TSPropertySignature:
      return valueOrType(null, node.typeAnnotation);
    case AST_NODE_TYPES.VariableDeclaration: {
      const [{ id, init }] = node.declarations;
      return valueOrType(init, id.typeAnnotation);
    }
    case AST_NODE_TYPES.AssignmentExpression:
      return valueOrType(node.right, undefined);
    case AST_NODE_TYPES.ExpressionStatement:
      return node.expression.type === AST_NODE_TYPES.AssignmentExpression ? callableIn(node.expression) : undefined;
    case AST_NODE_TYPES.ExportNamedDeclaration:
      return callableIn(node.declaration);
    case AST_NODE_TYPES.ExportDefaultDeclaration:
      return valueOrType(node.declaration, undefined);
    case AST_NODE_TYPES.ReturnStatement:
      return valueOrType(node.argument, undefined);
    case AST_NODE_TYPES.TSTypeAliasDeclaration:
      return valueOrType(null, { typeAnnotation: node.typeAnnotation });
    default:
      return undefined;
  }
}

function valueOrType(
  value: TSESTree.Node | null,
  type: { readonly typeAnnotation: TSESTree.TypeNode } | undefined,
): Documented {
  const plain = value && withoutAssertion(value);
  if (plain !== null && CALLABLE.has(plain.type)) return plain as Callable;
  const annotation = type?.typeAnnotation;
  if (annotation?.type === AST_NODE_TYPES.TSFunctionType) return annotation;
  if (annotation !== undefined && !NO_FUNCTION_TYPE.test(annotation.type)) return "unknown";
  return plain === null || NO_FUNCTION.has(plain.type) ? undefined : "unknown";
}

const NO_FUNCTION = new Set<string>([
  AST_NODE_TYPES.Literal,
  AST_NODE_TYPES.TemplateLiteral,
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
  AST_NODE_TYPES.NewExpression,
  AST_NODE_TYPES.ClassDeclaration,
  AST_NODE_TYPES.ClassExpression,
]);
const NO_FUNCTION_TYPE =
  /^TS(?:(?:String|Number|Boolean|BigInt|Symbol|Null|Undefined|Void|Never)Keyword|ArrayType|TupleType|LiteralType)$/;

/** A parameter as tags can name it. */
export interface NamedParameter {
  /** Undefined: it is a pattern. */
  readonly name: string | undefined;
  readonly isRest: boolean;
  /** The names that a pattern binds. */
  readonly parts: readonly string[];
}

/** The parameters by position, as calls fill them; TypeScript's `this` parameter is none. */
export function parametersOf(sourceCode: TSESLint.SourceCode, { params }: Callable): NamedParameter[] {
  return params
    .filter((param) => param.type !== AST_NODE_TYPES.Identifier || param.name !== "this")
    .map((param) => {
      const outer = param.type === AST_NODE_TYPES.TSParameterProperty ? param.parameter : param;
      const inner = outer.type === AST_NODE_TYPES.RestElement ? outer.argument : outer;
      const target = inner.type === AST_NODE_TYPES.AssignmentPattern ? inner.left : inner;
      const isRest = outer.type === AST_NODE_TYPES.RestElement;
      if (target.type === AST_NODE_TYPES.Identifier) return { name: target.name, isRest, parts: [] };
      const words = sourceCode.getTokens(target).filter(({ type }) => type === "Identifier");
      return { name: undefined, isRest, parts: words.map(({ value }) => value) };
    });
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { type Checker, type Declaration, type Services, withoutAliases } from "./checker.js";
import { runtimeTypeNamed, type RuntimeType } from "./runtime-types.js";

/** The parts of a declaration that say what it declares; TypeScript has a type for each kind of declaration. */
interface Parts {
  readonly type?: Declaration & { readonly typeName?: Declaration };
  readonly initializer?: Declaration;
}

/**
 * The type of the runtime that the declaration of something names. A conditional type such as `Frozen<T>` leaves no
 * trace of its name in what it comes to: `Frozen<number[]>` is a `ReadonlyArray<number>`.
 */
export function declaredType(services: Services, node: TSESTree.Node): RuntimeType | undefined {
  const { program } = services;
  const checker = program.getTypeChecker();
  const named = namedNode(node);
  if (named.type === AST_NODE_TYPES.CallExpression)
    return returned(services, services.esTreeNodeToTSNodeMap.get(named));
  const symbol = services.getSymbolAtLocation(named);
  const declaration = symbol && withoutAliases(checker, symbol).valueDeclaration;
  if (declaration === undefined) return undefined;
  const { type, initializer } = declaration as Parts;
  return type === undefined ? returned(services, initializer) : typeNamed(services, type);
}

/** What stands for the symbol of an expression. */
const namedNode = (node: TSESTree.Node): TSESTree.Node =>
  node.type === AST_NODE_TYPES.MemberExpression ? node.property : node;

/** What the function that is called is declared to return. */
function returned(services: Services, call: Declaration | undefined): RuntimeType | undefined {
  if (call === undefined || !("arguments" in call)) return undefined;
  const called = services.program.getTypeChecker().getResolvedSignature(call as unknown as CallNode);
  return typeNamed(services, (called?.getDeclaration() as Parts | undefined)?.type);
}
type CallNode = Parameters<Checker["getResolvedSignature"]>[0];

function typeNamed({ program }: Services, type: Parts["type"]): RuntimeType | undefined {
  if (type?.typeName === undefined) return undefined;
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(type.typeName);
  return symbol && runtimeTypeNamed(program, withoutAliases(checker, symbol));
}

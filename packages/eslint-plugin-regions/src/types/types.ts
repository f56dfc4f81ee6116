import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Signature } from "../operations/signature.js";
import { taggedSignature } from "./called-signature.js";
import { type Checker, type Services, servicesOf, setterIn, type Type } from "./checker.js";
import { isDeclared } from "./declared-elsewhere.js";
import { declaredType } from "./declared-type.js";
import { importedNames, OWNERSHIP, SHARED_MEMORY } from "./imported-names.js";
import { namesInComments } from "./names-in-comments.js";
import { type RuntimeType, runtimeTypeOf } from "./runtime-types.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** What the types of a file say, asked one expression at a time: the checker works only for what it is asked. */
export interface Types {
  /** The names that the file imports from files which import the runtime or have ownership tags. */
  readonly imported: ReadonlySet<string>;
  /** By what its comments name types from such files: paths, and aliases. */
  readonly inComments: ReadonlySet<string>;
  /** The names that it imports from files which mention shared memory. */
  readonly importedShared: () => ReadonlySet<string>;
  /** The type of the runtime that an expression or binding has. */
  readonly runtimeType: (node: TSESTree.Node) => RuntimeType | undefined;
  /** Whether its type is declared, and not inferred from what this file does. */
  readonly isDeclared: (node: TSESTree.Node) => boolean;
  /** The global type that it has: `ArrayBuffer`, `Map`, `Int32Array`. */
  readonly globalType: (node: TSESTree.Node) => string | undefined;
  /** The kind of memory below a view: `SharedArrayBuffer` of an `Int32Array<SharedArrayBuffer>`. */
  readonly memoryBelow: (node: TSESTree.Node) => string | undefined;
  /** What the declaration of the function called says of its parameters. */
  readonly signatureOf: (call: Call) => Signature | undefined;
  /** What the declaration of the setter that an assignment to a member calls says of its parameter. */
  readonly setterOf: (member: TSESTree.MemberExpression) => Signature | undefined;
}

const cache = new WeakMap<TSESTree.Program, Types | undefined>();

/** What the types of a file say; undefined: there are none. */
export function typesOf(sourceCode: TSESLint.SourceCode): Types | undefined {
  const { ast } = sourceCode;
  if (!cache.has(ast)) {
    const services = servicesOf(sourceCode);
    cache.set(ast, services && createTypes(services, sourceCode));
  }
  return cache.get(ast);
}

function createTypes(services: Services, sourceCode: TSESLint.SourceCode): Types {
  const { ast } = sourceCode;
  const { program } = services;
  const checker = program.getTypeChecker();
  const typeAt = (node: TSESTree.Node): Type => checker.getNonNullableType(services.getTypeAtLocation(node));
  let shared: ReadonlySet<string> | undefined;
  /** Loops lead to the same calls again and again. */
  const signatures = new Map<TSESTree.Node, Signature | undefined>();
  const globalName = (type: Type): string | undefined => {
    const symbol = type.getSymbol();
    const declarations = symbol?.getDeclarations() ?? [];
    const isGlobal = declarations.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile()));
    return isGlobal ? symbol!.name : undefined;
  };
  const findSignature = (call: Call): Signature | undefined => {
    const called = checker.getResolvedSignature(services.esTreeNodeToTSNodeMap.get(call));
    const signature = called && taggedSignature(checker, called);
    // Of one of several functions nobody knows which is called.
    return signature === undefined || typeAt(call.callee).isUnion() ? undefined : signature;
  };
  const findSetter = ({ property }: TSESTree.MemberExpression): Signature | undefined => {
    const symbol = checker.getSymbolAtLocation(services.esTreeNodeToTSNodeMap.get(property));
    const setter = symbol && setterIn(symbol);
    const called = setter && checker.getSignatureFromDeclaration(setter);
    return called && taggedSignature(checker, called);
  };
  return {
    imported: importedNames(services, ast, OWNERSHIP),
    inComments: namesInComments(services, sourceCode, OWNERSHIP),
    importedShared: () => (shared ??= importedNames(services, ast, SHARED_MEMORY)),
    runtimeType: (node) => {
      const binding = asBinding(node);
      const type = typeAt(binding);
      return runtimeTypeOf(program, type) ?? (isNameless(type) ? declaredType(services, binding) : undefined);
    },
    isDeclared: (node) => isDeclared(services, asBinding(node)),
    globalType: (node) => globalName(typeAt(asBinding(node))),
    memoryBelow: (node) => {
      const type = typeAt(asBinding(node));
      if (globalName(type) === undefined || !("target" in type)) return undefined;
      const [memory] = checker.getTypeArguments(type as TypeReference);
      return memory && globalName(memory);
    },
    signatureOf: (call) => {
      if (!signatures.has(call)) signatures.set(call, findSignature(call));
      return signatures.get(call);
    },
    setterOf: (member) => {
      if (!signatures.has(member)) signatures.set(member, findSetter(member));
      return signatures.get(member);
    },
  };
}

/** Whether it may be what became of a `Frozen<T>`: a `ReadonlyArray`, a tuple, nothing that is known. */
const isNameless = (type: Type): boolean => /^(?:Readonly|$)/.test(type.getSymbol()?.name ?? "");

type TypeReference = Parameters<Checker["getTypeArguments"]>[0];

/** What is bound by a parameter, or by an entry of a pattern. */
function asBinding(node: TSESTree.Node): TSESTree.Node {
  switch (node.type) {
    case AST_NODE_TYPES.Property:
      return asBinding(node.value);
    case AST_NODE_TYPES.AssignmentPattern:
      return node.left;
    case AST_NODE_TYPES.TSParameterProperty:
      return asBinding(node.parameter);
    default:
      return node;
  }
}

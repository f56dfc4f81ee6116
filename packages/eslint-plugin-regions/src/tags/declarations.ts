import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Signature } from "../operations/signature.js";
import { inCommon, inEither } from "./combine.js";
import { signatureOf } from "./contract.js";
import { type Callable, parametersOf } from "./documented.js";
import { type TaggedComment, taggedComments } from "./file-tags.js";
import { declaredName, keyName, overloadsOf } from "./overloads.js";
import { memberAround, noteMember, type TaggedType, taggedTypes, type TypeBodies } from "./tagged-types.js";

/** What the tags of a file say, as the analysis asks for it. */
export interface Declarations {
  /** Of functions that have a body in the file. */
  readonly functions: ReadonlyMap<TSESTree.Node, Contract>;
  /** Of functions and methods without one, by the paths that stand for them. */
  readonly signatures: ReadonlyMap<string, Signature>;
  /** The paths of those that a variable holds, by the identifier that declares it. */
  readonly variables: ReadonlyMap<TSESTree.Node, string>;
  /** The paths of those that `declare global` declares, by their names. */
  readonly globals: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string | TSESTree.Node, TaggedType>;
  /** The names of the methods in them. */
  readonly methods: ReadonlySet<string>;
}

/** What is promised to the callers of a function, and the comments before it that say so. */
export interface Contract {
  readonly signature: Signature;
  readonly comments: readonly TaggedComment[];
}

const NOTHING_DECLARED: Declarations = {
  functions: new Map(),
  signatures: new Map(),
  variables: new Map(),
  globals: new Map(),
  types: new Map(),
  methods: new Set(),
};

const cache = new WeakMap<TSESTree.Program, Declarations>();

/** What the ownership tags of a file declare. */
export function declarationsIn(sourceCode: TSESLint.SourceCode): Declarations {
  const comments = taggedComments(sourceCode).filter(({ promises }) => promises.length > 0);
  if (comments.length === 0) return NOTHING_DECLARED;
  let declarations = cache.get(sourceCode.ast);
  if (declarations === undefined) cache.set(sourceCode.ast, (declarations = collect(sourceCode, comments)));
  return declarations;
}

function collect(sourceCode: TSESLint.SourceCode, comments: readonly TaggedComment[]): Declarations {
  const functions = new Map<TSESTree.Node, Contract>();
  const signatures = new Map<string, Signature>();
  const variables = new Map<TSESTree.Node, string>();
  const globals = new Map<string, string>();
  const bodies: TypeBodies = new Map();
  const seen = new Set<Callable>();
  const commentsOf = (fn: Callable): TaggedComment[] => comments.filter(({ documented }) => documented === fn);
  const signatureIn = (fn: Callable): Signature =>
    signatureOf(
      commentsOf(fn).flatMap(({ promises }) => promises),
      parametersOf(sourceCode, fn),
    );
  for (const { documented } of comments) {
    if (documented === undefined || documented === "unknown" || seen.has(documented)) continue;
    const overloads = overloadsOf(documented);
    for (const each of overloads) seen.add(each);
    const declared = overloads.filter((fn) => !hasBody(fn)).map(signatureIn);
    const common = declared.length === 0 ? {} : inCommon(declared);
    const body = overloads.find(hasBody);
    const signature = body === undefined ? common : inEither(common, signatureIn(body));
    const path = pathOf(documented);
    signatures.set(path, signature);
    if (body !== undefined) functions.set(body, { signature, comments: commentsOf(body) });
    for (const fn of overloads) {
      const id = body === undefined ? identifierOf(fn) : undefined;
      if (id !== undefined) variables.set(id, path);
      if (id !== undefined && isGlobal(fn)) globals.set(id.name, path);
      noteMember(bodies, fn, path);
    }
  }
  const types = taggedTypes(sourceCode.ast, bodies);
  const methods = new Set([...types.values()].flatMap(({ members }) => [...members.keys()]));
  return { functions, signatures, variables, globals, types, methods };
}

const BODIES = new Set<string>([
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
]);
const hasBody = (fn: Callable): boolean => BODIES.has(fn.type);

/** Stands for it among the paths of built-in and imported functions; ends with its name. */
function pathOf(fn: Callable): string {
  const member = memberAround(fn);
  const name = (member && keyName(member)) ?? declaredName(fn) ?? identifierOf(fn)?.name ?? "function";
  return `tags:${String(fn.range[0])}#${name}`;
}

/** Whether it stands in `declare global { … }`. */
function isGlobal(fn: Callable): boolean {
  let each: TSESTree.Node | null | undefined = fn.parent;
  while (each && each.type !== AST_NODE_TYPES.TSModuleDeclaration) each = each.parent;
  return each?.type === AST_NODE_TYPES.TSModuleDeclaration && each.kind === "global";
}

/** The variable that holds a function that is only declared. */
function identifierOf(fn: Callable): TSESTree.Identifier | undefined {
  if (fn.type === AST_NODE_TYPES.TSDeclareFunction) return fn.id ?? undefined;
  if (fn.type !== AST_NODE_TYPES.TSFunctionType) return undefined;
  const holder = fn.parent.type === AST_NODE_TYPES.TSTypeAnnotation ? fn.parent.parent : undefined;
  const isDeclared =
    holder?.type === AST_NODE_TYPES.Identifier && holder.parent.type === AST_NODE_TYPES.VariableDeclarator;
  return isDeclared ? holder : undefined;
}

import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "./ir.js";
import { createFile, knownIr, lowerModule } from "./lower-file.js";
import { readScopes, type Scope } from "./variables.js";

/** The functions of a file for analyses that look at few of them: each is lowered when somebody asks for it. */
export interface Functions {
  /** The function at a node, lowered; undefined: nothing makes it. */
  at(node: TSESTree.Node): FunctionIR | undefined;
  /** Makes sure that a function of the file is lowered. */
  lower(fn: FunctionIR): void;
}

type Source = Readonly<TSESLint.SourceCode>;

const cache = new WeakMap<TSESTree.Program, Functions>();

/**
 * The functions of a file, lowered on demand.
 *
 * What depends on all of the file is unknown: how often its variables are written, and by which functions.
 */
export function functionsOf(sourceCode: Source): Functions {
  let functions = cache.get(sourceCode.ast);
  if (functions === undefined) cache.set(sourceCode.ast, (functions = create(sourceCode)));
  return functions;
}

function create(sourceCode: Source): Functions {
  const complete = knownIr(sourceCode);
  return complete === undefined
    ? lowerLazily(sourceCode)
    : { at: (node) => complete.functionOf.get(node), lower: () => undefined };
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** Scopes whose variables are read when the function is. */
const FUNCTION_SCOPES = new Set(["function", "function-expression-name"]);

function lowerLazily(sourceCode: Source): Functions {
  const later = new Map<FunctionIR, () => void>();
  const file = createFile(sourceCode, later);
  const { bindings, functionOf } = file;
  const unread = new Map<TSESTree.Node, Scope>();
  const read = (outermost: Scope): void => {
    const own = [outermost];
    for (const scope of own) {
      for (const inner of scope.childScopes) {
        if (inner.block === outermost.block || !FUNCTION_SCOPES.has(inner.type)) own.push(inner);
        else unread.set(inner.block, inner);
      }
    }
    readScopes(bindings, own);
  };
  const lower = (fn: FunctionIR): void => {
    const lowerBody = later.get(fn);
    if (lowerBody === undefined) return;
    later.delete(fn);
    const scope = unread.get(fn.node);
    if (scope !== undefined) read(scope);
    lowerBody();
  };
  read(bindings.scopeManager.scopes[0]!);
  lowerModule(file, sourceCode.ast);
  return {
    lower,
    at(node) {
      // A function is made by the one around it.
      const around: TSESTree.Node[] = [node];
      for (let outer = node.parent; outer; outer = outer.parent) if (FUNCTIONS.has(outer.type)) around.push(outer);
      for (const each of around.reverse()) {
        const fn = functionOf.get(each);
        if (fn !== undefined) lower(fn);
      }
      return functionOf.get(node);
    },
  };
}

import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FileContext } from "./builder.js";
import { functionAround } from "./function-around.js";
import { isInstanceField, lowerFields, lowerFunction } from "./functions.js";
import type { FunctionIR } from "./ir.js";
import { createFile, knownIr, lowerModule } from "./lower-file.js";
import { ownScopes } from "./own-scopes.js";
import { functionAt, readScopes } from "./variables.js";

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
 * The functions of a file, lowered on demand, each by itself.
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

function lowerLazily(sourceCode: Source): Functions {
  const later = new Map<FunctionIR, () => void>();
  const file = createFile(sourceCode, later);
  const lower = (fn: FunctionIR): void => {
    const lowerBody = later.get(fn);
    if (lowerBody === undefined) return;
    later.delete(fn);
    readScopes(file.bindings, ownScopes(sourceCode, fn.node));
    lowerBody();
  };
  return {
    lower,
    at(node) {
      const fn = file.functionOf.get(node) ?? make(file, sourceCode, node);
      if (fn !== undefined) lower(fn);
      return fn;
    },
  };
}

function make(file: FileContext, sourceCode: Source, node: TSESTree.Node): FunctionIR | undefined {
  const { bindings } = file;
  switch (node.type) {
    case "Program":
      readScopes(bindings, ownScopes(sourceCode, node));
      lowerModule(file, node);
      return bindings.module;
    case "ClassBody":
      if (!node.body.some(isInstanceField)) return undefined;
      readScopes(bindings, ownScopes(sourceCode, node));
      return lowerFields(file, node, functionAt(bindings, functionAround(node)));
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
    case "FunctionExpression":
      return lowerFunction(file, node, functionAt(bindings, functionAround(node)));
    default:
      return undefined;
  }
}

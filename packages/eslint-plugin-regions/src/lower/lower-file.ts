import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type Entries, type FileContext, finish, isLive, newBuilder } from "./builder.js";
import { lowerClass } from "./classes.js";
import { lowerCondition } from "./conditions.js";
import { lowerDiscarded, lowerExpression } from "./expressions.js";
import { finishFunction } from "./finish-function.js";
import { lowerFunctionValue } from "./functions.js";
import type { FileIR } from "./ir.js";
import { lowerBinding } from "./patterns.js";
import { lowerScope, lowerStatement } from "./statements.js";
import { createBindings, readScopes } from "./variables.js";

type Source = Readonly<TSESLint.SourceCode>;

const ENTRIES: Entries = {
  expression: lowerExpression,
  discard: lowerDiscarded,
  condition: lowerCondition,
  bind: lowerBinding,
  functionValue: lowerFunctionValue,
  classValue: lowerClass,
  statement: lowerStatement,
  scope: lowerScope,
};

/**
 * Translates the syntax tree of a file to the intermediate representation.
 *
 * Uses nothing but the tree, the visitor keys and the scope analysis, so that it works with every parser and with
 * tools that offer ESLint's interface.
 *
 * @param sourceCode - the parsed file
 * @returns its functions, the module among them, and its variables
 * @throws Error when the file has no scope analysis, or on a defect of this program
 * @example
 * const { module } = lowerFile(context.sourceCode);
 */
export function lowerFile(sourceCode: Source): FileIR {
  const file = createFile(sourceCode, undefined);
  readScopes(file.bindings, file.bindings.scopeManager.scopes);
  lowerModule(file, sourceCode.ast);
  return {
    module: file.bindings.module,
    functions: file.functions,
    variables: file.bindings.list,
    functionOf: file.functionOf,
  };
}

/** @param later - where the bodies of functions are put off to; undefined: none is */
export function createFile({ ast, scopeManager, visitorKeys }: Source, later: FileContext["later"]): FileContext {
  if (scopeManager === null) throw new Error("the parser gives no scope analysis");
  return {
    lower: ENTRIES,
    visitorKeys,
    bindings: createBindings(ast, scopeManager),
    functions: [],
    functionOf: new Map(),
    later,
  };
}

export function lowerModule(file: FileContext, program: TSESTree.Program): void {
  const { module } = file.bindings;
  const b = newBuilder(file, module);
  lowerScope(b, program.body);
  if (isLive(b)) finish(b, "return", undefined, program);
  finishFunction(b);
  file.functionOf.set(program, module);
}

const cache = new WeakMap<TSESTree.Program, FileIR>();

/** What `irOf` has returned for a file, if anybody has asked. */
export const knownIr = (sourceCode: Source): FileIR | undefined => cache.get(sourceCode.ast);

/** What `lowerFile` returns, translated once however many analyses ask. */
export function irOf(sourceCode: Source): FileIR {
  let ir = cache.get(sourceCode.ast);
  if (ir === undefined) cache.set(sourceCode.ast, (ir = lowerFile(sourceCode)));
  return ir;
}

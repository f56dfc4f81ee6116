import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type Entries, finish, isLive, newBuilder } from "./builder.js";
import { lowerClass } from "./classes.js";
import { lowerCondition } from "./conditions.js";
import { lowerDiscarded, lowerExpression, lowerNamed } from "./expressions.js";
import { finishFunction } from "./finish-function.js";
import { lowerFunctionValue } from "./functions.js";
import type { FileIR } from "./ir.js";
import { lowerBinding } from "./patterns.js";
import { lowerScope, lowerStatement } from "./statements.js";
import { collectVariables, functionAt } from "./variables.js";

const ENTRIES: Entries = {
  expression: lowerExpression,
  discard: lowerDiscarded,
  named: lowerNamed,
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
export function lowerFile(sourceCode: Readonly<TSESLint.SourceCode>): FileIR {
  const { ast, scopeManager, visitorKeys } = sourceCode;
  if (scopeManager === null) throw new Error("the parser gives no scope analysis");
  const bindings = collectVariables(ast, scopeManager);
  const module = functionAt(bindings, ast);
  const file = { visitorKeys, bindings, functions: [], functionOf: new Map() };
  const b = newBuilder(file, ENTRIES, module, false);
  lowerScope(b, ast.body);
  if (isLive(b)) finish(b, "return", undefined, ast);
  finishFunction(b);
  file.functionOf.set(ast, module);
  return { module, functions: file.functions, variables: bindings.list, functionOf: file.functionOf };
}

const cache = new WeakMap<TSESTree.Program, FileIR>();

/** What `lowerFile` returns, translated once however many analyses ask. */
export function irOf(sourceCode: Readonly<TSESLint.SourceCode>): FileIR {
  let ir = cache.get(sourceCode.ast);
  if (ir === undefined) cache.set(sourceCode.ast, (ir = lowerFile(sourceCode)));
  return ir;
}

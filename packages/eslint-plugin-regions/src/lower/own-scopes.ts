import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { functionOfScope } from "./function-around.js";

type Source = Readonly<TSESLint.SourceCode>;
type Scope = TSESLint.Scope.Scope;

const FUNCTION_SCOPES = new Set(["function", "function-expression-name"]);

/** The scopes that belong to a function itself. */
export function ownScopes({ scopeManager }: Source, fn: TSESTree.Node): Scope[] {
  const outer = scopeManager?.acquire(fn.type === "ClassBody" ? fn.parent : fn, true);
  if (!outer) return [];
  const own = fn.type === "ClassBody" ? outer.childScopes.filter((scope) => functionOfScope(scope) === fn) : [outer];
  for (const { childScopes } of own)
    for (const inner of childScopes) if (!FUNCTION_SCOPES.has(inner.type)) own.push(inner);
  return own;
}

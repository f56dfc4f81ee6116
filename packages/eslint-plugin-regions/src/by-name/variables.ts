import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Variable } from "../lower/ir.js";
import { ownerOf, type ScopeVariable } from "./scopes.js";
import { functionOfScope } from "../lower/function-around.js";

type Source = Readonly<TSESLint.SourceCode>;

/** Definitions that give a variable its value, without an assignment. */
const VALUES = new Set(["FunctionName", "ClassName", "Parameter", "ImportBinding", "CatchClause", "TSEnumName"]);

const givers = new WeakMap<ScopeVariable, number>();

/** How many places of a file give a variable a value, its initialisation included; `let x;` is none. */
export function writesOf(source: Source, { name, scopeVariable }: Variable): number {
  if (scopeVariable === undefined) return writesOfGlobal(source, name);
  let known = givers.get(scopeVariable);
  if (known === undefined) givers.set(scopeVariable, (known = countWrites(source, scopeVariable)));
  return known;
}

function countWrites(source: Source, variable: ScopeVariable): number {
  const targets = new Set<TSESTree.Node>();
  for (const { type, name } of variable.defs) if (VALUES.has(type)) targets.add(name);
  // A default value is written to the same name.
  for (const { references } of bindingsOf(source, variable))
    for (const reference of references) if (reference.isWrite()) targets.add(reference.identifier);
  return targets.size;
}

function writesOfGlobal({ scopeManager }: Source, name: string): number {
  const through = scopeManager?.scopes[0]?.through ?? [];
  return through.filter((reference) => reference.identifier.name === name && reference.isWrite()).length;
}

const users = new WeakMap<ScopeVariable, ReadonlySet<TSESTree.Node>>();

/** The functions that name a variable, other than the one that declares it. */
export function usersOf(source: Source, variable: ScopeVariable): ReadonlySet<TSESTree.Node> {
  let known = users.get(variable);
  if (known === undefined) users.set(variable, (known = findUsers(source, variable)));
  return known;
}

function findUsers(source: Source, variable: ScopeVariable): Set<TSESTree.Node> {
  const found = new Set<TSESTree.Node>();
  for (const { references } of bindingsOf(source, variable))
    for (const reference of references) if (isOfValue(reference)) found.add(functionOfScope(reference.from));
  found.delete(ownerOf(variable));
  return found;
}

/** The parser of TypeScript tells names in types apart. */
const isOfValue = (reference: TSESLint.Scope.Reference): boolean =>
  !("isValueReference" in reference) || reference.isValueReference;

/** Classes and enums have a second binding of their name inside. */
function bindingsOf({ scopeManager }: Source, variable: ScopeVariable): readonly ScopeVariable[] {
  const [definition] = variable.defs;
  if (definition?.type !== "ClassName" && definition?.type !== "TSEnumName") return [variable];
  return scopeManager?.getDeclaredVariables(definition.node).filter(({ name }) => name === variable.name) ?? [variable];
}

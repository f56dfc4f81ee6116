import type { TSESTree } from "@typescript-eslint/utils";
import { functionHeldBy } from "../aliases/held-functions.js";
import { codeOf } from "../by-name/code-of.js";
import { holderOfThis } from "../by-name/scopes.js";
import { functionOfScope, functionAround } from "../lower/function-around.js";
import type { FunctionNode } from "../lower/builder.js";
import type { Source } from "../report/words.js";
import { mayDeclare, type Types } from "./declared.js";

/** What changes something in place: an assignment to a member, `delete`, and calls of methods and functions that do. */
const CHANGES = new RegExp(
  [
    String.raw`(?:\.\s*#?[\w$]+|\])[\s)!]*(?:[-+*/%&|^<>?]{0,3}=(?![=>])|\+\+|--)`,
    String.raw`(?:\+\+|--|\bdelete\b)`,
    // Members as targets of patterns and loops.
    String.raw`[\]}]\s*=(?![=>])|\bfor\s*\(\s*[\w$]+\s*[.[]`,
    String.raw`(?:\.|\[\s*["'${"`"}])\s*(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|add|set|delete|clear)\b`,
    String.raw`\b(?:Object|Reflect)\b`,
  ].join("|"),
);

/**
 * The functions of a file that may change a parameter that is declared as read-only, as far as scopes and the text tell:
 * the others need not be lowered.
 */
export function suspectsIn(source: Source, types: Types): TSESTree.Node[] {
  const suspects = new Set<TSESTree.Node>();
  for (const { type, block } of source.scopeManager?.scopes ?? []) {
    if (type !== "function" || !isFunction(block)) continue;
    if (!mayDeclare(source, types, block) || !mayChange(source, block)) continue;
    suspects.add(block);
    for (const user of usersOfParameters(source, block)) suspects.add(user);
  }
  // Inner functions come before outer ones, as they do where all of them are lowered.
  return [...suspects].sort((a, b) => a.range[1] - b.range[1] || b.range[0] - a.range[0]);
}

const isFunction = (node: TSESTree.Node): node is FunctionNode =>
  node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";

/** The functions inside that use a parameter. */
function usersOfParameters(source: Source, fn: FunctionNode): Set<TSESTree.Node> {
  const users = new Set<TSESTree.Node>();
  for (const { defs, references } of source.scopeManager?.getDeclaredVariables(fn) ?? []) {
    if (!defs.some(({ type }) => type === "Parameter")) continue;
    for (const { from } of references) {
      for (let user = functionOfScope(from); user !== fn && !users.has(user); user = functionAround(user))
        users.add(user);
    }
  }
  return users;
}

/** Whether a function, or one that it calls, changes anything. */
function mayChange(source: Source, fn: TSESTree.Node, seen = new Set<TSESTree.Node>()): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  const text = codeOf(source).slice(...fn.range);
  if (CHANGES.test(text)) return true;
  const holder = /\bthis\b/.test(text) ? holderOfThis(fn) : undefined;
  if (holder !== undefined && mayChange(source, holder, seen)) return true;
  const through = source.scopeManager?.acquire(fn, true)?.through ?? [];
  return through.some(({ resolved }) => {
    const helper = functionHeldBy(resolved ?? undefined);
    return helper !== undefined && mayChange(source, helper, seen);
  });
}

import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

type Scope = TSESLint.Scope.Scope;

/** Without one of these nothing waits. */
const WAITS = /\b(?:await|yield)\b/;
/** A field or an element that is written; the name of the field, and the operator that reads it, too. */
const WRITES = /(?:\.\s*(#?[\w$]+)|\])\s*(\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/g;
/** A name that stands somewhere where it is not assigned to. */
const READS = /#?[\w$]+(?![\w$])(?!\s*=(?![=>]))/g;
const SETS = /\.\s*set\s*\(/;
const GETS = /\.\s*get\s*\(/;
const COUNTS = /\+\+|--/;

/**
 * Whether some function of a file may read and write one place and wait in between, as far as scopes and the text can
 * tell. Most files are done with here, and are not lowered.
 */
export function mayLoseUpdates({ text, scopeManager }: Readonly<TSESLint.SourceCode>): boolean {
  if (scopeManager === null || !WAITS.test(text)) return false;
  return scopeManager.scopes.some(
    (scope) =>
      scope.type === "function" &&
      (writesOfWaiting(scope) || (isWaiting(scope.block) && rewrites(scope, text.slice(...scope.block.range)))),
  );
}

function isWaiting(block: TSESTree.Node): boolean {
  return ("async" in block && block.async) || ("generator" in block && block.generator);
}

/** It writes a variable of a function around it, or of a module, that waits and uses it. */
function writesOfWaiting({ through }: Scope): boolean {
  return through.some((reference) => {
    if (!reference.isWrite() || reference.resolved === null) return false;
    const owner = reference.resolved.scope.variableScope;
    const isOwn = (other: TSESLint.Scope.Reference): boolean => other.isWrite() && other.from.variableScope === owner;
    const isAsync = owner.type !== "function" || isWaiting(owner.block);
    return isAsync && reference.resolved.references.some((other) => isOwn(other) && other.init !== true);
  });
}

function rewrites({ through }: Scope, text: string): boolean {
  const written = new Set(through.filter((each) => each.isWrite()).map(({ identifier }) => identifier.name));
  if (through.some((each) => each.isRead() && written.has(each.identifier.name))) return true;
  if (COUNTS.test(text) || (SETS.test(text) && GETS.test(text))) return true;
  const fields = new Set<string>();
  for (const [, name, operator] of text.matchAll(WRITES)) {
    if (name === undefined || operator !== undefined) return true;
    fields.add(name);
  }
  if (fields.size === 0) return false;
  for (const [name] of text.matchAll(READS)) if (fields.has(name)) return true;
  return false;
}

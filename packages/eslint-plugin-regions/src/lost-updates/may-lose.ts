import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

type Scope = TSESLint.Scope.Scope;

/** Without one of these nothing waits. */
const WAITS = /\b(?:await|yield)\b|\.\s*(?:then|catch|finally)\s*\(/;
const THENS = /\.\s*(?:then|catch|finally)\s*\(/;
/** A field or an element that is written; the name of the field, and the operator that reads it, too. */
const WRITES = /(?:\.\s*(#?[\w$]+)|\])\s*(\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/g;
/** A name that stands somewhere where it is not assigned to. */
const READS = /#?[\w$]+(?![\w$])(?!\s*=(?![=>]))/g;
/** The name of a function, or of a method of `this`, that is called. */
const CALLS = /(?:\bthis\s*\??\.\s*|(?<![.\w$#]))(#?[\w$]+)\s*\(/g;
const SETS = /\.\s*set\s*\(/;
const GETS = /\.\s*get\s*\(/;
const COUNTS = /\+\+|--/;

/**
 * Whether some function of a file may read and write one place and wait in between, as far as scopes and the text can
 * tell. Most files are done with here, and are not lowered.
 */
export function mayLoseUpdates({ text, scopeManager }: Readonly<TSESLint.SourceCode>): boolean {
  if (scopeManager === null || !WAITS.test(text)) return false;
  const functions = scopeManager.scopes.filter(({ type }) => type === "function");
  if (functions.some((scope) => writesOfWaiting(scope, text))) return true;
  const waiting = functions.filter(({ block }) => isWaiting(block, text));
  return rewritesWithHelpers(functions, waiting, text);
}

function isWaiting(block: TSESTree.Node, text: string): boolean {
  return (
    ("async" in block && block.async) ||
    ("generator" in block && block.generator) ||
    THENS.test(text.slice(...block.range))
  );
}

/** It writes a variable of a function around it, or of a module, that waits and uses it. */
function writesOfWaiting({ through }: Scope, text: string): boolean {
  return through.some((reference) => {
    if (!reference.isWrite() || reference.resolved === null) return false;
    const owner = reference.resolved.scope.variableScope;
    const isOwn = (other: TSESLint.Scope.Reference): boolean => other.isWrite() && other.from.variableScope === owner;
    return (
      reference.resolved.references.some((other) => isOwn(other) && other.init !== true) &&
      (owner.type !== "function" || isWaiting(owner.block, text))
    );
  });
}

/** What a function, with those inside it, reads and writes that is not its own. */
interface Traces {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** It reads and writes at once, or what has no name. */
  readonly isCertain: boolean;
  readonly calls: ReadonlySet<string>;
}

function trace({ through }: Scope, text: string): Traces {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const calls = new Set<string>();
  for (const reference of through) {
    if (reference.isRead()) reads.add(variable(reference.identifier.name));
    if (reference.isWrite()) writes.add(variable(reference.identifier.name));
  }
  let isCertain = COUNTS.test(text) || (SETS.test(text) && GETS.test(text));
  for (const [, name, operator] of text.matchAll(WRITES)) {
    if (name === undefined || operator !== undefined) isCertain = true;
    else writes.add(name);
  }
  for (const [name] of text.matchAll(READS)) reads.add(name);
  for (const [, name] of text.matchAll(CALLS)) calls.add(name!);
  return { reads, writes, isCertain, calls };
}

/** Variables and fields are told apart. */
const variable = (name: string): string => `var ${name}`;

function rewrites({ reads, writes, isCertain }: Traces): boolean {
  return isCertain || overlaps(writes, reads);
}

/** So far are helpers of helpers followed. */
const DEPTH = 3;

/** The same for functions together with those of the file that they call. */
function rewritesWithHelpers(functions: readonly Scope[], waiting: readonly Scope[], text: string): boolean {
  const named = new Map<string, Scope[]>();
  for (const scope of functions) {
    const name = nameOf(scope.block);
    if (name !== undefined) named.set(name, [...(named.get(name) ?? []), scope]);
  }
  const known = new Map<Scope, Traces>();
  const tracesOf = (scope: Scope): Traces => {
    let found = known.get(scope);
    if (found === undefined) known.set(scope, (found = trace(scope, text.slice(...scope.block.range))));
    return found;
  };
  const reach = (scope: Scope, into: Set<Scope>, depth: number): Set<Scope> => {
    into.add(scope);
    if (depth === 0) return into;
    for (const name of tracesOf(scope).calls)
      for (const next of named.get(name) ?? []) if (!into.has(next)) reach(next, into, depth - 1);
    return into;
  };
  return waiting.some((scope) => {
    const own = tracesOf(scope);
    if (rewrites(own)) return true;
    const helpers = [...reach(scope, new Set(), DEPTH)].filter((each) => each !== scope).map(tracesOf);
    // What one helper reads and writes it does at once; if it waits, it is looked at for itself.
    const isShared = (writer: Traces): boolean =>
      [own, ...helpers].some((reader) => reader !== writer && overlaps(writer.writes, reader.reads));
    return isShared(own) || helpers.some(isShared);
  });
}

function overlaps(writes: ReadonlySet<string>, reads: ReadonlySet<string>): boolean {
  for (const name of writes) if (reads.has(name)) return true;
  return false;
}

/** The name by which a function or a method is called. */
function nameOf(block: TSESTree.Node): string | undefined {
  if ("id" in block && block.id?.type === AST_NODE_TYPES.Identifier) return block.id.name;
  const { parent } = block;
  const holder =
    parent?.type === AST_NODE_TYPES.VariableDeclarator ? parent.id : parent && "key" in parent ? parent.key : undefined;
  if (holder?.type === AST_NODE_TYPES.Identifier) return holder.name;
  return holder?.type === AST_NODE_TYPES.PrivateIdentifier ? `#${holder.name}` : undefined;
}

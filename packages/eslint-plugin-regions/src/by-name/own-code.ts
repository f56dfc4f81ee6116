import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { functionAround, isInitialiser } from "../lower/function-around.js";

type Source = Readonly<TSESLint.SourceCode>;
type Scope = TSESLint.Scope.Scope;

const cache = new WeakMap<TSESTree.Program, ReadonlyMap<TSESTree.Node, readonly TSESTree.Node[]>>();
const NONE: readonly TSESTree.Node[] = [];

/** The functions that stand directly in a function, in the order of the text. */
export function functionsIn({ ast, scopeManager }: Source, fn: TSESTree.Node): readonly TSESTree.Node[] {
  let inner = cache.get(ast);
  if (inner === undefined) cache.set(ast, (inner = group(scopeManager?.scopes ?? [])));
  return inner.get(fn) ?? NONE;
}

function group(scopes: readonly Scope[]): Map<TSESTree.Node, TSESTree.Node[]> {
  const inner = new Map<TSESTree.Node, TSESTree.Node[]>();
  for (const { type, block } of scopes) {
    if (type !== "function") continue;
    const outer = functionAround(block);
    const others = inner.get(outer);
    if (others === undefined) inner.set(outer, [block]);
    else others.push(block);
  }
  for (const each of inner.values()) each.sort((a, b) => a.range[0] - b.range[0]);
  return inner;
}

/** The parts of the text that belong to a function itself, and not to one inside it. */
export function ownRanges(source: Source, fn: TSESTree.Node): TSESTree.Range[] {
  const inner = functionsIn(source, fn);
  return wholeOf(fn).flatMap(([start, end]) => {
    const ranges: TSESTree.Range[] = [];
    let from = start;
    for (const { range } of inner) {
      if (range[0] < start || range[1] > end) continue;
      ranges.push([from, range[0]]);
      from = range[1];
    }
    ranges.push([from, end]);
    return ranges;
  });
}

/** The initialisers of the fields of a class are one function. */
function wholeOf(fn: TSESTree.Node): TSESTree.Range[] {
  if (fn.type !== "ClassBody") return [fn.range];
  return fn.body.flatMap((member) =>
    "value" in member && isInitialiser(member, member.value) ? [member.value!.range] : [],
  );
}

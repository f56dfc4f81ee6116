import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { keyOf } from "../by-name/names.js";
import { variableOf } from "../by-name/scopes.js";
import { functionAround } from "../lower/function-around.js";
import { withoutAssertion } from "../lower/assertions.js";
import { contains } from "../lower/loops-around.js";

type Source = Readonly<TSESLint.SourceCode>;

/** A loop over something. */
export interface LoopByName {
  readonly over: TSESTree.Node;
}

/** Methods after which the elements that follow have other indices. */
const MOVING = new Set(["shift", "splice"]);

/**
 * What the loops go over in whose body a node stands.
 *
 * @param method what is called there, if it is a change: loops that count indices mind few of them
 */
export function loopsAround(source: Source, node: TSESTree.Node, method: string | undefined): LoopByName[] {
  const loops: LoopByName[] = [];
  const fn = functionAround(node);
  for (let outer = node.parent; outer && outer !== fn; outer = outer.parent) {
    if (outer.type === "ForOfStatement" || outer.type === "ForInStatement") {
      if (contains(outer.body, node)) loops.push({ over: outer.right });
    } else if (outer.type === "ForStatement" && MOVING.has(method ?? "") && contains(outer.body, node)) {
      const { test } = outer;
      if (test?.type === "BinaryExpression") for (const over of measuredBy(source, test.right)) loops.push({ over });
    }
  }
  return loops;
}

/** What a number is the length of. */
function measuredBy(source: Source, limit: TSESTree.Node, seen = new Set<TSESTree.Node>()): TSESTree.Node[] {
  const node = withoutAssertion(limit);
  if (seen.has(node)) return [];
  seen.add(node);
  if (node.type === "MemberExpression") return keyOf(node) === "length" ? [node.object] : [];
  if (node.type !== "Identifier") return [];
  const references = variableOf(source, node)?.references ?? [];
  return references.flatMap(({ identifier, writeExpr }) => {
    const { parent } = identifier as TSESTree.Node;
    // `const { length } = list`
    if (parent?.type === "Property" && parent.parent.parent.type === "VariableDeclarator")
      return parent.parent.parent.init ?? [];
    return writeExpr ? measuredBy(source, writeExpr, seen) : [];
  });
}

import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { handOver } from "../ownership/borrows.js";
import { readElements } from "../values/elements.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, valueOf } from "../state/frame.js";
import { removeFacts } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** `for (const each of list) each[Symbol.dispose]();`, which disposes of all of them, if there are none of nothing. */
export const isDisposalLoop = (frame: Frame, node: TSESTree.Node): boolean => ends(frame, node) || hands(frame, node);

const ends = (frame: Frame, node: TSESTree.Node): boolean =>
  isOverUsed(node) || mentions(frame, node, (name) => `${name}[Symbol.`);

/** `for (using each of list)` */
const isOverUsed = (node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.ForOfStatement &&
  node.left.type === AST_NODE_TYPES.VariableDeclaration &&
  (node.left.kind === "using" || node.left.kind === "await using");

/** `for (const each of list) stack.use(each);` */
const hands = (frame: Frame, node: TSESTree.Node): boolean => mentions(frame, node, (name) => `.use(${name})`);

function mentions(frame: Frame, node: TSESTree.Node, text: (name: string) => string): boolean {
  if (node.type !== AST_NODE_TYPES.ForOfStatement || node.left.type !== AST_NODE_TYPES.VariableDeclaration)
    return false;
  const [declarator] = node.left.declarations;
  if (declarator.id.type !== AST_NODE_TYPES.Identifier) return false;
  return frame.file.sourceCode.getText(node.body).includes(text(declarator.id.name));
}

/** After the loop nothing is owed for the elements, even on the way past it: then there are none. */
export function disposeElements(frame: Frame, cursor: Cursor, node: TSESTree.Node): void {
  if (cursor.facts === undefined || node.type !== AST_NODE_TYPES.ForOfStatement) return;
  // A loop in `finally` stands on several ways out; on each of them its own list is at hand.
  let lists: PointsTo = NOTHING;
  for (const each of frame.definitions)
    if (each?.op === "next" && each.node === node.right) lists = union(lists, valueOf(frame, cursor, each.from));
  for (const list of objectsOf(frame, lists)) {
    const elements = readElements(frame, cursor, list);
    handOver(frame, cursor, elements);
    if (!ends(frame, node)) continue;
    for (const each of objectsOf(frame, elements))
      removeFacts(cursor, each, ({ kind }) => kind === "borrowed" || kind === "held");
  }
}

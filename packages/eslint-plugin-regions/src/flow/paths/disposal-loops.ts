import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { handOver } from "../ownership/borrows.js";
import { readElements } from "../values/fields.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, valueOf } from "../state/frame.js";
import { removeFacts } from "../state/heap.js";
import type { Cursor } from "../state/state.js";

/** `for (const each of list) each[Symbol.dispose]();`, which disposes of all of them, if there are none of nothing. */
export function isDisposalLoop(frame: Frame, node: TSESTree.Node): boolean {
  if (node.type !== AST_NODE_TYPES.ForOfStatement || node.left.type !== AST_NODE_TYPES.VariableDeclaration)
    return false;
  const [declarator] = node.left.declarations;
  if (declarator.id.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = declarator.id;
  return frame.file.sourceCode.getText(node.body).includes(`${name}[Symbol.`);
}

/** After the loop nothing is owed for the elements, even on the way past it: then there are none. */
export function disposeElements(frame: Frame, cursor: Cursor, node: TSESTree.Node): void {
  if (cursor.facts === undefined || node.type !== AST_NODE_TYPES.ForOfStatement) return;
  const step = frame.definitions.find((each) => each?.op === "next" && each.node === node.right);
  if (step?.op !== "next") return;
  for (const list of objectsOf(frame, valueOf(frame, cursor, step.from))) {
    const elements = readElements(frame, cursor, list);
    handOver(frame, cursor, elements);
    for (const each of objectsOf(frame, elements))
      removeFacts(cursor, each, ({ kind }) => kind === "borrowed" || kind === "held");
  }
}

import type { TSESTree } from "@typescript-eslint/utils";
import { successors } from "../lower/control-flow.js";
import type { Block, FunctionIR, Instruction, Temp } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";

type LoopNode = TSESTree.ForOfStatement | TSESTree.ForInStatement;

/** A `for … of` or `for … in` in a function. */
export interface Loop {
  readonly node: LoopNode;
  /** Takes the next element. */
  readonly next: Instruction;
  /** What it goes over. */
  readonly over: Temp;
  /** Its first block, in which the next element is taken. */
  readonly body: number;
  /** Where each turn begins. */
  readonly head: number;
  readonly blocks: ReadonlySet<number>;
}

export function loopsOf({ blocks }: FunctionIR): Loop[] {
  const loops: Loop[] = [];
  for (const { id, instructions } of blocks) {
    const next = instructions.find((each): each is Instruction & { op: "next" } => each.op === "next");
    const node = next?.node.parent;
    if (next === undefined || !isLoop(node)) continue;
    const head = blocks.find(({ end }) => end.op === "branch" && end.node === node && end.yes === id);
    if (head !== undefined)
      loops.push({ node, next, over: next.from, body: id, head: head.id, blocks: around(blocks, head.id) });
  }
  return loops;
}

const isLoop = (node: TSESTree.Node | undefined): node is LoopNode =>
  node?.type === "ForOfStatement" || node?.type === "ForInStatement";

/** The blocks of the loop that begins at a block: those from which a way leads back to it. */
function around(blocks: readonly Block[], head: number): ReadonlySet<number> {
  const inside = new Set([head]);
  let size = 0;
  while (size < inside.size) {
    size = inside.size;
    for (const block of blocks) {
      if (block.id > head && successors(block).some((each) => inside.has(each))) inside.add(block.id);
    }
  }
  return inside;
}

/** Whether a node stands in what the loop does for each element. */
export const isInBody = ({ node }: Loop, inner: TSESTree.Node): boolean => contains(node.body, inner);

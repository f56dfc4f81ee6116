import type { DraftBlock, DraftEnd } from "./draft.js";
import type { Block, Terminator } from "./ir.js";

// Values of DraftBlock.mark, in this order.
const NEW = 0;
const COUNTED = 1;
const OPEN = 2;
const DONE = 3;

/**
 * Numbers the reachable blocks in reverse postorder, after empty blocks have been skipped and blocks that merely
 * follow one another have been joined.
 *
 * @param entry - the first block of a function
 * @returns blocks[i].id === i
 */
export function orderBlocks(entry: DraftBlock): Block[] {
  simplifyEdges(entry);
  const order = postorder(entry);
  order.reverse();
  for (let i = 0; i < order.length; i++) order[i]!.mark = i;
  const blocks: Block[] = [];
  for (let i = 0; i < order.length; i++) {
    const { instructions, end, handler } = order[i]!;
    blocks.push({ id: i, instructions, end: numbered(end), handler: handler?.mark });
  }
  return blocks;
}

/** Leads edges past empty blocks and counts them. */
function simplifyEdges(entry: DraftBlock): void {
  const work: DraftBlock[] = [];
  arrive(work, entry, 2);
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    const { end, handler } = block;
    // Exceptional edges count double: nothing is ever joined with a handler.
    if (handler !== undefined) arrive(work, handler, 2);
    if (end === undefined) throw new Error("a reachable block has no end");
    if (end.op === "jump") arrive(work, (end.target = pastEmpty(end.target)), 1);
    else if (end.op === "branch") {
      end.yes = pastEmpty(end.yes);
      end.no = pastEmpty(end.no);
      arrive(work, end.yes, 1);
      if (end.yes === end.no) block.end = { op: "jump", target: end.yes };
      else arrive(work, end.no, 1);
    }
  }
}

function arrive(work: DraftBlock[], block: DraftBlock, entries: number): void {
  block.entries += entries;
  if (block.mark === NEW) {
    block.mark = COUNTED;
    work.push(block);
  }
}

function pastEmpty(target: DraftBlock): DraftBlock {
  let block = target;
  // The limit is for `for (;;) {}`, where this would never end.
  for (let steps = 0; steps < 64 && block.instructions.length === 0 && block.end?.op === "jump"; steps++)
    block = block.end.target;
  return block;
}

/** Depth first; handlers and exits come last in the final order, so that it is close to that of the source. */
function postorder(entry: DraftBlock): DraftBlock[] {
  const order: DraftBlock[] = [];
  const stack: DraftBlock[] = [entry];
  while (stack.length > 0) {
    const block = stack[stack.length - 1]!;
    if (block.mark === COUNTED) {
      block.mark = OPEN;
      join(block);
      const { end, handler } = block;
      // The last pushed is visited first, and what is visited first gets the highest number.
      if (end?.op === "jump") visit(stack, end.target);
      else if (end?.op === "branch") {
        visit(stack, end.yes);
        visit(stack, end.no);
      }
      if (handler !== undefined) visit(stack, handler);
    } else {
      stack.pop();
      if (block.mark === OPEN) {
        block.mark = DONE;
        order.push(block);
      }
    }
  }
  return order;
}

function visit(stack: DraftBlock[], block: DraftBlock): void {
  if (block.mark === COUNTED) stack.push(block);
}

/** Appends blocks that only this one leads to. */
function join(block: DraftBlock): void {
  for (let end = block.end; end?.op === "jump"; end = block.end) {
    const next = end.target;
    if (next.entries !== 1 || next === block) return;
    if (block.instructions.length === 0) {
      block.instructions = next.instructions;
      block.handler = next.handler;
    } else if (next.handler !== block.handler) return;
    else for (let i = 0; i < next.instructions.length; i++) block.instructions.push(next.instructions[i]!);
    block.end = next.end;
    next.mark = DONE;
  }
}

function numbered(end: DraftEnd | undefined): Terminator {
  switch (end?.op) {
    case "jump":
      return { op: "jump", target: end.target.mark };
    case "branch":
      return { op: "branch", test: end.test, yes: end.yes.mark, no: end.no.mark, node: end.node };
    case "return":
    case "throw":
      return { op: end.op, from: end.from, node: end.node };
    case "rethrow":
      return { op: "rethrow" };
    default:
      throw new Error("a reachable block has no end");
  }
}

import type { Block } from "./ir.js";

/** Where an instruction of a block or its end can lead. */
export function successors({ end, handler }: Block): readonly number[] {
  const targets = end.op === "jump" ? [end.target] : end.op === "branch" ? [end.yes, end.no] : [];
  return handler === undefined ? targets : [...targets, handler];
}

/** For the first block of each loop, the last from which a jump leads back to it. */
export function lastOfLoops(blocks: readonly Block[]): Map<number, number> {
  const loops = new Map<number, number>();
  for (const block of blocks) {
    for (const target of successors(block)) {
      if (target <= block.id) loops.set(target, Math.max(block.id, loops.get(target) ?? 0));
    }
  }
  return loops;
}

import type { Block } from "../../lower/ir.js";

/** For the first block of each loop, the last from which a jump leads back to it. */
export function lastOfLoops(blocks: readonly Block[]): Map<number, number> {
  const loops = new Map<number, number>();
  for (const block of blocks) {
    for (const target of targetsOf(block)) {
      if (target <= block.id) loops.set(target, Math.max(block.id, loops.get(target) ?? 0));
    }
  }
  return loops;
}

/** Where an instruction of the block or its end can lead. */
function targetsOf({ end, handler }: Block): number[] {
  const targets = handler === undefined ? [] : [handler];
  if (end.op === "jump") targets.push(end.target);
  else if (end.op === "branch") targets.push(end.yes, end.no);
  return targets;
}

/** Blocks `first` to `last`, which no jump from behind leads into. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  /** Some jump in it leads back. */
  readonly isLoop: boolean;
}

/**
 * Cuts a function into stretches as short as can be, in their order: outermost loops, and single blocks between them.
 * What holds at the entries of one is known for good once those before it are done.
 */
export function stretchesOf(blocks: readonly Block[]): Stretch[] {
  const loops = lastOfLoops(blocks);
  const stretches: Stretch[] = [];
  for (let first = 0; first < blocks.length;) {
    let last = loops.get(first) ?? first;
    for (let id = first; id <= last; id++) last = Math.max(last, loops.get(id) ?? id);
    stretches.push({ first, last, isLoop: loops.has(first) });
    first = last + 1;
  }
  return stretches;
}

import { lastOfLoops } from "../../lower/control-flow.js";
import type { Block } from "../../lower/ir.js";

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

import type { FunctionIR, Instruction } from "./ir.js";

/** The instruction that defines each temporary of a function. */
export function definitionsIn({ temps, blocks }: FunctionIR): (Instruction | undefined)[] {
  // Blocks are not in the order of their temporaries: an array that grows would become a slow dictionary.
  const definitions: (Instruction | undefined)[] = new Array<undefined>(temps).fill(undefined);
  for (const { instructions } of blocks) {
    for (const instruction of instructions) if ("to" in instruction) definitions[instruction.to] = instruction;
  }
  return definitions;
}

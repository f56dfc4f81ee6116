import type { Instruction } from "../lower/ir.js";

/** Whether others run before the next instruction. */
export function isSuspension(instruction: Instruction): boolean {
  switch (instruction.op) {
    case "await":
    case "yield":
      return true;
    case "next":
      return instruction.how === "await";
    case "dispose":
      return instruction.isAsync;
    default:
      return false;
  }
}

import type { Instruction, Temp } from "../../lower/ir.js";

const NONE: readonly Temp[] = [];

/** The temporaries that an instruction reads. */
export function operandsOf(instruction: Instruction): readonly Temp[] {
  switch (instruction.op) {
    case "literal":
    case "fresh":
    case "function":
    case "this":
    case "super":
    case "read":
    case "dispose":
      return NONE;
    case "get":
    case "delete":
      return instruction.key.kind === "dynamic" ? [instruction.object, instruction.key.temp] : [instruction.object];
    case "set":
      return instruction.key.kind === "dynamic"
        ? [instruction.object, instruction.key.temp, instruction.from]
        : [instruction.object, instruction.from];
    case "spread":
      return [instruction.into, instruction.from];
    case "call": {
      const operands = [instruction.callee, ...instruction.args.map((argument) => argument.temp)];
      return instruction.receiver === undefined ? operands : [...operands, instruction.receiver];
    }
    case "new":
      return [instruction.callee, ...instruction.args.map((argument) => argument.temp)];
    case "compute":
      return instruction.from;
    case "yield":
      return instruction.from === undefined ? NONE : [instruction.from];
    case "write":
    case "copy":
    case "rest":
    case "cast":
    case "next":
    case "element":
    case "await":
    case "escape":
      return [instruction.from];
  }
}

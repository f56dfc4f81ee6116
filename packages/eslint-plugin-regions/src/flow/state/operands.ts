import type { Instruction, Temp } from "../../lower/ir.js";

/** Visits the temporaries that an instruction reads. */
export function forEachOperand(instruction: Instruction, visit: (temp: Temp) => void): void {
  switch (instruction.op) {
    case "literal":
    case "fresh":
    case "function":
    case "this":
    case "super":
    case "read":
    case "dispose":
      break;
    case "get":
    case "delete":
      visit(instruction.object);
      if (instruction.key.kind === "dynamic") visit(instruction.key.temp);
      break;
    case "set":
      visit(instruction.object);
      if (instruction.key.kind === "dynamic") visit(instruction.key.temp);
      visit(instruction.from);
      break;
    case "spread":
      visit(instruction.into);
      visit(instruction.from);
      break;
    case "call":
    case "new":
      visit(instruction.callee);
      for (const { temp } of instruction.args) visit(temp);
      if (instruction.op === "call" && instruction.receiver !== undefined) visit(instruction.receiver);
      break;
    case "compute":
      instruction.from.forEach(visit);
      break;
    case "yield":
      if (instruction.from !== undefined) visit(instruction.from);
      break;
    case "write":
    case "copy":
    case "rest":
    case "cast":
    case "next":
    case "element":
    case "await":
    case "escape":
      visit(instruction.from);
  }
}

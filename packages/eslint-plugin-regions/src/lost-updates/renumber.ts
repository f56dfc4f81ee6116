import type { Argument, Instruction, Key, Temp } from "../lower/ir.js";

/** The same instruction of another evaluation of its function, whose temporaries have numbers of their own. */
export function renumber(instruction: Instruction, by: number): Instruction {
  if (by === 0) return instruction;
  const key = (each: Key): Key => (each.kind === "name" ? each : { ...each, temp: each.temp + by });
  const args = (list: readonly Argument[]): Argument[] => list.map((each) => ({ ...each, temp: each.temp + by }));
  switch (instruction.op) {
    case "literal":
    case "fresh":
    case "function":
    case "this":
    case "super":
    case "read":
      return { ...instruction, to: instruction.to + by };
    case "write":
    case "escape":
      return { ...instruction, from: instruction.from + by };
    case "copy":
    case "cast":
    case "next":
    case "element":
    case "await":
      return { ...instruction, to: instruction.to + by, from: instruction.from + by };
    case "rest":
      return {
        ...instruction,
        to: instruction.to + by,
        from: instruction.from + by,
        without: instruction.without.map(key),
      };
    case "yield":
      return { ...instruction, to: instruction.to + by, from: shifted(instruction.from, by) };
    case "get":
    case "delete":
      return {
        ...instruction,
        to: instruction.to + by,
        object: instruction.object + by,
        key: key(instruction.key),
      };
    case "set":
      return {
        ...instruction,
        object: instruction.object + by,
        key: key(instruction.key),
        from: instruction.from + by,
      };
    case "spread":
      return { ...instruction, into: instruction.into + by, from: instruction.from + by };
    case "call":
      return {
        ...instruction,
        to: instruction.to + by,
        callee: instruction.callee + by,
        receiver: shifted(instruction.receiver, by),
        args: args(instruction.args),
      };
    case "new":
      return {
        ...instruction,
        to: instruction.to + by,
        callee: instruction.callee + by,
        args: args(instruction.args),
      };
    case "compute":
      return { ...instruction, to: instruction.to + by, from: instruction.from.map((temp) => temp + by) };
    case "dispose":
      return instruction;
  }
}

export const shifted = (temp: Temp | undefined, by: number): Temp | undefined =>
  temp === undefined ? undefined : temp + by;

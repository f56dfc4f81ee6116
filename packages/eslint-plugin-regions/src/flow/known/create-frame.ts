import type { FunctionIR, Instruction } from "../../lower/ir.js";
import type { Definitions, FileContext, Frame } from "../state/frame.js";
import { operandsOf } from "../state/operands.js";

/** Finds what defines and what reads each temporary of a function. */
export function findDefinitions(fn: FunctionIR): Definitions {
  const definitions: (Instruction | undefined)[] = new Array<undefined>(fn.temps).fill(undefined);
  const uses = new Uint32Array(fn.temps);
  const dynamicKeys: number[] = [];
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) {
      if ("to" in instruction) definitions[instruction.to] = instruction;
      for (const temp of operandsOf(instruction)) uses[temp]!++;
      if ("key" in instruction && instruction.key.kind === "dynamic") dynamicKeys.push(instruction.key.temp);
    }
    const { end } = block;
    if (end.op === "branch" && end.test !== undefined) uses[end.test]!++;
    if ((end.op === "return" || end.op === "throw") && end.from !== undefined) uses[end.from]!++;
  }
  const keyVariables = new Set<number>();
  for (const temp of dynamicKeys) {
    const definition = definitions[temp];
    if (definition?.op === "read") keyVariables.add(definition.variable.id);
  }
  return { fn, definitions, uses, keyVariables };
}

/** Everything that one run of the analysis over a function keeps. */
export function createFrame(file: FileContext, { fn, definitions, uses, keyVariables }: Definitions): Frame {
  return {
    file,
    fn,
    definitions,
    uses,
    keyVariables,
    conditions: new Map(),
    conditionCount: 0,
    marked: { facts: undefined, variables: new Map() },
    recording: false,
    applying: undefined,
    oneOf: undefined,
    isCalling: true,
    effects: [],
    recorded: new Map(),
    done: { facts: undefined, nodes: [], text: "" },
    local: new Array<undefined>(fn.temps).fill(undefined),
    liveness: undefined,
    room: 192,
    yields: [],
    returns: [],
    stores: new Map(),
    freed: new Set(),
    floating: new Map(),
    kept: new Map(),
    given: new Map(),
    waits: new Set(),
  };
}

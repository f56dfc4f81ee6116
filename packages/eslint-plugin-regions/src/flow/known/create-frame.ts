import { definitionsIn } from "../../lower/definitions.js";
import type { FunctionIR, Instruction, Temp } from "../../lower/ir.js";
import type { Answers } from "../../particular/answer.js";
import type { Definitions, FileContext, Frame } from "../state/frame.js";
import { forEachOperand } from "../state/operands.js";

/** Finds what defines each temporary of a function. */
export function findDefinitions(fn: FunctionIR): Definitions {
  return { fn, definitions: definitionsIn(fn) };
}

/** How often each temporary of a function is read, and which variables some access uses as a dynamic key. */
function findUses({ fn, definitions }: Definitions): Pick<Frame, "uses" | "keyVariables"> {
  const uses = new Uint32Array(fn.temps);
  const count = (temp: Temp): void => {
    uses[temp]!++;
  };
  const keyVariables = new Set<number>();
  for (const { instructions, end } of fn.blocks) {
    for (const instruction of instructions) {
      forEachOperand(instruction, count);
      const key = keyOf(instruction, definitions);
      const definition = key === undefined ? undefined : definitions[key];
      if (definition?.op === "read") keyVariables.add(definition.variable.id);
    }
    if (end.op === "branch" && end.test !== undefined) uses[end.test]!++;
    if ((end.op === "return" || end.op === "throw") && end.from !== undefined) uses[end.from]!++;
  }
  return { uses, keyVariables };
}

/** The temporary that is the key of `list[i]` or `map.get(key)`. */
function keyOf(instruction: Instruction, definitions: Definitions["definitions"]): Temp | undefined {
  if ("key" in instruction) return instruction.key.kind === "dynamic" ? instruction.key.temp : undefined;
  if (instruction.op !== "call") return undefined;
  const callee = definitions[instruction.callee];
  const isGet = callee?.op === "get" && callee.key.kind === "name" && callee.key.name === "get";
  return isGet ? instruction.args[0]?.temp : undefined;
}

/** Everything that one run of the analysis over a function keeps. */
export function createFrame(file: FileContext, { fn, definitions }: Definitions, answers?: Answers): Frame {
  return {
    file,
    answers,
    fn,
    definitions,
    ...findUses({ fn, definitions }),
    conditions: new Map(),
    conditionCount: 0,
    returnedConditions: new Map(),
    fork: undefined,
    marked: { facts: undefined, variables: new Map() },
    notes: undefined,
    found: new Map(),
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
    completed: new Set(),
    stores: new Map(),
    freed: new Set(),
    floating: new Map(),
    kept: new Map(),
    given: new Map(),
    waits: new Set(),
  };
}

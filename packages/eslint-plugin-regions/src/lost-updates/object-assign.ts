import type { FunctionIR, Instruction, Temp } from "../lower/ir.js";

/*
 * `Object.assign(this, { count: count + 1 })` writes the fields that the literal names.
 */

type Definitions = readonly (Instruction | undefined)[];

/** What is put into the first argument of `Object.assign`; undefined: it is no such call. */
export function sourcesOf(definitions: Definitions, instruction: Instruction): readonly Temp[] | undefined {
  if (instruction.op !== "call") return undefined;
  const callee = definitions[instruction.callee];
  if (callee?.op !== "get" || callee.key.kind !== "name" || callee.key.name !== "assign") return undefined;
  const object = definitions[callee.object];
  const isGlobal = object?.op === "read" && object.variable.kind === "global" && object.variable.name === "Object";
  return isGlobal ? instruction.args.slice(1).map(({ temp }) => withoutCast(definitions, temp)) : undefined;
}

/** The literals of a function that are put into something else as a whole. */
export function literalsAssigned({ blocks }: FunctionIR, definitions: Definitions): ReadonlySet<Temp> {
  const assigned = new Set<Temp>();
  for (const { instructions } of blocks)
    for (const each of instructions) for (const literal of sourcesOf(definitions, each) ?? []) assigned.add(literal);
  return assigned;
}

function withoutCast(definitions: Definitions, temp: Temp): Temp {
  let each = temp;
  for (let made = definitions[each]; made?.op === "cast"; made = definitions[each]) each = made.from;
  return each;
}

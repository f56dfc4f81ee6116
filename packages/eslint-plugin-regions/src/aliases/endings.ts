import type { Block, FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import type { Definitions } from "./change.js";
import type { Ending } from "./summary.js";

/** What is known of the values of variables and temporaries after some point: whether they are true or false. */
type Truths = ReadonlyMap<Variable | Temp, boolean>;

/** What is visited on the ways from a point: blocks, each with what is known there. */
interface Step {
  readonly block: Block;
  readonly from: number;
  readonly truths: Truths;
}

/** More ways than these are not told apart. */
const MOST_STEPS = 200;

/**
 * Goes all ways on from an instruction, except those of exceptions, and those that constants rule out.
 *
 * @param enter is asked for each instruction, and at the end of each block; false: this way need not be gone further
 * @param truths what is known at first
 */
export function explore(
  definitions: Definitions,
  { blocks }: FunctionIR,
  start: Block,
  after: Instruction,
  truths: Truths,
  enter: (instruction: Instruction | undefined, block: Block, known: Truths) => boolean,
): void {
  const seen = new Set<string>();
  const queue: Step[] = [{ block: start, from: start.instructions.indexOf(after) + 1, truths }];
  for (const { block, from, truths: before } of queue) {
    const known = new Map(before);
    const isOpen = block.instructions.slice(from).every((each) => {
      learn(definitions, known, each);
      return enter(each, block, known);
    });
    if (!isOpen || !enter(undefined, block, known)) continue;
    for (const next of nextBlocks(definitions, known, block)) {
      const key = `${String(next)} ${[...known].map(([of, is]) => `${typeof of === "number" ? of : of.name}=${String(is)}`).join()}`;
      if (seen.has(key) || seen.size > MOST_STEPS) continue;
      seen.add(key);
      queue.push({ block: blocks[next]!, from: 0, truths: known });
    }
  }
}

function learn(definitions: Definitions, known: Map<Variable | Temp, boolean>, i: Instruction): void {
  if (i.op === "write") {
    const truth = truthOf(definitions, known, i.from);
    if (truth === undefined) known.delete(i.variable);
    else known.set(i.variable, truth);
  } else if (i.op === "copy") {
    const truth = truthOf(definitions, known, i.from);
    if (truth === undefined) known.delete(i.to);
    else known.set(i.to, truth);
  } else if ("to" in i) known.delete(i.to);
}

function truthOf(definitions: Definitions, known: Truths, temp: Temp): boolean | undefined {
  const told = known.get(temp);
  if (told !== undefined) return told;
  const definition = definitions[temp];
  switch (definition?.op) {
    case "literal":
      return definition.known ? Boolean(definition.value) : undefined;
    case "fresh":
    case "function":
    case "new":
      return true;
    case "read":
      return known.get(definition.variable);
    case "cast":
      return truthOf(definitions, known, definition.from);
    case "compute": {
      const [operand] = definition.from;
      if (definition.operator !== "!" || operand === undefined) return undefined;
      const truth = truthOf(definitions, known, operand);
      return truth === undefined ? undefined : !truth;
    }
    default:
      return undefined;
  }
}

function nextBlocks(definitions: Definitions, known: Truths, { end }: Block): readonly number[] {
  if (end.op === "jump") return [end.target];
  if (end.op !== "branch") return [];
  const truth = end.test === undefined ? undefined : truthOf(definitions, known, end.test);
  if (truth === undefined) return [end.yes, end.no];
  return [truth ? end.yes : end.no];
}

/** How a function ends once it has come to an instruction. */
export function endingAfter(definitions: Definitions, fn: FunctionIR, block: Block, instruction: Instruction): Ending {
  const endings = new Set<Ending>();
  explore(definitions, fn, block, instruction, new Map(), (each, { end }, known) => {
    if (each !== undefined || end.op !== "return") return true;
    const truth = end.from === undefined ? false : truthOf(definitions, known, end.from);
    endings.add(truth === undefined ? "open" : truth ? "true" : "false");
    return false;
  });
  const [only, ...others] = endings;
  return only === undefined ? "never" : others.length === 0 ? only : "open";
}

/** Whether there is a way, without exceptions, from the start of a block to a goal that leaves out another block. */
export function canBypass(
  { blocks }: FunctionIR,
  start: number,
  avoided: number,
  isGoal: (block: Block) => boolean,
): boolean {
  const seen = new Set([start]);
  if (start === avoided) return false;
  for (const id of seen) {
    const { end } = blocks[id]!;
    if (id !== start && isGoal(blocks[id]!)) return true;
    const next = end.op === "jump" ? [end.target] : end.op === "branch" ? [end.yes, end.no] : [];
    for (const each of next) if (each !== avoided) seen.add(each);
  }
  return false;
}

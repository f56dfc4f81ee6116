import { lastOfLoops } from "../../lower/control-flow.js";
import type { Block, FunctionIR, Temp, Variable } from "../../lower/ir.js";
import { forEachOperand } from "../state/operands.js";

/**
 * From where to where in a function its variables and temporaries can matter, in a linear order of its instructions.
 * Coarser than liveness by data flow, but linear.
 *
 * Source: M. Poletto, V. Sarkar, "Linear Scan Register Allocation", TOPLAS 1999 (live intervals).
 */
export interface Liveness {
  /** The position of the first instruction of each block. */
  readonly starts: readonly number[];
  readonly variables: ReadonlyMap<number, Interval>;
  readonly temps: readonly (Interval | undefined)[];
}

interface Interval {
  readonly block: number;
  from: number;
  to: number;
}

/** Whether what has this interval can still be used at or after a position. Without one it always can. */
export const isLiveAt = (interval: Interval | undefined, position: number): boolean =>
  interval === undefined || (interval.from <= position && position <= interval.to);

/** @returns intervals of the variables that only this function uses, and of its temporaries */
export function findLiveness(fn: FunctionIR): Liveness {
  const { blocks } = fn;
  const starts: number[] = [];
  let position = 0;
  for (const block of blocks) {
    starts.push(position);
    position += block.instructions.length + 1;
  }
  const variables = new Map<number, Interval>();
  const temps: (Interval | undefined)[] = [];
  const open: { readonly head: number; readonly last: number }[] = [];
  const loops = lastOfLoops(blocks);

  const touch = (interval: Interval): void => {
    // What was there before a loop is used again in its next turn.
    const loop = open.find(({ head }) => head > interval.block);
    const to = loop === undefined ? at : Math.max(at, endOf(loop.last));
    if (to > interval.to) interval.to = to;
  };
  const endOf = (block: number): number => (starts[block + 1] ?? position) - 1;
  let block = 0;
  let at = 0;
  const touchTemp = (temp: Temp): void => {
    touch((temps[temp] ??= { block, from: at, to: at }));
  };
  const touchVariable = (variable: Variable): void => {
    if (variable.owner !== fn || variable.capturedBy.size > 0 || variable.exported) return;
    let interval = variables.get(variable.id);
    if (interval === undefined) {
      // A `var` keeps its value from one turn of a loop to the next.
      const isOld = variable.kind === "var" || variable.kind === "parameter";
      variables.set(variable.id, (interval = { block: isOld ? -1 : block, from: isOld ? -1 : at, to: at }));
    }
    touch(interval);
  };

  for (const { temp } of fn.parameters) temps[temp] = { block: -1, from: -1, to: 0 };
  for (const { id, instructions, end } of blocks) {
    while (open.length > 0 && open.at(-1)!.last < id) open.pop();
    const last = loops.get(id);
    if (last !== undefined) open.push({ head: id, last });
    block = id;
    at = starts[id]!;
    for (const instruction of instructions) {
      if ("variable" in instruction) touchVariable(instruction.variable);
      forEachOperand(instruction, touchTemp);
      if ("to" in instruction) touchTemp(instruction.to);
      at++;
    }
    usedAtEnd(end).forEach(touchTemp);
  }
  return { starts, variables, temps };
}

function usedAtEnd(end: Block["end"]): readonly Temp[] {
  if (end.op === "branch") return end.test === undefined ? [] : [end.test];
  return (end.op === "return" || end.op === "throw") && end.from !== undefined ? [end.from] : [];
}

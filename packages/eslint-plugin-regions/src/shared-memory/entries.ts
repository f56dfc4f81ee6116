import type { FunctionIR } from "../lower/ir.js";
import type { CallInstruction } from "../flow/state/call-site.js";
import { functionAt, methodOf, pathOf } from "./callee.js";
import { locksAround } from "./locks.js";
import type { Program } from "./program.js";
import type { Run } from "./run.js";
import type { Entry, Sharing } from "./state.js";
import type { Memory } from "./values.js";

/** A function is called where this holds. */
export function enter(program: Program, fn: FunctionIR, { shared, isHeld }: Entry): void {
  const known = program.entries.get(fn);
  const all = new Map<Memory, Sharing>([...shared, ...(known?.shared ?? [])]);
  const isAlwaysHeld = isHeld && known?.isHeld !== false;
  if (all.size === known?.shared.size && isAlwaysHeld === known.isHeld) return;
  program.entries.set(fn, { shared: all, isHeld: isAlwaysHeld });
  program.hasChanged = true;
}

/** Functions given as an argument are called there and then by some functions, by others at any time. */
export function enterCallbacks(run: Run, call: CallInstruction): void {
  const { program, state } = run;
  for (const { temp } of call.args) {
    const fn = functionAt(run, temp);
    if (fn === undefined) continue;
    if (locksAround(run, call)) enter(program, fn, { shared: program.shared, isHeld: true });
    else if (isImmediate(run, call)) enter(program, fn, state);
    else enter(program, fn, { shared: program.shared, isHeld: false });
  }
}

const IMMEDIATE = new Set(
  "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some sort toSorted".split(
    " ",
  ),
);

function isImmediate(run: Run, call: CallInstruction): boolean {
  const path = pathOf(run, call.callee);
  return path === "Array.from" || path === "Promise" || IMMEDIATE.has(methodOf(run, call) ?? "");
}

import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { classAround } from "../flow/known/members.js";
import { contains } from "../lower/loops-around.js";
import type { Block, FunctionIR } from "../lower/ir.js";
import type { LockSettings } from "../settings/locks.js";
import { type Concerned, findConcerned } from "./concerned.js";
import { createProgram, type Program } from "./program.js";
import { refine } from "./refine.js";
import { noteShared, type PlainAccess, reach, type Run, valuesAt } from "./run.js";
import { copyState, createState, type Entry, joinInto, type Sharing, type State } from "./state.js";
import { step } from "./step.js";
import { valuesOfType } from "./types.js";
import { type Memory, union, type Values } from "./values.js";

/** A file is gone through until nothing new is learnt, or this often. */
const MOST_ROUNDS = 12;

/**
 * Finds where shared memory is read or written without `Atomics`.
 *
 * What each function does is found by going through its blocks until nothing changes; what functions share (fields,
 * captured variables, arguments) is kept for the file, and the file is gone through until that does not change either.
 */
export function findPlainAccesses(
  sourceCode: Readonly<TSESLint.SourceCode>,
  locks: readonly LockSettings[],
): PlainAccess[] {
  const program = createProgram(sourceCode, locks);
  const concerned = findConcerned(program);
  const { functions } = concerned;
  for (let round = 0; program.hasChanged && round < MOST_ROUNDS; round++) {
    program.hasChanged = false;
    for (const fn of functions) analyseFunction(program, concerned, fn, undefined);
  }
  const found = new Map<TSESTree.Node, PlainAccess>();
  for (const fn of functions) {
    analyseFunction(program, concerned, fn, (access) => {
      if (!found.has(access.access.node)) found.set(access.access.node, access);
    });
  }
  return [...found.values()];
}

function analyseFunction(program: Program, concerned: Concerned, fn: FunctionIR, report: Run["report"]): void {
  const run: Run = {
    program,
    concerned,
    fn,
    definitions: program.definitions.get(fn)!,
    temps: new Array<undefined>(fn.temps).fill(undefined),
    summary: program.summaries.get(fn)!,
    state: createState(entryOf(program, fn)),
    report: undefined,
  };
  for (const [index, { temp, rest, annotation }] of fn.parameters.entries()) {
    if (rest) continue;
    const declared = valuesOfType(program, annotation);
    run.temps[temp] = declared.size > 0 ? declared : new Set([program.table.argument(fn, index)]);
  }
  const states: (State | undefined)[] = [run.state];
  const queue = new Set([0]);
  for (const id of queue) {
    queue.delete(id);
    run.state = copyState(states[id]!);
    goThrough(run, fn.blocks[id]!, (target, state) => {
      const known = states[target];
      if (known === undefined) states[target] = copyState(state);
      else if (!joinInto(known, state)) return;
      queue.add(target);
    });
  }
  if (report === undefined) return;
  for (const [id, state] of states.entries()) {
    if (state === undefined) continue;
    const reporting = { ...run, state: copyState(state), report };
    goThrough(reporting, fn.blocks[id]!, () => undefined);
  }
}

/** Carries the state over a block, and hands it on to those that follow. */
function goThrough(run: Run, block: Block, handOn: (target: number, state: State) => void): void {
  const { handler, end } = block;
  if (handler !== undefined) handOn(handler, run.state);
  for (const instruction of block.instructions) {
    // What throws has not happened.
    if (handler !== undefined && (instruction.op === "call" || instruction.op === "new")) handOn(handler, run.state);
    step(run, instruction);
  }
  switch (end.op) {
    case "jump":
      handOn(end.target, run.state);
      break;
    case "branch": {
      const before = copyState(run.state);
      if (end.test !== undefined) refine(run, end.test, true);
      handOn(end.yes, run.state);
      run.state = before;
      if (end.test !== undefined) refine(run, end.test, false);
      handOn(end.no, run.state);
      break;
    }
    case "return":
      giveBack(run, end.from, end.node);
      break;
    default:
  }
}

/** Callers of this file know what they get; others may do with it what they like. */
function giveBack(run: Run, from: number | undefined, node: TSESTree.Node): void {
  const { program, summary, fn } = run;
  const values = valuesAt(run, from);
  const returns = union(summary.returns, values);
  if (returns !== summary.returns) {
    summary.returns = returns;
    program.hasChanged = true;
  }
  if (!program.escaping.has(fn)) return;
  for (const memory of reach(program, values))
    if (memory.kind === "memory") noteShared(program, memory, { node, isPosted: false });
}

/** What can hold when a function is called: of one that others can call, all that is ever shared. */
function entryOf(program: Program, fn: FunctionIR): Entry {
  const known = program.entries.get(fn) ?? { shared: new Map(), isHeld: false };
  const isEscaping = program.escaping.has(fn);
  const shared = new Map<Memory, Sharing>([...(isEscaping ? program.shared : []), ...known.shared]);
  // What it makes itself nobody has yet; what it made before it can find in fields and variables of others only.
  for (const memory of program.summaries.get(fn)!.makes) if (!isKept(program, fn, memory)) shared.delete(memory);
  // Nobody has the memory of an instance that is being made.
  const classNode = fn.kind === "constructor" || fn.kind === "fields" ? classAround(fn) : undefined;
  if (classNode !== undefined)
    for (const memory of [...shared.keys()]) if (contains(classNode, memory.node)) shared.delete(memory);
  return { shared, isHeld: known.isHeld && !isEscaping };
}

function isKept(program: Program, fn: FunctionIR, memory: Memory): boolean {
  const holds = (values: Values): boolean => reach(program, values).has(memory);
  for (const [holder, fields] of program.fields)
    if (!contains(fn.node, holder.node)) for (const values of fields.values()) if (holds(values)) return true;
  for (const [variable, values] of program.variables) if (variable.owner !== fn && holds(values)) return true;
  return false;
}

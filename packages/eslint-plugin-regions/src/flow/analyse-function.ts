import type { Block, Instruction, Terminator } from "../lower/ir.js";
import type { AbstractObject } from "./state/abstract-object.js";
import { allocate, isShared, type Kind } from "./state/abstract-object.js";
import type { Frame, Note } from "./state/frame.js";
import type { Alternatives } from "./paths/alternatives.js";
import { addAlternative } from "./paths/alternatives.js";
import { define, nodeOf, note, objectsOf, valueOf } from "./state/frame.js";
import { forgetPromised } from "./ownership/cowns.js";
import { dispose } from "./ownership/dispose.js";
import { LENT, stored } from "./state/heap.js";
import { collectAtEntry, collectWithin, withoutGarbage } from "./paths/garbage.js";
import * as intMap from "./state/int-map.js";
import { enterMethod } from "./calls/classes.js";
import { conditionOf, findConditions, forgetReturned, learn } from "./paths/conditions.js";
import { forkedAt, mayFork } from "./forks.js";
import { lastOfLoops } from "../lower/control-flow.js";
import { type Stretch, stretchesOf } from "./paths/loops.js";
import { outcomeOf } from "../particular/outcome.js";
import { refine } from "./paths/refine.js";
import type { Cursor, State } from "./state/state.js";
import { closeState, EMPTY_STATE, openState } from "./state/state.js";
import { pass, step } from "./step.js";
import { suspend } from "./ownership/suspensions.js";
import { afterFailure } from "./ownership/failed-freezes.js";
import { behaviourAround, describeGuards } from "./values/behaviours.js";
import { disposeElements, isDisposalLoop } from "./paths/disposal-loops.js";
import { checkExported } from "../summaries/closures.js";
import { checkReturn } from "./ownership/function-end.js";
import { annotate } from "./known/annotate.js";
import { learnType } from "./known/learn-type.js";
import { readVariable } from "./values/variables.js";

/** Called after each instruction once it is known what holds there, to print it. */
export type Observer = (block: Block, index: number, cursor: Cursor) => void;

/** What holds at entry: each parameter is something of the caller's. */
function entryState(frame: Frame): State {
  const cursor = openState(EMPTY_STATE, frame.local);
  const roots: AbstractObject[] = [];
  frame.fn.parameters.forEach((parameter, index) => {
    const object = allocate(frame.file.table, parameter.node, "parameter", {
      root: { kind: "parameter", index },
      kind: parameter.rest ? "array" : "unknown",
    });
    roots.push(object);
    const value = annotate(frame, cursor, object.single, parameter.annotation ?? parameter.variable?.annotation);
    cursor.temps = intMap.set(cursor.temps, parameter.temp, learnType(frame, cursor, value, parameter.node));
  });
  const behaviour = behaviourAround(frame.file, frame.fn);
  if (behaviour !== undefined) {
    describeGuards(frame, behaviour, roots).forEach((guard, index) => {
      if (guard !== roots[index])
        cursor.temps = intMap.set(cursor.temps, frame.fn.parameters[index]!.temp, guard.single);
    });
  }
  enterMethod(frame, cursor);
  // So that a variable of an enclosing function that is written on one path only is seen to keep its value on others.
  for (const block of frame.fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === "write" && instruction.variable.owner !== frame.fn) {
        readVariable(frame, cursor, instruction.variable);
      }
    }
  }
  return closeState(cursor);
}

/** Whether an exception can come out of the instruction, as far as a handler should expect it. */
function mayThrow(frame: Frame, cursor: Cursor, instruction: Instruction): boolean {
  switch (instruction.op) {
    case "call":
    case "new": {
      const callees = objectsOf(frame, valueOf(frame, cursor, instruction.callee));
      return !(
        callees.length > 0 &&
        callees.every((each) => each.builtin && frame.file.signatures.get(each.builtin)?.quiet === true)
      );
    }
    case "next": {
      const iterated = objectsOf(frame, valueOf(frame, cursor, instruction.from));
      return instruction.how === "await" || !iterated.every(({ kind }) => ITERATES_QUIETLY.has(kind));
    }
    case "await":
    case "yield":
      return true;
    default:
      return false;
  }
}

const ITERATES_QUIETLY = new Set<Kind>(["array", "Map", "Set"]);

/** How many paths to a block are told apart, and after how many visits no more are. */
const MOST_ALTERNATIVES = 8;
const MOST_VISITS = 40;
/** How often within a block it is asked whether the state is worth cleaning. */
const COLLECT_EVERY = 64;
/** So many calls in a row are followed on each way through the function called by itself. */
const MOST_FORKS = 3;

/** Runs the analysis of a function to its fixed point, and keeps what is found there. */
export function analyseFunction(frame: Frame, observe?: Observer): void {
  const { blocks } = frame.fn;
  findConditions(frame, blocks);
  const entries: Alternatives[] = blocks.map(() => []);
  entries[0] = [entryState(frame)];
  const visits = new Uint32Array(blocks.length);
  const stretches = stretchesOf(blocks);
  const heads = new Set(lastOfLoops(blocks).keys());
  const add = (target: number, from: State): boolean => {
    // What one turn of a loop makes is mostly gone in the next, which then finds what the first one did.
    const state = heads.has(target) ? withoutGarbage(frame, from, target) : collectAtEntry(frame, from, target);
    const old = entries[target]!;
    const limit = visits[target]! < MOST_VISITS ? MOST_ALTERNATIVES : 1;
    entries[target] = addAlternative(frame, target, old, state, limit);
    return entries[target] !== old;
  };
  for (const stretch of stretches) {
    if (stretch.isLoop) {
      settle(frame, stretch, entries, visits, add);
      if (observe !== undefined) show(frame, stretch, entries, observe);
    } else {
      const block = blocks[stretch.first]!;
      for (const entry of entries[block.id]!) runBlock(frame, block, entry, add, observe);
    }
  }
}

/** Runs a loop until what holds at its blocks changes no more. What the last runs found is kept, and leaves it. */
function settle(
  frame: Frame,
  { first, last }: Stretch,
  entries: readonly Alternatives[],
  visits: Uint32Array,
  add: (target: number, state: State) => boolean,
): void {
  /** What was found in each block when it was run last, by what held at its entry. */
  const runs = new Map<number, Map<State, readonly Note[]>>();
  const pending = new Uint8Array(last + 1).fill(1, first);
  let lowest = first;
  const flowTo = (target: number, state: State): void => {
    if (target > last) note(frame, () => add(target, state));
    else if (add(target, state)) {
      pending[target] = 1;
      if (target < lowest) lowest = target;
    }
  };
  for (let next = first; next >= 0; next = pending.indexOf(1, lowest)) {
    pending[next] = 0;
    lowest = next;
    visits[next]!++;
    const before = runs.get(next);
    const now = new Map<State, readonly Note[]>();
    runs.set(next, now);
    for (const entry of entries[next]!) {
      let notes = before?.get(entry);
      if (notes === undefined) {
        notes = frame.notes = [];
        runBlock(frame, frame.fn.blocks[next]!, entry, flowTo);
      }
      now.set(entry, notes);
    }
  }
  frame.notes = undefined;
  for (let id = first; id <= last; id++) {
    for (const entry of entries[id]!) for (const keep of runs.get(id)!.get(entry)!) keep();
  }
}

/** Runs a loop that has settled once more, for somebody to look at. */
function show(frame: Frame, { first, last }: Stretch, entries: readonly Alternatives[], observe: Observer): void {
  frame.notes = [];
  for (let id = first; id <= last; id++) {
    for (const entry of entries[id]!) runBlock(frame, frame.fn.blocks[id]!, entry, () => undefined, observe);
  }
  frame.notes = undefined;
}

function runBlock(
  frame: Frame,
  block: Block,
  entry: State,
  flowTo: (target: number, state: State) => unknown,
  observe?: Observer,
): void {
  const cursor = openState(entry, frame.local);
  if (block.id === 0) restoreParameters(frame, cursor);
  runFrom(frame, block, 0, cursor, MOST_FORKS, flowTo, observe);
}

/** @param forks how many calls may still be followed way by way */
function runFrom(
  frame: Frame,
  block: Block,
  start: number,
  cursor: Cursor,
  forks: number,
  flowTo: (target: number, state: State) => unknown,
  observe: Observer | undefined,
): void {
  let thrown: State | undefined;
  let beforeCall: State | undefined;
  for (let index = start; index < block.instructions.length; index++) {
    const instruction = block.instructions[index]!;
    // What throws has not happened: the handler sees the state before it.
    if (block.handler !== undefined && mayThrow(frame, cursor, instruction)) {
      const now =
        instruction.op === "await"
          ? rejected(frame, cursor, instruction, beforeCall)
          : (afterFailure(frame, cursor, instruction) ?? closeState(cursor));
      if (thrown === undefined || !isSame(now, thrown)) {
        flowTo(block.handler, now);
        thrown = now;
      }
      beforeCall = isAwaitedNext(block, index) ? now : undefined;
    }
    if (index % COLLECT_EVERY === COLLECT_EVERY - 1) collectWithin(frame, cursor, block.id, index);
    if (mayFork(frame, cursor, instruction)) {
      if (forks > 0) {
        for (const side of forkedAt(frame, cursor, instruction)) {
          observe?.(block, index, side);
          runFrom(frame, block, index + 1, side, forks - 1, flowTo, observe);
        }
        return;
      }
      forgetReturned(frame, cursor, instruction);
    }
    step(frame, cursor, instruction);
    observe?.(block, index, cursor);
    if (!cursor.reachable) return;
  }
  frame.completed.add(block.id);
  const { end } = block;
  switch (end.op) {
    case "jump":
      flowTo(end.target, closeState(cursor));
      break;
    case "branch":
      branch(frame, cursor, end, flowTo);
      break;
    case "return": {
      const value = end.from === undefined ? [] : valueOf(frame, cursor, end.from);
      const node = end.from === undefined ? end.node : nodeOf(frame, end.from, end.node);
      if (frame.fn.kind === "module") checkExported(frame, cursor);
      if (checkReturn(frame, cursor, value, node)) pass(frame, cursor, end.from, end.node);
      const state = closeState(cursor);
      note(frame, () => frame.returns.push({ value, state, from: end.from, node }));
      break;
    }
    case "throw":
      pass(frame, cursor, end.from, end.node);
      if (block.handler !== undefined) flowTo(block.handler, closeState(cursor));
      break;
    case "rethrow":
      if (block.handler !== undefined) flowTo(block.handler, closeState(cursor));
  }
}

/** Parameters that only the first block uses live in its local temporaries. */
function restoreParameters(frame: Frame, cursor: Cursor): void {
  for (const { temp } of frame.fn.parameters) {
    const value = intMap.get(cursor.temps, temp);
    if (value !== undefined && !frame.fn.crossing[temp]) define(frame, cursor, temp, value);
  }
}

/** `f?.()` of a function that is known to be one. */
function isNeverNull(frame: Frame, cursor: Cursor, test: number): boolean {
  const definition = frame.definitions[test];
  if (definition?.op !== "compute" || definition.operator !== "== null") return false;
  const objects = objectsOf(frame, valueOf(frame, cursor, definition.from[0]));
  return objects.length > 0 && objects.every(isShared);
}

const isSame = (a: State, b: State): boolean =>
  a.facts === b.facts && a.heap === b.heap && a.variables === b.variables && a.stale === b.stale;

/** Whether an instruction is a call whose promise is awaited at once. */
function isAwaitedNext({ instructions }: Block, index: number): boolean {
  const call = instructions[index]!;
  const next = instructions[index + 1];
  return call.op === "call" && next?.op === "await" && next.from === call.to;
}

/**
 * A promise that is rejected is settled: what was lent to an async callback is back.
 *
 * @param beforeCall what held before the call that is awaited at once: what it rejects has not happened either
 */
function rejected(
  frame: Frame,
  cursor: Cursor,
  { from, node }: Instruction & { op: "await" },
  beforeCall: State | undefined,
): State {
  const state = beforeCall ?? closeState(cursor);
  const side = { ...openState(state, cursor.local), defined: cursor.defined };
  suspend(frame, side, node);
  if (beforeCall !== undefined) return closeState(side);
  for (const each of objectsOf(frame, valueOf(frame, cursor, from))) {
    forgetPromised(frame, side, each);
    const lent = stored(side, each, LENT);
    if (lent !== undefined) dispose(frame, side, lent, { node: each.node, subject: each.node });
  }
  return closeState(side);
}

function branch(
  frame: Frame,
  cursor: Cursor,
  end: Terminator & { op: "branch" },
  flowTo: (target: number, state: State) => unknown,
): void {
  const { test, yes, no, node } = end;
  const state = closeState(cursor);
  if (test === undefined) {
    flowTo(yes, state);
    if (isDisposalLoop(frame, node)) disposeElements(frame, cursor, node);
    flowTo(no, closeState(cursor));
    return;
  }
  const condition = conditionOf(frame, test);
  const answer = condition === undefined ? undefined : intMap.get(state.known, condition.number);
  const given = outcomeOf(frame, cursor, end);
  for (const truth of [true, false]) {
    const outcome = truth === condition?.positive;
    if ((answer !== undefined && answer !== outcome) || given === !truth) continue;
    if (truth && isNeverNull(frame, cursor, test)) continue;
    const side = { ...openState(state, cursor.local), defined: cursor.defined };
    if (condition !== undefined) side.known = learn(frame, side.known, condition, outcome);
    refine(frame, side, test, truth);
    flowTo(truth ? yes : no, closeState(side));
  }
}

import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Block, FunctionIR, Instruction, Temp } from "../lower/ir.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import { callbacksOf } from "./continuations.js";
import { type Course, type DraftStep, finishStep } from "./course.js";
import type { Helpers } from "./helpers.js";
import { renumber, shifted } from "./renumber.js";

/** Helpers are followed so far, and only if they are short, and not all of them in a course: what goes further is unknown. */
const DEPTH = 3;
const LENGTH_OF_HELPER = 150;
const LENGTH_OF_ALL = 600;

interface Planner {
  readonly helpers: Helpers;
  readonly isOfInterest: (fn: FunctionIR) => boolean;
  readonly steps: DraftStep[];
  readonly entered: Set<Temp>;
  readonly parts: Set<TSESTree.Node>;
  /** How the promise that a temporary is can settle, if it comes from functions of the course. */
  readonly outcomes: Map<Temp, Outcome>;
  temps: number;
  /** How many instructions were added to those of the function. */
  length: number;
}

/** Where a promise goes on when it is fulfilled or rejected. */
interface Outcome {
  readonly fulfilled: readonly DraftStep[];
  readonly rejected: readonly DraftStep[];
}

/** One run of a function within a course. */
interface Run {
  readonly fn: FunctionIR;
  readonly offset: number;
  readonly through: TSESTree.Node | undefined;
  readonly running: readonly FunctionIR[];
  /** What `this` is, if the course knows it. */
  readonly self: Temp | undefined;
  /** Where its exceptions go; undefined: out of the course. */
  readonly handler: DraftStep | undefined;
  /** Where it returns to, and what its value becomes; undefined: it is the function that the course is of. */
  readonly exit: ((from: DraftStep, value: Temp | undefined, node: TSESTree.Node) => void) | undefined;
}

/**
 * Lays out the course of a function.
 *
 * @param isOfInterest - whether a helper reads or writes anything that matters; others stay calls
 */
export function planCourse(
  source: Readonly<TSESLint.SourceCode>,
  helpers: Helpers,
  fn: FunctionIR,
  isOfInterest: (fn: FunctionIR) => boolean,
): Course {
  const planner: Planner = {
    helpers,
    isOfInterest,
    steps: [],
    entered: new Set(),
    parts: new Set(),
    outcomes: new Map(),
    temps: fn.temps,
    length: 0,
  };
  layOut(planner, {
    fn,
    offset: 0,
    through: undefined,
    running: [fn],
    self: undefined,
    handler: undefined,
    exit: undefined,
  });
  const { steps, entered, parts } = planner;
  steps.forEach((step, id) => (step.id = id));
  return { source, fn, blocks: steps.map(finishStep), temps: planner.temps, entered, parts };
}

function draft({ fn, through }: Pick<Run, "fn" | "through">, handler: DraftStep | undefined): DraftStep {
  return { id: -1, fn, through, instructions: [], end: { op: "rethrow" }, handler, later: [] };
}

function push(planner: Planner, step: DraftStep): DraftStep {
  planner.steps.push(step);
  return step;
}

/** Adds the blocks of one run; returns the first. */
function layOut(planner: Planner, run: Run): DraftStep {
  const { fn } = run;
  planner.parts.add(fn.node);
  const drafts = fn.blocks.map(() => draft(run, run.handler));
  for (const { id, handler } of fn.blocks) if (handler !== undefined) drafts[id]!.handler = drafts[handler];
  for (const block of fn.blocks) layOutBlock(planner, run, block, drafts);
  return drafts[0]!;
}

function layOutBlock(planner: Planner, run: Run, block: Block, drafts: readonly DraftStep[]): void {
  let current = push(planner, drafts[block.id]!);
  for (const each of block.instructions) {
    const instruction = renumber(each, run.offset);
    if (instruction.op === "this" && run.self !== undefined) {
      const { to, node } = instruction;
      current.instructions.push({ op: "cast", to, from: run.self, type: undefined, node });
      continue;
    }
    if (instruction.op === "await") current = arriveAt(planner, run, instruction, current);
    current.instructions.push(instruction);
    if (each.op !== "call") continue;
    const call = instruction as Instruction & { op: "call" };
    if (!chain(planner, run, each, call, current)) current = enter(planner, run, each, call, current);
  }
  const { end } = block;
  switch (end.op) {
    case "jump":
      current.end = { op: "jump", target: drafts[end.target]! };
      break;
    case "branch": {
      const test = shifted(end.test, run.offset);
      current.end = { op: "branch", test, yes: drafts[end.yes]!, no: drafts[end.no]!, node: end.node };
      break;
    }
    case "return":
      run.exit?.(current, shifted(end.from, run.offset), end.node);
      break;
    default:
  }
}

/** `await promise.then(…)`: the function goes on where the callbacks end. */
function arriveAt(
  planner: Planner,
  run: Run,
  { from, node }: Instruction & { op: "await" },
  current: DraftStep,
): DraftStep {
  const outcome = planner.outcomes.get(from);
  const argument = node.type === AST_NODE_TYPES.AwaitExpression ? node.argument : node;
  const last = current.instructions.at(-1);
  if (outcome === undefined || last?.op !== "call" || last.to !== from || last.node !== argument) return current;
  const rest = push(planner, draft(run, current.handler));
  for (const step of outcome.fulfilled) {
    if (step === current) current.end = { op: "jump", target: rest };
    else step.later.push(rest);
  }
  if (current.handler !== undefined)
    for (const step of outcome.rejected) if (step !== current) step.later.push(current.handler);
  return rest;
}

/** A call of a helper: the helper runs, and the function goes on when it returns, or at once if nobody waits. */
function enter(
  planner: Planner,
  run: Run,
  original: Instruction & { op: "call" },
  call: Instruction & { op: "call" },
  current: DraftStep,
): DraftStep {
  const target = planner.helpers.of(run.fn, original);
  if (target === undefined || target.isGenerator || !canEnter(planner, run, target)) return current;
  if (!planner.isOfInterest(target)) return current;
  const isDetached = target.isAsync && call.node.parent?.type !== AST_NODE_TYPES.AwaitExpression;
  const rest = draft(run, current.handler);
  planner.entered.add(call.to);
  const entry = start(planner, run, target, {
    args: call.args.map(({ temp }) => temp),
    self: call.receiver ?? (ownerOfThis(target) === ownerOfThis(run.fn) ? run.self : undefined),
    through: run.through ?? call.node,
    handler: isDetached ? undefined : current.handler,
    node: call.node,
    exit(from, value, node) {
      if (value !== undefined) from.instructions.push(pass(target, call.to, value, node));
      if (!isDetached) from.end = { op: "jump", target: rest };
    },
  });
  if (isDetached) {
    current.later.push(entry);
    return current;
  }
  current.end = { op: "jump", target: entry };
  return push(planner, rest);
}

function canEnter({ length }: Planner, { running }: Run, target: FunctionIR): boolean {
  const added = lengthOf(target);
  return (
    running.length <= DEPTH && added <= LENGTH_OF_HELPER && length + added <= LENGTH_OF_ALL && !running.includes(target)
  );
}

const lengthOf = ({ blocks }: FunctionIR): number =>
  blocks.reduce((length, { instructions }) => length + instructions.length, 0);

interface Start extends Pick<Run, "self" | "through" | "handler" | "exit"> {
  readonly args: readonly (Temp | undefined)[];
  readonly node: TSESTree.Node;
}

/** Adds a run of `target`, with what it is given as its parameters. */
function start(planner: Planner, run: Run, target: FunctionIR, how: Start): DraftStep {
  const offset = planner.temps;
  planner.temps += target.temps;
  planner.length += lengthOf(target);
  const entry = push(planner, draft({ fn: target, through: how.through }, how.handler));
  target.parameters.forEach(({ temp, rest }, index) => {
    const from = how.args[index];
    if (!rest && from !== undefined)
      entry.instructions.push({ op: "cast", to: temp + offset, from, type: undefined, node: how.node });
  });
  const { self, through, handler, exit } = how;
  const first = layOut(planner, {
    fn: target,
    offset,
    running: [...run.running, target],
    self,
    through,
    handler,
    exit,
  });
  entry.end = { op: "jump", target: first };
  return entry;
}

/** What a function returns becomes the value of its call; if there is one `return`, the call stands for what it names. */
function pass({ blocks }: FunctionIR, to: Temp, from: Temp, node: TSESTree.Node): Instruction {
  return blocks.filter(({ end }) => end.op === "return").length === 1
    ? { op: "cast", to, from, type: undefined, node }
    : { op: "copy", to, from, node };
}

/** `promise.then(…)`: its callbacks run when the function has come to its end, or waits. */
function chain(
  planner: Planner,
  run: Run,
  original: Instruction & { op: "call" },
  call: Instruction & { op: "call" },
  current: DraftStep,
): boolean {
  const callbacks = callbacksOf(planner.helpers, run.fn, original);
  if (callbacks === undefined || call.receiver === undefined) return false;
  const before = planner.outcomes.get(call.receiver) ?? { fulfilled: [current], rejected: [current] };
  const after = (fn: FunctionIR | undefined, from: readonly DraftStep[]): Outcome => {
    if (fn === undefined || !canEnter(planner, run, fn)) return { fulfilled: from, rejected: [] };
    return react(planner, run, fn, call, from);
  };
  const { onFulfilled, onRejected, onSettled } = callbacks;
  if (onSettled !== undefined) {
    const both = [...new Set([...before.fulfilled, ...before.rejected])];
    const settled = after(onSettled, both);
    planner.outcomes.set(call.to, {
      fulfilled: settled.fulfilled,
      rejected: [...settled.fulfilled, ...settled.rejected],
    });
  } else {
    const fulfilled = after(onFulfilled, before.fulfilled);
    const rejected = onRejected === undefined ? undefined : after(onRejected, before.rejected);
    planner.outcomes.set(call.to, {
      fulfilled: [...fulfilled.fulfilled, ...(rejected?.fulfilled ?? [])],
      rejected: [...fulfilled.rejected, ...(rejected?.rejected ?? before.rejected)],
    });
  }
  planner.entered.add(call.to);
  return true;
}

/** Adds a run of a callback of a promise. */
function react(
  planner: Planner,
  run: Run,
  fn: FunctionIR,
  call: Instruction & { op: "call" },
  from: readonly DraftStep[],
): Outcome {
  const { node } = call;
  const failed = draft({ fn, through: run.through }, undefined);
  const ends: DraftStep[] = [];
  const value = planner.temps++;
  const turn = push(planner, draft({ fn, through: run.through }, undefined));
  turn.instructions.push({ op: "await", to: value, from: call.receiver!, node });
  const entry = start(planner, run, fn, {
    args: [value],
    self: ownerOfThis(fn) === ownerOfThis(run.fn) ? run.self : undefined,
    through: run.through,
    handler: failed,
    node,
    exit(end, returned, at) {
      if (returned !== undefined) end.instructions.push(pass(fn, call.to, returned, at));
      ends.push(end);
    },
  });
  turn.end = { op: "jump", target: entry };
  push(planner, failed);
  for (const step of from) step.later.push(turn);
  return { fulfilled: ends, rejected: [failed] };
}

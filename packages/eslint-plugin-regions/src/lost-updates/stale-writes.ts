import type { TSESTree } from "@typescript-eslint/utils";
import { successors } from "../lower/control-flow.js";
import type { Instruction, Temp } from "../lower/ir.js";
import type { Accesses } from "./accesses.js";
import { decide, readsOf } from "./conditions.js";
import type { Step } from "./course.js";
import { isStoring } from "./dependence.js";
import { add, allOf, at, type Candidate, createFlow, type Flow, isLocal, type StaleWrite, type State } from "./flow.js";
import { type Missing, missingAfter, NOTHING } from "./missing.js";
import type { Place } from "./places.js";
import { has, ITSELF, type Layer, layer, MADE, madeOf, NONE, type Reads, RETURNED } from "./reads.js";
import { resultOf } from "./results.js";
import { isSuspension } from "./suspensions.js";

export interface StaleWrites {
  readonly found: readonly StaleWrite[];
  /** Calls in sections that let one call in at a time. */
  readonly exclusiveCalls: ReadonlySet<TSESTree.Node>;
}

/** Follows what was read through a course, and finds the candidates that write what it has become of a stale read. */
export function findStaleWrites(accesses: Accesses, candidates: readonly Candidate[]): StaleWrites {
  const flow = createFlow(accesses, candidates);
  const { blocks } = accesses.course;
  const entries: (State | undefined)[] = [
    { fresh: NONE, stale: NONE, replaced: NONE, exclusive: [], variables: new Map() },
  ];
  // What a pass finds is true once nothing has changed in it; without a way back nothing can change in a second one.
  const isLoop = blocks.some(goesBack);
  while (pass(flow, blocks, entries) && isLoop) {
    flow.found.clear();
    flow.exclusiveCalls.clear();
  }
  return { found: [...flow.found.values()], exclusiveCalls: flow.exclusiveCalls };
}

const goesBack = (step: Step): boolean => [...successors(step), ...step.later].some((target) => target <= step.id);

/** Goes over all blocks once; returns whether anything has changed. */
function pass(flow: Flow, blocks: readonly Step[], entries: (State | undefined)[]): boolean {
  let isChanged = false;
  for (const block of blocks) {
    const entry = entries[block.id];
    if (entry === undefined) continue;
    const state: State = { ...entry, variables: new Map(entry.variables) };
    const flowTo = (target: number | undefined, left: State = state): void => {
      if (target !== undefined && joinInto(entries, target, left)) isChanged = true;
    };
    flowTo(block.handler);
    for (const instruction of block.instructions) {
      if (step(flow, state, instruction)) isChanged = true;
      if (block.handler !== undefined && canThrow(instruction)) flowTo(block.handler);
    }
    const branchTo = (target: number, missing: Missing | undefined): void => {
      const gone = missing === undefined ? NONE : readsOf(flow, missing);
      const { fresh, stale, variables } = state;
      flowTo(target, gone === NONE ? state : { ...state, fresh: fresh & ~gone, stale: stale & ~gone, variables });
    };
    block.later.forEach((target) => {
      flowTo(target);
    });
    const { end } = block;
    if (end.op === "jump") flowTo(end.target);
    else if (end.op === "branch") {
      if (end.test !== undefined) decide(flow, state, end.test, end.node);
      const { ifTrue, ifFalse } = end.test === undefined ? NOTHING : missingAfter(flow.accesses, end.test);
      branchTo(end.yes, ifTrue);
      branchTo(end.no, ifFalse);
    }
  }
  return isChanged;
}

function canThrow({ op }: Instruction): boolean {
  return op === "await" || op === "call" || op === "new" || op === "yield" || op === "next" || op === "write";
}

function joinInto(entries: (State | undefined)[], target: number, from: State): boolean {
  const into = entries[target];
  if (into === undefined) {
    entries[target] = { ...from, variables: new Map(from.variables) };
    return true;
  }
  const stale = into.stale | from.stale;
  const fresh = (into.fresh | from.fresh) & ~stale;
  const replaced = into.replaced | from.replaced;
  const exclusive = into.exclusive.filter((section) => from.exclusive.includes(section));
  let isChanged =
    stale !== into.stale ||
    fresh !== into.fresh ||
    replaced !== into.replaced ||
    exclusive.length !== into.exclusive.length;
  into.stale = stale;
  into.fresh = fresh;
  into.replaced = replaced;
  into.exclusive = exclusive;
  for (const [variable, reads] of from.variables) {
    const known = into.variables.get(variable) ?? NONE;
    if ((known | reads) === known) continue;
    into.variables.set(variable, known | reads);
    isChanged = true;
  }
  return isChanged;
}

/** Carries the state over one instruction; returns whether more is known of its result than before. */
function step(flow: Flow, state: State, instruction: Instruction): boolean {
  const { guards } = flow;
  if (isSuspension(instruction)) suspend(flow, state, instruction.node);
  if (guards.enters.has(instruction)) state.exclusive = [...state.exclusive, guards.enters.get(instruction)];
  if (guards.leaves.has(instruction)) leave(state, guards.leaves.get(instruction));
  const candidate = flow.candidates.get(instruction);
  if (candidate !== undefined) write(flow, state, candidate, valueOf(flow, instruction));
  const bit = flow.bitOf.get(instruction);
  if (bit !== undefined) read(flow, state, bit, flow.accesses.reads.get(instruction)!);

  switch (instruction.op) {
    case "write":
      assign(flow, state, instruction);
      return false;
    case "set":
      return store(flow, state, instruction.object, madeOf(at(flow, instruction.from), flow.all));
    case "spread":
      return store(flow, state, instruction.into, madeOf((bit ?? NONE) | at(flow, instruction.from), flow.all));
    case "dispose":
    case "escape":
      return false;
    case "call":
      if (state.exclusive.length > 0) flow.exclusiveCalls.add(instruction.node);
      if (instruction.receiver !== undefined && isStoring(flow.accesses.definitions, instruction.callee))
        store(flow, state, instruction.receiver, madeOf(allOf(flow, instruction.args), flow.all));
      return add(flow, instruction.to, (bit ?? NONE) | resultOf(flow, state, instruction));
    default:
      return add(flow, instruction.to, (bit ?? NONE) | resultOf(flow, state, instruction));
  }
}

/** What a helper has locked for itself it unlocks for itself. */
function leave(state: State, section: TSESTree.Node | undefined): void {
  state.exclusive = state.exclusive.filter((each) => each !== section);
}

function suspend(flow: Flow, state: State, node: TSESTree.Node): void {
  if (state.exclusive.length > 0) return;
  flow.reads.forEach((_, index) => {
    if (has(state.fresh, index)) flow.suspensions[index] = node;
  });
  state.stale |= state.fresh;
  state.fresh = NONE;
}

/** After a second look at the place, what is written is no longer blind to what others did. */
function read(flow: Flow, state: State, bit: Reads, place: Place): void {
  const looked = (flow.ofPlace.get(place) ?? NONE) & state.stale;
  state.stale &= ~looked;
  state.fresh |= looked | bit;
  state.replaced &= ~bit;
}

function write(flow: Flow, state: State, candidate: Candidate, value: Reads): void {
  const { write: instruction, place, parts } = candidate;
  const of = (kind: Layer): Reads => layer(value, kind, flow.all);
  const own = flow.ofPlace.get(place) ?? NONE;
  const known = of(ITSELF) | of(MADE);
  // To put back what was there is no update, if the course has put something else there.
  const written = known & ~(of(ITSELF) & ~of(MADE) & state.replaced);
  let lost = NONE;
  // Of a parameter's field, what a function returns for it is mostly the same thing in another form.
  const returned = place.root.kind === "argument" ? NONE : of(RETURNED);
  // A whole that an unknown function made of one of its parts is a new one; of the place itself, its successor.
  for (const part of parts)
    lost |= (flow.ofPlace.get(part) ?? NONE) & state.stale & (part !== place ? of(MADE) : written | returned);
  const { through } = flow.accesses;
  const call = through.get(instruction);
  const at = call ?? instruction.node;
  // What a helper does all by itself is its own affair.
  const index = flow.reads.findIndex(
    (each, bit) => has(lost, bit) && (call === undefined || through.get(each) !== call),
  );
  if (index !== -1 && !flow.found.has(at)) {
    flow.found.set(at, {
      write: instruction,
      place,
      read: flow.reads[index]!,
      suspension: flow.suspensions[index]!,
    });
  }
  if ((known & own) === NONE) state.replaced |= own;
  // What was overwritten by something else and is put back later is no update.
  const forgotten = own & ~(known & ~lost);
  state.fresh &= ~forgotten;
  state.stale &= ~forgotten;
}

/** The value that a candidate writes. */
function valueOf(flow: Flow, instruction: Instruction): Reads {
  if (instruction.op === "write" || instruction.op === "set") return at(flow, instruction.from);
  return instruction.op === "call" ? at(flow, instruction.args[1]!.temp) : NONE;
}

function assign(flow: Flow, state: State, { variable, from }: Instruction & { op: "write" }): void {
  if (isLocal(flow, variable)) state.variables.set(variable, at(flow, from));
  const keyed = flow.ofKey.get(variable);
  if (keyed === undefined) return;
  state.fresh &= ~keyed;
  state.stale &= ~keyed;
}

/** Puts something into an object of the function's own, which is made of it from now on. */
function store(flow: Flow, state: State, object: Temp, reads: Reads): boolean {
  if (reads === NONE) return false;
  const definition = flow.accesses.definitions[object];
  if (definition?.op === "read" && isLocal(flow, definition.variable)) {
    const { variable } = definition;
    state.variables.set(variable, (state.variables.get(variable) ?? NONE) | reads);
  }
  return add(flow, object, reads);
}

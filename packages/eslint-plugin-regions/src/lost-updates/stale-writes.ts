import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp, Variable } from "../lower/ir.js";
import type { Accesses } from "./accesses.js";
import type { Step } from "./course.js";
import { isDeriving, isStoring } from "./dependence.js";
import { findGuards, type Guards } from "./guards.js";
import type { Place } from "./places.js";
import {
  alternative,
  has,
  ITSELF,
  type Layer,
  layer,
  MADE,
  madeOf,
  NONE,
  partOf,
  type Reads,
  RETURNED,
  returnedFor,
  single,
} from "./reads.js";
import { type Missing, missingAfter, NOTHING } from "./missing.js";
import { isSuspension } from "./suspensions.js";

/** A write of `place`, and the places read in the function that it overwrites. */
export interface Candidate {
  readonly write: Instruction;
  readonly place: Place;
  readonly parts: readonly Place[];
}

export interface StaleWrite {
  readonly write: Instruction;
  readonly place: Place;
  readonly read: Instruction;
  readonly suspension: TSESTree.Node;
}

/** What holds at one point. */
interface State {
  /** Reads after which nothing was waited for; and those after which something was. */
  fresh: Reads;
  stale: Reads;
  /** Reads of what the course has replaced since, on some path, by something that has nothing to do with it. */
  replaced: Reads;
  /** Sections that let one call in at a time, by the call of the helper in which they began. */
  exclusive: readonly (TSESTree.Node | undefined)[];
  /** What the values of the function's own variables are made of. */
  readonly variables: Map<Variable, Reads>;
}

interface Flow {
  readonly accesses: Accesses;
  readonly guards: Guards;
  readonly reads: Instruction[];
  readonly bitOf: Map<Instruction, Reads>;
  /** The reads of each place. */
  readonly ofPlace: Map<Place, Reads>;
  /** The reads of places that have the variable as a key. */
  readonly ofKey: Map<Variable, Reads>;
  readonly all: Reads;
  readonly candidates: ReadonlyMap<Instruction, Candidate>;
  /** What each temporary is made of; grows only. */
  readonly temps: Reads[];
  /** What the test of `a ? b : c` is made of. */
  readonly tests: Map<TSESTree.Node, Reads>;
  /** Where each read became stale. */
  readonly suspensions: TSESTree.Node[];
  /** By syntax: the copies of a `finally` are one write. */
  readonly found: Map<TSESTree.Node, StaleWrite>;
  isLast: boolean;
}

/** Follows what was read through a function, and finds the candidates that write what it has become of a stale read. */
export function findStaleWrites(accesses: Accesses, candidates: readonly Candidate[]): StaleWrite[] {
  const flow = createFlow(accesses, candidates);
  const { blocks } = accesses.course;
  const entries: (State | undefined)[] = [
    { fresh: NONE, stale: NONE, replaced: NONE, exclusive: [], variables: new Map() },
  ];
  let isChanged = true;
  while (isChanged) {
    isChanged = pass(flow, blocks, entries);
    if (!isChanged && !flow.isLast) {
      flow.isLast = true;
      isChanged = true;
    } else if (flow.isLast) break;
  }
  return [...flow.found.values()];
}

function createFlow(accesses: Accesses, candidates: readonly Candidate[]): Flow {
  const tracked = new Set(candidates.flatMap(({ parts }) => parts));
  const flow: Flow = {
    accesses,
    guards: findGuards(accesses),
    reads: [],
    bitOf: new Map(),
    ofPlace: new Map(),
    ofKey: new Map(),
    all: NONE,
    candidates: new Map(candidates.map((each) => [each.write, each])),
    temps: [],
    tests: new Map(),
    suspensions: [],
    found: new Map(),
    isLast: false,
  };
  let all = NONE;
  for (const [instruction, place] of accesses.reads) {
    if (!tracked.has(place)) continue;
    const bit = single(flow.reads.length);
    flow.reads.push(instruction);
    flow.bitOf.set(instruction, bit);
    flow.ofPlace.set(place, (flow.ofPlace.get(place) ?? NONE) | bit);
    for (const key of place.keys) flow.ofKey.set(key, (flow.ofKey.get(key) ?? NONE) | bit);
    all |= bit;
  }
  return { ...flow, all };
}

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
      return store(flow, state, instruction.into, madeOf(at(flow, instruction.from), flow.all));
    case "dispose":
    case "escape":
      return false;
    case "call":
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
  if (index !== -1 && flow.isLast && !flow.found.has(at)) {
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

/** A function of the course declares it. */
function isLocal({ accesses: { course } }: Flow, { owner }: Variable): boolean {
  return owner !== undefined && course.parts.has(owner);
}

function add(flow: Flow, temp: Temp, reads: Reads): boolean {
  const known = flow.temps[temp] ?? NONE;
  flow.temps[temp] = known | reads;
  return (known | reads) !== known;
}

function at(flow: Flow, temp: Temp): Reads {
  return flow.temps[temp] ?? NONE;
}

/** What the result of an instruction is made of. */
function resultOf(flow: Flow, state: State, instruction: Instruction): Reads {
  const { all } = flow;
  switch (instruction.op) {
    case "read":
      return state.variables.get(instruction.variable) ?? NONE;
    case "copy": {
      const value = at(flow, instruction.from);
      const { parent } = instruction.node;
      if (parent?.type === AST_NODE_TYPES.LogicalExpression) return alternative(value, all);
      return value | (flow.tests.get(choiceAround(instruction.node)!) ?? NONE);
    }
    case "cast":
      return at(flow, instruction.from);
    case "await":
      // `this.store = await this.store` puts what a promise has become in its place.
      // What a function of the course returns is known.
      return flow.accesses.course.entered.has(instruction.from)
        ? at(flow, instruction.from)
        : alternative(at(flow, instruction.from), all);
    case "rest":
    case "element":
    case "next":
      return partOf(at(flow, instruction.from), all);
    case "get":
      return isPartOfRead(flow, instruction) ? NONE : partOf(at(flow, instruction.object), all);
    case "compute":
      return madeOf(
        instruction.from.reduce((reads, from) => reads | at(flow, from), NONE),
        all,
      );
    case "call": {
      if (flow.accesses.course.entered.has(instruction.to)) return NONE;
      if (!isDeriving(flow.accesses.definitions, instruction.callee)) return returned(flow, instruction.args);
      const reads = allOf(flow, instruction.args);
      return madeOf(instruction.receiver === undefined ? reads : reads | at(flow, instruction.receiver), all);
    }
    case "new":
      return returned(flow, instruction.args);
    default:
      return NONE;
  }
}

/** Of a function that is given options, nobody knows what it makes of one of them. */
function returned(flow: Flow, args: readonly { readonly temp: Temp }[]): Reads {
  const whole = args.filter(({ temp }) => flow.accesses.definitions[temp]?.op !== "fresh");
  return returnedFor(allOf(flow, whole), flow.all);
}

/** `config.path`, where it is the path that counts, and not what else there is in `config`. */
function isPartOfRead({ accesses, bitOf }: Flow, instruction: Instruction & { op: "get" }): boolean {
  const object = accesses.definitions[instruction.object];
  return bitOf.has(instruction) && object !== undefined && accesses.reads.has(object);
}

function allOf(flow: Flow, args: readonly { readonly temp: Temp }[]): Reads {
  return args.reduce((reads, { temp }) => reads | at(flow, temp), NONE);
}

/** `a ? b : c` of which `node` is `b` or `c`. */
function choiceAround(node: TSESTree.Node): TSESTree.Node | undefined {
  const { parent } = node;
  return parent?.type === AST_NODE_TYPES.ConditionalExpression && parent.test !== node ? parent : undefined;
}

/** A condition: what it is made of decides about the value of `a ? b : c`, and a check for change makes all fresh. */
function decide(flow: Flow, state: State, test: Temp, node: TSESTree.Node): void {
  if (isRecheck(flow, test)) {
    state.fresh |= state.stale;
    state.stale = NONE;
  }
  const reads = at(flow, test);
  if (reads === NONE) return;
  let child: TSESTree.Node = node;
  while (
    child.parent?.type === AST_NODE_TYPES.LogicalExpression ||
    child.parent?.type === AST_NODE_TYPES.UnaryExpression
  )
    child = child.parent;
  const choice = child.parent;
  if (choice?.type === AST_NODE_TYPES.ConditionalExpression && choice.test === child)
    flow.tests.set(choice, (flow.tests.get(choice) ?? NONE) | madeOf(reads, flow.all));
}

/** The reads of what is not there, or of parts of it. */
function readsOf({ ofPlace }: Flow, { place, isWhole }: Missing): Reads {
  let gone = NONE;
  for (const [each, reads] of ofPlace)
    if (each === place ? isWhole : isPartOf(each, place)) gone |= reads;
  return gone;
}

function isPartOf({ whole }: Place, place: Place): boolean {
  for (let each = whole; each !== undefined; each = each.whole) if (each === place) return true;
  return false;
}

const COMPARISONS = new Set(["===", "!==", "==", "!="]);

/** `if (this.version !== before) return`: a place that the function knew before is compared with what it remembers. */
function isRecheck(flow: Flow, test: Temp): boolean {
  const { definitions, reads, writes } = flow.accesses;
  const comparison = definitions[test];
  if (comparison?.op !== "compute" || !COMPARISONS.has(comparison.operator)) return false;
  const [left, right] = comparison.from.map((from) => definitions[from]);
  if (left === undefined || right === undefined) return false;
  const isKnown = (each: Instruction): boolean => {
    const place = reads.get(each);
    const isSame = ([instruction, other]: [Instruction, Place]): boolean => other === place && instruction !== each;
    return place !== undefined && ([...reads].some(isSame) || [...writes].some(isSame));
  };
  const isRemembered = (each: Instruction): boolean =>
    each.op === "read" && isLocal(flow, each.variable) && !reads.has(each);
  return (isRemembered(right) && isKnown(left)) || (isRemembered(left) && isKnown(right));
}

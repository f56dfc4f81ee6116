import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp, Variable } from "../lower/ir.js";
import type { Accesses } from "./accesses.js";
import { findGuards, type Guards } from "./guards.js";
import type { Place } from "./places.js";
import { NONE, type Reads, single } from "./reads.js";

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
export interface State {
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

export interface Flow {
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
  readonly exclusiveCalls: Set<TSESTree.Node>;
}

export function createFlow(accesses: Accesses, candidates: readonly Candidate[]): Flow {
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
    temps: new Array<Reads>(accesses.course.temps).fill(NONE),
    tests: new Map(),
    suspensions: [],
    found: new Map(),
    exclusiveCalls: new Set(),
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

/** A function of the course declares it. */
export function isLocal({ accesses: { course } }: Flow, { owner }: Variable): boolean {
  return owner !== undefined && course.parts.has(owner.node);
}

export function add(flow: Flow, temp: Temp, reads: Reads): boolean {
  const known = at(flow, temp);
  flow.temps[temp] = known | reads;
  return (known | reads) !== known;
}

export function at(flow: Flow, temp: Temp): Reads {
  return flow.temps[temp]!;
}

export function allOf(flow: Flow, args: readonly { readonly temp: Temp }[]): Reads {
  return args.reduce((reads, { temp }) => reads | at(flow, temp), NONE);
}

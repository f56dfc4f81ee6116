import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR, Variable } from "../lower/ir.js";
import { irOf } from "../lower/lower-file.js";
import { type Accesses, findAccesses } from "./accesses.js";
import { callsOf, isGivenShared, isInternal } from "./arguments.js";
import type { Course } from "./course.js";
import { createHelpers } from "./helpers.js";
import { createInterests } from "./interests.js";
import { planCourse } from "./plan-course.js";
import { type Overlap, overlapOf } from "./overlap.js";
import { mayLoseUpdates } from "./may-lose.js";
import type { Place, Root } from "./places.js";
import type { Candidate } from "./flow.js";
import { findStaleWrites } from "./stale-writes.js";

/** A write whose value was made of an older value of the same place, read before others could change it. */
export interface LostUpdate {
  /** Where it happens: the write, or the call of a helper that writes. */
  readonly write: TSESTree.Node;
  /** The write itself. */
  readonly target: TSESTree.Node;
  readonly read: TSESTree.Node;
  readonly suspension: TSESTree.Node;
  /** Who can write in between. */
  readonly overlap: Overlap;
}

/** The lost updates of a file, in the order of its text. */
export function findLostUpdates(sourceCode: Readonly<TSESLint.SourceCode>): LostUpdate[] {
  if (!mayLoseUpdates(sourceCode)) return [];
  const file = irOf(sourceCode);
  const helpers = createHelpers(file);
  const interests = createInterests(helpers);
  const found = new Map<TSESTree.Node, LostUpdate & { readonly fn: FunctionIR }>();
  const exclusiveCalls = new Set<TSESTree.Node>();
  const entered = new Set<FunctionIR>();
  // Outer functions come first: their courses have the callbacks of their promises in them.
  for (const fn of [...file.functions].reverse()) {
    const names = entered.has(fn) ? undefined : interests.of(fn);
    if (names === undefined) continue;
    const course = planCourse(file, helpers, fn, (other) => interests.concerns(other, names));
    for (const { fn: part, through } of course.blocks) if (through === undefined) entered.add(part);
    const { updates, exclusive } = inCourse(file, course);
    for (const update of updates) if (!found.has(update.write)) found.set(update.write, { ...update, fn });
    for (const call of exclusive) exclusiveCalls.add(call);
  }
  // What a helper does wrong by itself is reported there, and not where it is called as well.
  return [...found.values()]
    .filter(({ write, target }) => write === target || !found.has(target))
    .filter(({ fn }) => !isCalledInTurn(file, fn, exclusiveCalls))
    .sort((a, b) => a.write.range[0] - b.write.range[0]);
}

/** Nobody but its class calls it, and always where one call is let in at a time. */
function isCalledInTurn(file: FileIR, fn: FunctionIR, exclusiveCalls: ReadonlySet<TSESTree.Node>): boolean {
  if (!isInternal(fn.node.parent)) return false;
  const calls = callsOf(file, fn);
  return calls.length > 0 && calls.every((call) => exclusiveCalls.has(call));
}

interface InCourse {
  readonly updates: readonly LostUpdate[];
  readonly exclusive: Iterable<TSESTree.Node>;
}

function inCourse(file: FileIR, course: Course): InCourse {
  const { fn } = course;
  const accesses = findAccesses(course);
  const overlaps = new Map<Root, Overlap | undefined>();
  const whyShared = ({ root }: Place): Overlap | undefined => {
    if (!overlaps.has(root)) overlaps.set(root, othersThatWrite(file, fn, root));
    return overlaps.get(root);
  };
  const parts = partsRead(accesses);
  const candidates: Candidate[] = [];
  for (const [write, place] of accesses.writes) {
    const read = parts.get(place);
    if (read !== undefined && whyShared(place) !== undefined) candidates.push({ write, place, parts: read });
  }
  if (candidates.length === 0) return { updates: [], exclusive: [] };
  const { through } = accesses;
  const { found, exclusiveCalls } = findStaleWrites(accesses, candidates);
  const updates = found.map(({ write, read, suspension, place }) => ({
    write: through.get(write) ?? write.node,
    target: write.node,
    read: through.get(read) ?? read.node,
    suspension,
    overlap: whyShared(place)!,
  }));
  return { updates, exclusive: exclusiveCalls };
}

/** The places that are read, by what they are, and by what they are parts of. */
function partsRead({ reads }: Accesses): Map<Place, Place[]> {
  const parts = new Map<Place, Place[]>();
  for (const place of new Set(reads.values())) {
    for (let whole: Place | undefined = place; whole !== undefined; whole = whole.whole) {
      const known = parts.get(whole);
      if (known === undefined) parts.set(whole, [place]);
      else known.push(place);
    }
  }
  return parts;
}

/** Who can write what begins with `root` while `fn` waits; undefined: nobody, as far as is known. */
function othersThatWrite(file: FileIR, fn: FunctionIR, root: Root): Overlap | undefined {
  const within = root.kind === "variable" ? (root.variable.owner ?? file.module) : file.module;
  const overlap = overlapOf(file, fn, within);
  if (typeof overlap !== "string")
    return root.kind === "argument" && !isGivenShared(file, fn, root.index, overlap) ? undefined : overlap;
  return overlap === "once" && root.kind === "variable" ? writerBesides(file, fn, root.variable, within) : undefined;
}

/** Another function that writes the variable and can be called at any time. */
function writerBesides(file: FileIR, fn: FunctionIR, variable: Variable, within: FunctionIR): Overlap | undefined {
  for (const other of variable.capturedBy) {
    if (other === fn || !writesVariable(other, variable)) continue;
    const overlap = overlapOf(file, other, within);
    // What is called for each element, or here and there, has ended before this function goes on, unless it waits.
    if (typeof overlap === "string" || ((overlap.kind === "each" || overlap.kind === "detached") && !other.isAsync))
      continue;
    return { kind: "writer", fn: other };
  }
  return undefined;
}

function writesVariable(fn: FunctionIR, variable: Variable): boolean {
  return fn.blocks.some(({ instructions }) =>
    instructions.some((each) => each.op === "write" && each.variable === variable),
  );
}

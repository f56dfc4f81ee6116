import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { functionOfScope } from "../lower/function-around.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import { functionsOf } from "../lower/lower-lazily.js";
import { type Accesses, findAccesses } from "./accesses.js";
import { callsOf, isGivenShared, isInternal } from "./arguments.js";
import type { Course } from "./course.js";
import { createHelpers } from "./helpers.js";
import { createInterests } from "./interests.js";
import { planCourse } from "./plan-course.js";
import { type Overlap, overlapOf } from "./overlap.js";
import type { Place, Root } from "./places.js";
import type { Candidate } from "./flow.js";
import { findStaleWrites } from "./stale-writes.js";
import { suspectsIn } from "./suspects.js";

type Source = Readonly<TSESLint.SourceCode>;

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
export const findLostUpdates = (source: Source): LostUpdate[] => lostUpdatesIn(source, suspectsIn(source));

/**
 * The same in some functions of a file.
 *
 * @param nodes inner functions before outer ones
 */
export function lostUpdatesIn(source: Source, nodes: readonly TSESTree.Node[]): LostUpdate[] {
  if (nodes.length === 0) return [];
  const functions = functionsOf(source);
  const helpers = createHelpers(source);
  const interests = createInterests(helpers);
  const found = new Map<TSESTree.Node, LostUpdate & { readonly fn: FunctionIR }>();
  const exclusiveCalls = new Set<TSESTree.Node>();
  const entered = new Set<FunctionIR>();
  // Outer functions come first: their courses have the callbacks of their promises in them.
  for (const node of [...nodes].reverse()) {
    const fn = functions.at(node);
    const names = fn === undefined || entered.has(fn) ? undefined : interests.of(fn);
    if (fn === undefined || names === undefined) continue;
    const course = planCourse(source, helpers, fn, (other) => interests.concerns(other, names));
    for (const { fn: part, through } of course.blocks) if (through === undefined) entered.add(part);
    const { updates, exclusive } = inCourse(source, course);
    for (const update of updates) if (!found.has(update.write)) found.set(update.write, { ...update, fn });
    for (const call of exclusive) exclusiveCalls.add(call);
  }
  // What a helper does wrong by itself is reported there, and not where it is called as well.
  return [...found.values()]
    .filter(({ write, target }) => write === target || !found.has(target))
    .filter(({ fn }) => !isCalledInTurn(source, fn.node, exclusiveCalls))
    .sort((a, b) => a.write.range[0] - b.write.range[0]);
}

/** Nobody but its class calls it, and always where one call is let in at a time. */
function isCalledInTurn(source: Source, fn: TSESTree.Node, exclusiveCalls: ReadonlySet<TSESTree.Node>): boolean {
  if (!isInternal(fn.parent)) return false;
  const calls = callsOf(source, fn);
  return calls.length > 0 && calls.every((call) => exclusiveCalls.has(call));
}

interface InCourse {
  readonly updates: readonly LostUpdate[];
  readonly exclusive: Iterable<TSESTree.Node>;
}

function inCourse(source: Source, course: Course): InCourse {
  const { fn } = course;
  const accesses = findAccesses(course);
  const overlaps = new Map<Root, Overlap | undefined>();
  const whyShared = ({ root }: Place): Overlap | undefined => {
    if (!overlaps.has(root)) overlaps.set(root, othersThatWrite(source, fn, root));
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
function othersThatWrite(source: Source, fn: FunctionIR, root: Root): Overlap | undefined {
  const within = root.kind === "variable" ? (root.variable.owner?.node ?? source.ast) : source.ast;
  const overlap = overlapOf(source, fn.node, within);
  if (typeof overlap !== "string")
    return root.kind === "argument" && !isGivenShared(source, fn, root.index, overlap) ? undefined : overlap;
  return overlap === "once" && root.kind === "variable"
    ? writerBesides(source, fn.node, root.variable, within)
    : undefined;
}

/** Another function that writes the variable and can be called at any time. */
function writerBesides(
  source: Source,
  fn: TSESTree.Node,
  { scopeVariable, owner }: Variable,
  within: TSESTree.Node,
): Overlap | undefined {
  const writes = scopeVariable?.references.filter((reference) => reference.isWrite()) ?? [];
  for (const other of new Set(writes.map(({ from }) => functionOfScope(from)))) {
    if (other === fn || other === owner?.node) continue;
    const overlap = overlapOf(source, other, within);
    // What is called for each element, or here and there, has ended before this function goes on, unless it waits.
    if (
      typeof overlap === "string" ||
      ((overlap.kind === "each" || overlap.kind === "detached") && !("async" in other && other.async))
    )
      continue;
    return { kind: "writer", fn: other };
  }
  return undefined;
}

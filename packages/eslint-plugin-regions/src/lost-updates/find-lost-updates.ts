import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR, Instruction, Variable } from "../lower/ir.js";
import { irOf } from "../lower/lower-file.js";
import { type Accesses, findAccesses } from "./accesses.js";
import { isGivenShared } from "./arguments.js";
import { type Overlap, overlapOf } from "./overlap.js";
import { mayLoseUpdates } from "./may-lose.js";
import type { Place, Root } from "./places.js";
import { isSuspension } from "./suspensions.js";
import { type Candidate, findStaleWrites } from "./stale-writes.js";

/** A write whose value was made of an older value of the same place, read before others could change it. */
export interface LostUpdate {
  readonly write: TSESTree.Node;
  readonly read: TSESTree.Node;
  readonly suspension: TSESTree.Node;
  /** Who can write in between. */
  readonly overlap: Overlap;
}

/** The lost updates of a file, in the order of its text. */
export function findLostUpdates(sourceCode: Readonly<TSESLint.SourceCode>): LostUpdate[] {
  if (!mayLoseUpdates(sourceCode)) return [];
  const file = irOf(sourceCode);
  return file.functions
    .flatMap((fn) => (mayLose(fn) ? inFunction(file, fn) : []))
    .sort((a, b) => a.write.range[0] - b.write.range[0]);
}

/** It waits, and it writes something that is not its own. */
function mayLose(fn: FunctionIR): boolean {
  if (!fn.isAsync && !fn.isGenerator && fn.kind !== "module") return false;
  let waits = false;
  let writes = false;
  for (const { instructions } of fn.blocks) {
    for (const instruction of instructions) {
      waits ||= isSuspension(instruction);
      writes ||= isOutsideWrite(fn, instruction);
    }
  }
  return waits && writes;
}

function isOutsideWrite(fn: FunctionIR, instruction: Instruction): boolean {
  switch (instruction.op) {
    case "write": {
      const { variable, declares } = instruction;
      return !declares && (variable.owner !== fn || variable.capturedBy.size > 0);
    }
    case "set":
      return instruction.how === "assign";
    case "call":
      return instruction.args.length === 2 && instruction.receiver !== undefined;
    default:
      return false;
  }
}

function inFunction(file: FileIR, fn: FunctionIR): LostUpdate[] {
  const accesses = findAccesses(fn);
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
  if (candidates.length === 0) return [];
  return findStaleWrites(accesses, candidates).map(({ write, read, suspension, place }) => ({
    write: write.node,
    read: read.node,
    suspension,
    overlap: whyShared(place)!,
  }));
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
    return root.kind === "argument" && !isGivenShared(file, fn, overlap) ? undefined : overlap;
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

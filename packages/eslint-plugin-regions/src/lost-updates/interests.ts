import { usersOf } from "../by-name/variables.js";
import type { FunctionIR, Instruction, Key, Temp, Variable } from "../lower/ir.js";
import { callbacksOf } from "./continuations.js";
import type { Helpers } from "./helpers.js";
import { literalsAssigned, sourcesOf } from "./object-assign.js";
import { isSuspension } from "./suspensions.js";

/** Names of fields and variables that outlive a call. */
type Names = ReadonlySet<string>;

/** Which functions can lose an update, and what has to do with it. */
export interface Interests {
  /** The names that a function and those that it runs read and write, if it waits in between; undefined: nothing. */
  of(fn: FunctionIR): Names | undefined;
  /** Whether a function, or one that it runs, reads or writes one of the names. */
  concerns(fn: FunctionIR, names: Names): boolean;
}

/** What stands in one function. */
interface Summary {
  readonly reads: Names;
  readonly writes: Names;
  readonly waits: boolean;
  /** Callbacks of its promises, and functions of the file that it calls. */
  readonly runs: readonly FunctionIR[];
}

/** So far are helpers of helpers followed. */
const DEPTH = 3;

export function createInterests(helpers: Helpers): Interests {
  const summaries = new Map<FunctionIR, Summary>();
  const summaryOf = (fn: FunctionIR): Summary => {
    let known = summaries.get(fn);
    if (known === undefined) summaries.set(fn, (known = summarise(helpers, fn)));
    return known;
  };
  const extend = (fn: FunctionIR, into: Set<FunctionIR>, depth: number): void => {
    into.add(fn);
    if (depth > 0) for (const next of summaryOf(fn).runs) if (!into.has(next)) extend(next, into, depth - 1);
  };
  const reaches = new Map<FunctionIR, ReadonlySet<FunctionIR>>();
  const reach = (fn: FunctionIR): ReadonlySet<FunctionIR> => {
    const known = reaches.get(fn);
    if (known !== undefined) return known;
    const found = new Set<FunctionIR>();
    extend(fn, found, DEPTH);
    reaches.set(fn, found);
    return found;
  };
  const touches = (fn: FunctionIR, names: Names): boolean =>
    [...reach(fn)].some((each) => {
      const { reads, writes } = summaryOf(each);
      return overlaps(names, reads) || overlaps(names, writes);
    });
  const answers = new WeakMap<Names, Map<FunctionIR, boolean>>();
  return {
    of(fn) {
      const all = [...reach(fn)].map(summaryOf);
      if (!all.some(({ waits }) => waits)) return undefined;
      const names = new Set<string>();
      for (const { writes } of all)
        for (const name of writes) if (all.some(({ reads }) => reads.has(name))) names.add(name);
      return names.size === 0 ? undefined : names;
    },
    concerns(fn, names) {
      if (isAccessor(fn)) return true;
      let known = answers.get(names);
      if (known === undefined) answers.set(names, (known = new Map<FunctionIR, boolean>()));
      let answer = known.get(fn);
      if (answer === undefined) known.set(fn, (answer = touches(fn, names)));
      return answer;
    },
  };
}

function overlaps(names: Names, others: Names): boolean {
  const [small, large] = names.size < others.size ? [names, others] : [others, names];
  for (const name of small) if (large.has(name)) return true;
  return false;
}

/** `getState() { return this.state; }`: what it names is found by what is done to that. */
function isAccessor({ blocks: [block, ...others] }: FunctionIR): boolean {
  return block !== undefined && others.length === 0 && block.end.op === "return" && block.instructions.length <= 4;
}

function summarise(helpers: Helpers, fn: FunctionIR): Summary {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const runs = new Set<FunctionIR>();
  const assigned = literalsAssigned(fn, helpers.definitionsOf(fn));
  let waits = false;
  for (const { instructions } of fn.blocks) {
    for (const instruction of instructions) {
      waits ||= isSuspension(instruction);
      const read = nameRead(helpers, fn, instruction);
      const written = nameWritten(helpers, fn, instruction, assigned);
      if (read !== undefined) reads.add(read);
      if (written !== undefined) writes.add(written);
      if (instruction.op !== "call") continue;
      const callbacks = callbacksOf(helpers, fn, instruction);
      if (callbacks !== undefined) waits = true;
      const helper = callbacks === undefined ? helpers.of(fn, instruction) : undefined;
      for (const each of [callbacks?.onFulfilled, callbacks?.onRejected, callbacks?.onSettled, helper])
        if (each !== undefined) runs.add(each);
    }
  }
  return { reads, writes, waits, runs: [...runs] };
}

/** Nobody else can name the variable. */
function isHidden({ source }: Helpers, fn: FunctionIR, { owner, scopeVariable }: Variable): boolean {
  return owner === fn && scopeVariable !== undefined && usersOf(source, scopeVariable).size === 0;
}

const ENTRY = "an entry of a Map";

/** `get` or `set`, of whatever it is called on. */
function methodOf(helpers: Helpers, fn: FunctionIR, call: Instruction & { op: "call" }): string | undefined {
  const callee = call.receiver === undefined ? undefined : helpers.definitionsOf(fn)[call.callee];
  return callee?.op === "get" && callee.key.kind === "name" ? callee.key.name : undefined;
}

function nameRead(helpers: Helpers, fn: FunctionIR, instruction: Instruction): string | undefined {
  switch (instruction.op) {
    case "read": {
      const { variable } = instruction;
      return isHidden(helpers, fn, variable) ? undefined : `variable ${String(variable.id)}`;
    }
    case "get":
      return nameOf(instruction.key);
    case "element":
      return `.${String(instruction.index)}`;
    case "next":
      return ELEMENT;
    case "spread":
      return ALL_FIELDS;
    case "call":
      return methodOf(helpers, fn, instruction) === "get" ? ENTRY : undefined;
    default:
      return undefined;
  }
}

function nameWritten(
  helpers: Helpers,
  fn: FunctionIR,
  instruction: Instruction,
  assigned: ReadonlySet<Temp>,
): string | undefined {
  switch (instruction.op) {
    case "write": {
      const { variable, declares } = instruction;
      return declares || isHidden(helpers, fn, variable) ? undefined : `variable ${String(variable.id)}`;
    }
    case "set":
      return instruction.how === "assign" || assigned.has(instruction.object) ? nameOf(instruction.key) : undefined;
    case "call":
      if (sourcesOf(helpers.definitionsOf(fn), instruction) !== undefined) return ALL_FIELDS;
      return methodOf(helpers, fn, instruction) === "set" ? ENTRY : undefined;
    default:
      return undefined;
  }
}

const ELEMENT = "an element";
const ALL_FIELDS = "all fields";
const nameOf = (key: Key): string => (key.kind === "name" ? `.${key.name}` : ELEMENT);

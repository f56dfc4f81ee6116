import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../lower/ir.js";
import { type Comparison, comparisonOf, constantOf, isClaim } from "./claims.js";
import type { Accesses } from "./accesses.js";
import { type Course, isOwn } from "./course.js";
import { nameOfMethod } from "./callbacks.js";
import type { Place } from "./places.js";

/** What lets one call in at a time: from `enters` to `leaves` nobody else is expected to write. */
export interface Guards {
  /** With the call of the helper in which they are; undefined: the function itself. */
  readonly enters: ReadonlyMap<Instruction, TSESTree.Node | undefined>;
  readonly leaves: ReadonlyMap<Instruction, TSESTree.Node | undefined>;
}

const ENTER = /^(?:acquire|lock|enter)$|(?:Lock|Mutex|Semaphore)$|^(?:acquire|lock)[A-Z]/;
const LEAVE = /^(?:release|unlock|leave|dispose)$|^(?:release|unlock)[A-Z]/;

/**
 * Finds the exclusive sections of a course.
 *
 * - `await mutex.acquire()` to `release()`
 * - `if (this.busy) return; this.busy = true;` to `this.busy = false`: a flag that is tested, set and reset
 * - `if (this.state !== IDLE) return; this.state = LOADING;` to its next change: the same with more than two states
 * - `if (busy.has(key)) return; busy.add(key);` to `busy.delete(key)`: the same for each key
 * - `await this.turn; this.turn = new Promise(…)`: a promise that is waited for and replaced
 */
export function findGuards(accesses: Accesses): Guards {
  const { course, reads, writes, definitions, ofTemp } = accesses;
  const enters = new Map<Instruction, TSESTree.Node | undefined>();
  const leaves = new Map<Instruction, TSESTree.Node | undefined>();
  const tested = new Set<Place>();
  const compared = new Map<Place, Comparison>();
  /** Places that hold a state from which nobody else can go on. */
  const claimed = new Set<Place>();
  /** Sets and Maps that were asked for a key. */
  const asked = new Set<Place>();
  const methodOf = ({
    receiver,
    callee,
  }: Instruction & { op: "call" }): readonly [list?: Place | undefined, name?: string] => {
    const method = definitions[callee];
    if (receiver === undefined || method?.op !== "get" || method.key.kind !== "name") return [];
    return [ofTemp[receiver], method.key.name];
  };
  const test = (temp: Temp): void => {
    const place = testedPlace(temp, definitions, reads);
    if (place !== undefined) tested.add(place);
  };
  for (const block of course.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === "await") {
        if (isCallOf(instruction.node, ENTER) || isTurn(course, definitions, instruction))
          enters.set(instruction, block.through);
        else test(instruction.from);
      } else if (instruction.op === "call") {
        if (isCallOf(instruction.node, LEAVE)) leaves.set(instruction, block.through);
        const [list, name] = methodOf(instruction);
        if (list === undefined || !asked.has(list)) continue;
        if (name === "add" || name === "set") enters.set(instruction, block.through);
        else if (name === "delete") leaves.set(instruction, block.through);
      } else {
        if (instruction.op !== "write" && instruction.op !== "set") continue;
        const place = writes.get(instruction);
        if (place === undefined || !tested.has(place)) continue;
        const value = definitions[instruction.from];
        const comparison = compared.get(place);
        if (claimed.has(place)) leaves.set(instruction, block.through);
        else if (
          comparison !== undefined &&
          isClaim(comparison, constantOf(accesses, instruction.from), instruction.node)
        ) {
          claimed.add(place);
          enters.set(instruction, block.through);
        } else if (isSet(value)) enters.set(instruction, block.through);
        else if (value?.op === "literal") leaves.set(instruction, block.through);
      }
    }
    if (block.end.op !== "branch" || block.end.test === undefined) continue;
    test(block.end.test);
    const comparison = comparisonOf(accesses, block.end.test);
    if (comparison !== undefined) compared.set(comparison.place, comparison);
    const call = definitions[block.end.test];
    const [list, name] = call?.op === "call" ? methodOf(call) : [];
    if (list !== undefined && name === "has") asked.add(list);
  }
  return { enters, leaves };
}

/** The place that a condition asks: `this.busy`, `this.busy === true`, `!this.busy`. */
function testedPlace(temp: Temp, definitions: Accesses["definitions"], reads: Accesses["reads"]): Place | undefined {
  const definition = definitions[temp];
  if (definition === undefined) return undefined;
  const place = reads.get(definition);
  if (place !== undefined || definition.op !== "compute") return place;
  for (const from of definition.from) {
    const operand = definitions[from];
    const read = operand === undefined ? undefined : reads.get(operand);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** A flag is set to `true`, a turn to a promise. */
function isSet(value: Instruction | undefined): boolean {
  if (value?.op === "literal") return value.value === true;
  return value?.op === "new" || value?.op === "call";
}

/**
 * `mutex.acquire().then(…)`, and `this.queue = this.queue.then(…)`: promises that others know are mostly kept to let one
 * call in at a time.
 */
function isTurn(
  course: Course,
  definitions: Accesses["definitions"],
  { from, node }: Instruction & { op: "await" },
): boolean {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression) return false;
  const { object } = node.callee;
  if (object.type === AST_NODE_TYPES.CallExpression) return isCallOf(object, ENTER);
  const promise = definitions[from];
  return promise?.op === "get" || (promise?.op === "read" && !isOwn(course, promise.variable));
}

function isCallOf(node: TSESTree.Node, names: RegExp): boolean {
  const call = node.type === AST_NODE_TYPES.AwaitExpression ? node.argument : node;
  if (call.type !== AST_NODE_TYPES.CallExpression) return false;
  const name = nameOfMethod(call.callee);
  return name !== undefined && names.test(name);
}

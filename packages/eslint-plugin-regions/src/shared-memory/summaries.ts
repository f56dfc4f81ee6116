import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR } from "../lower/ir.js";
import type { CallInstruction } from "../flow/state/call-site.js";
import { nameOf } from "../lower/name-of.js";
import { enter } from "./entries.js";
import { addTo } from "./program.js";
import { nodeOf, reach, type Run, share, touch, valuesAt, viewsOf } from "./run.js";
import type { Values } from "./values.js";
import { NOTHING, union } from "./values.js";

/** Does at a call what the function called does. */
export function applySummary(run: Run, call: CallInstruction, fn: FunctionIR): Values {
  const { program, state, summary } = run;
  const called = program.summaries.get(fn)!;
  enter(program, fn, state);
  const isGiven = call.args.some(({ temp }) => reach(program, valuesAt(run, temp)).size > 0);
  if (isGiven && run.concerned.add(fn)) program.hasChanged = true;
  giveArguments(run, call, fn);
  for (const { index, elements, access } of called.touches.values()) {
    const temp = argumentAt(call, index);
    if (temp === undefined) continue;
    const helper = { name: nameOf(fn), node: access.node };
    const view = nodeOf(run, temp, call.node);
    const given = valuesAt(run, temp);
    const views = elements === undefined ? given : viewsOf(program, elements, given);
    touch(run, views, { ...access, node: call.node, view, member: undefined }, helper);
  }
  for (const index of called.shares)
    share(run, valuesAt(run, argumentAt(call, index)), { node: call.node, isPosted: false });
  for (const memory of called.makes) {
    addTo(program, summary.makes, memory);
    if (!called.shared.has(memory)) state.shared.delete(memory);
  }
  for (const [memory, sharing] of called.shared) {
    state.shared.set(memory, sharing);
    if (summary.shared.has(memory)) continue;
    summary.shared.set(memory, sharing);
    program.hasChanged = true;
  }
  return call.op === "new" ? instance(run, fn) : returned(run, call, fn, called.returns);
}

const argumentAt = ({ args }: CallInstruction, index: number): number | undefined =>
  args.slice(0, index + 1).some(({ spread }) => spread) ? undefined : args[index]?.temp;

function giveArguments(run: Run, call: CallInstruction, fn: FunctionIR): void {
  const { program } = run;
  let given = program.given.get(fn);
  if (given === undefined) program.given.set(fn, (given = fn.parameters.map(() => NOTHING)));
  for (const [index, before] of given.entries()) {
    const after = union(before, valuesAt(run, argumentAt(call, index)));
    if (after === before) continue;
    given[index] = after;
    program.hasChanged = true;
  }
}

/** The instance that a constructor of the file makes. */
function instance({ program }: Run, { node }: FunctionIR): Values {
  const classNode = node.parent?.type === AST_NODE_TYPES.MethodDefinition ? node.parent.parent.parent : undefined;
  return classNode === undefined ? NOTHING : new Set([program.table.holder(classNode)]);
}

/** What a call returns: parameters stand for what was given here. */
function returned(run: Run, call: CallInstruction, fn: FunctionIR, returns: Values): Values {
  let values: Values = NOTHING;
  for (const each of returns) {
    const memory = each.kind === "view" ? each.memory : each;
    if (memory?.kind !== "argument" || memory.fn !== fn) values = union(values, new Set([each]));
    else {
      const given = valuesAt(run, argumentAt(call, memory.index));
      values = union(values, each.kind === "view" ? viewsOf(run.program, each.elements, given) : given);
    }
  }
  return values;
}

import { mayAssign } from "../by-name/may-assign.js";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { deedsAt } from "./deeds.js";
import { canBypass, endingAfter } from "./endings.js";
import type { AliasFile } from "./file.js";
import { follow, type Point } from "./follow.js";
import type { Effect, Summary } from "./summary.js";
import { rootOf, unite, type Value, type Values } from "./value.js";

/** Effects beyond so many are left out. */
const MOST_EFFECTS = 40;

/** What a call of a function does to what its caller knows. */
export function summarise(file: AliasFile, fn: FunctionIR): Summary {
  const effects = new Map<string, Effect>();
  const assigned = new Set<Value>();
  const result: { returned: Values } = { returned: [] };
  follow(file, fn, (instruction, point) => {
    if (instruction === undefined) {
      const { end } = point.block;
      if (end.op === "return")
        result.returned = unite(result.returned, end.from === undefined ? [] : knownOf(point, point.valueOf(end.from)));
      return;
    }
    noteAssigned(point, instruction, assigned);
    const { block, definitions } = point;
    for (const deed of deedsAt(point, instruction)) {
      for (const target of deed.targets ?? []) {
        if (!isOfCaller(fn, target) || effects.size >= MOST_EFFECTS) continue;
        const { change, node, by, args } = deed;
        const ending = () => endingAfter(definitions, fn, block, instruction);
        const isAlways = () => deed.isAlways() && !canBypass(fn, 0, block.id, ({ end }) => end.op === "return");
        effects.set(`${String(target.id)} ${node.range.join("-")} ${change.what}`, {
          change,
          node,
          by,
          target,
          args,
          ending,
          isAlways,
        });
      }
    }
  });
  return {
    effects: [...effects.values()],
    assigned: [...assigned],
    returned: result.returned?.length === 0 ? undefined : result.returned,
  };
}

/** Whether callers can know it: what was made here they have never seen. */
function isOfCaller(fn: FunctionIR, value: Value): boolean {
  const { origin } = rootOf(value);
  if (value.isOld) return false;
  return origin.kind === "variable" ? origin.variable.owner !== fn : origin.kind !== "site";
}

/** Undefined when some of it is made here: callers would take two results for one. */
function knownOf({ fn }: Point, values: Values): Values {
  return values?.every((each) => isOfCaller(fn, each)) === true ? values : undefined;
}

function noteAssigned(point: Point, instruction: Instruction, assigned: Set<Value>): void {
  const { file, fn } = point;
  if (instruction.op === "write" && instruction.variable.owner !== fn)
    assigned.add(file.table.variable(instruction.variable));
  else if ((instruction.op === "set" || instruction.op === "delete") && instruction.key.kind === "name") {
    for (const base of point.valueOf(instruction.object) ?? []) {
      const field = isOfCaller(fn, base) ? file.table.field(base, instruction.key.name) : undefined;
      if (field !== undefined) assigned.add(field);
    }
  } else if (instruction.op === "function" && mayAssign(file.source, instruction.node)) {
    for (const each of file.summaryOf(instruction.fn).assigned) if (isOfCaller(fn, each)) assigned.add(each);
  }
}

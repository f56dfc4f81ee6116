import type { Instruction, Temp, Variable } from "../lower/ir.js";
import { pathOf } from "./callee.js";
import { instructionsOf } from "./program.js";
import { placeOf, type Run, valuesAt } from "./run.js";
import type { Values } from "./values.js";

/** What `x instanceof SharedArrayBuffer` makes known on the way on which it came out as `truth`. */
export function refine(run: Run, test: Temp, truth: boolean): void {
  const { program, definitions, state } = run;
  const asked = questionAt(run, test);
  if (asked === undefined) return;
  const [value, type] = asked.from;
  if (value === undefined || type === undefined || pathOf(run, type) !== "SharedArrayBuffer") return;
  const known = valuesAt(run, value);
  const memory: Values = new Set([...known].filter(({ kind }) => kind === "memory"));
  const definition = definitions.definitions[value];
  const place =
    definition?.op === "read"
      ? String(definition.variable.id)
      : definition?.op === "get"
        ? placeOf(run, definition.object, definition.key)
        : undefined;
  if (truth) {
    if (place !== undefined)
      state.places.set(place, memory.size > 0 ? memory : new Set([program.table.memory(asked.node, true)]));
    return;
  }
  for (const each of memory) {
    if (each.kind !== "memory") continue;
    state.refuted.add(each);
    state.shared.delete(each);
  }
}

/** The `instanceof` of a condition, or of the constant that a condition asks. */
function questionAt({ definitions, fn }: Run, test: Temp): (Instruction & { op: "compute" }) | undefined {
  let definition = definitions.definitions[test];
  if (definition?.op === "read" && definition.variable.writes === 1) {
    const written = writtenTo(definition.variable, instructionsOf(fn));
    definition = written === undefined ? undefined : definitions.definitions[written];
  }
  return definition?.op === "compute" && definition.operator === "instanceof" ? definition : undefined;
}

function writtenTo(variable: Variable, instructions: readonly Instruction[]): Temp | undefined {
  for (const each of instructions) if (each.op === "write" && each.variable === variable) return each.from;
  return undefined;
}

import type { Instruction, Temp } from "../lower/ir.js";
import { pathOf } from "./callee.js";
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
  if (truth) {
    const received: Values = memory.size > 0 ? memory : new Set([program.table.memory(asked.node, true)]);
    if (definition?.op === "read") state.variables.set(definition.variable.id, received);
    const place = definition?.op === "get" ? placeOf(run, definition.object, definition.key) : undefined;
    if (place !== undefined) state.places.set(place, received);
    return;
  }
  for (const each of memory) {
    if (each.kind !== "memory") continue;
    state.refuted.add(each);
    state.shared.delete(each);
  }
}

/** The `instanceof` of a condition, or of the constant that a condition asks. */
function questionAt({ definitions, program, fn }: Run, test: Temp): (Instruction & { op: "compute" }) | undefined {
  let definition = definitions.definitions[test];
  if (definition?.op === "read" && definition.variable.owner === fn) {
    const written = program.written.get(definition.variable);
    definition = written === undefined ? undefined : definitions.definitions[written];
  }
  return definition?.op === "compute" && definition.operator === "instanceof" ? definition : undefined;
}

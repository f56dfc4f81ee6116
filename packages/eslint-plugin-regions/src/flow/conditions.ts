import type { Temp, Variable } from "../lower/ir.js";
import type { Frame } from "./frame.js";

/** A condition that asks the same wherever it stands, because the variable in it cannot change in between unseen. */
export interface Condition {
  readonly number: number;
  /** False: the test is the condition's opposite. */
  readonly positive: boolean;
}

/** The condition that a test asks: of a variable alone, or compared with a literal. */
export function conditionOf(frame: Frame, test: Temp): Condition | undefined {
  const definition = frame.definitions[test];
  if (definition?.op === "read" && isSteady(frame, definition.variable)) {
    return { number: numberOf(frame, definition.variable, ""), positive: true };
  }
  if (definition?.op !== "compute") return undefined;
  const [first, second] = definition.from;
  if (definition.operator === "!" && first !== undefined) {
    const inner = conditionOf(frame, first);
    return inner && { number: inner.number, positive: !inner.positive };
  }
  if ((definition.operator !== "===" && definition.operator !== "!==") || first === undefined || second === undefined) {
    return undefined;
  }
  const left = frame.definitions[first];
  const right = frame.definitions[second];
  if (left?.op !== "read" || right?.op !== "literal" || !right.known || !isSteady(frame, left.variable))
    return undefined;
  const text = `${typeof right.value} ${String(right.value)}`;
  return { number: numberOf(frame, left.variable, text), positive: definition.operator === "===" };
}

/** Only this function writes it, or nobody after its initialisation. */
function isSteady(frame: Frame, variable: Variable): boolean {
  return variable.writes === 1 || (variable.owner === frame.fn && variable.capturedBy.size === 0);
}

function numberOf(frame: Frame, variable: Variable, text: string): number {
  let known = frame.conditions.get(variable);
  if (known === undefined) frame.conditions.set(variable, (known = new Map<string, number>()));
  let number = known.get(text);
  if (number === undefined) {
    frame.conditionCount++;
    known.set(text, (number = frame.conditionCount));
  }
  return number;
}

/** The conditions that a write to the variable makes unknown again. */
export function conditionsOn(frame: Frame, variable: Variable): Iterable<number> {
  return frame.conditions.get(variable)?.values() ?? [];
}

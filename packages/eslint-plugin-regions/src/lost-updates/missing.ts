import type { Temp } from "../lower/ir.js";
import type { Accesses } from "./accesses.js";
import type { Place } from "./places.js";

/** What a condition found not to be there. */
export interface Missing {
  readonly place: Place;
  /** It is `null` or `undefined`; otherwise it may be `0`, but nothing that has parts. */
  readonly isWhole: boolean;
}

interface Outcomes {
  readonly ifTrue?: Missing | undefined;
  readonly ifFalse?: Missing | undefined;
}

export const NOTHING: Outcomes = {};

/** `if (!this.state) …`: what was read of it before was not there, so that no value is made of it. */
export function missingAfter(accesses: Accesses, test: Temp): Outcomes {
  const { definitions, ofTemp } = accesses;
  const place = ofTemp[test];
  if (place !== undefined) return { ifFalse: { place, isWhole: false } };
  const definition = definitions[test];
  if (definition?.op !== "compute") return NOTHING;
  const [left, right] = definition.from;
  if (left === undefined) return NOTHING;
  if (definition.operator === "!") {
    const { ifTrue, ifFalse } = missingAfter(accesses, left);
    return { ifTrue: ifFalse, ifFalse: ifTrue };
  }
  const compared =
    right === undefined
      ? undefined
      : (comparedWithNothing(accesses, left, right) ?? comparedWithNothing(accesses, right, left));
  if (compared === undefined) return NOTHING;
  const missing = { place: compared, isWhole: true };
  if (/^={2,3}$/.test(definition.operator)) return { ifTrue: missing };
  return /^!={1,2}$/.test(definition.operator) ? { ifFalse: missing } : NOTHING;
}

function comparedWithNothing({ definitions, ofTemp }: Accesses, value: Temp, nothing: Temp): Place | undefined {
  const definition = definitions[nothing];
  const isNothing =
    (definition?.op === "literal" &&
      definition.known &&
      (definition.value === null || definition.value === undefined)) ||
    (definition?.op === "read" && definition.variable.kind === "global" && definition.variable.name === "undefined");
  return isNothing ? ofTemp[value] : undefined;
}

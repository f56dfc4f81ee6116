import type { Call } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { learnArgument, learnReturned } from "../flow/paths/conditions.js";
import type { Cursor } from "../flow/state/state.js";
import type { Outcome, Summary } from "./summary.js";

/** The way through the function that is taken at a call of it; undefined: all at once. */
export function outcomeAt({ fork }: Frame, { outcomes }: Summary, call: Call): Outcome | undefined {
  const { instruction } = call;
  if (fork?.call !== instruction || outcomes.length === 0 || call.isEach === true || call.isDeferred === true)
    return undefined;
  fork.count = outcomes.length;
  return outcomes[fork.index];
}

/** Learns what holds if it is taken. @returns false: it cannot be, for what is known of the arguments */
export function takes(frame: Frame, cursor: Cursor, { given, answer }: Outcome, call: Call): boolean {
  const { instruction } = call;
  for (const { index, text, outcome } of given) {
    const argument = call.spread.length > 0 ? undefined : instruction.args[index];
    if (argument === undefined) continue;
    const objects = objectsOf(frame, call.args[index]?.value ?? []);
    const isObject = objects.length > 0 && objects.every(({ kind, isHandle }) => isHandle || kind !== "unknown");
    if (isObject && (text === "" ? !outcome : outcome)) return false;
    if (!learnArgument(frame, cursor, argument.temp, text, outcome)) return false;
  }
  learnReturned(frame, cursor, instruction.to, answer);
  return true;
}

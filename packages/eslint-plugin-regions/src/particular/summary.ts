import type { Call } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import type { Cursor } from "../flow/state/state.js";
import type { FunctionIR } from "../lower/ir.js";
import type { Summary } from "../summaries/summary.js";
import { answersAt } from "./answers.js";

/**
 * What a function does at one call of it. `if (options.copy) …` in the function comes out one way where the call says
 * what the options are; a function is summed up anew for each way in which the calls answer what it asks.
 */
export function summaryAt(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): Summary {
  const summary = frame.file.summaryOf(fn);
  if (!isWorthAsking(cursor, summary)) return summary;
  const answers = answersAt(frame, cursor, fn, call);
  return answers === undefined ? summary : (frame.file.summaryFor(fn, answers) ?? summary);
}

/** Whether anything is done that could be left out, or what is returned could be something else. */
const isWorthAsking = (cursor: Cursor, { effects, returns }: Summary): boolean =>
  effects.some(({ kind }) => kind !== "use") ||
  (cursor.facts !== undefined && effects.length > 0) ||
  returns.some(({ kind }) => kind === "path");

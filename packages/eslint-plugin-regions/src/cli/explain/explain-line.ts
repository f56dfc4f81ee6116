import type picocolors from "picocolors";
import { irOf } from "../../lower/lower-file.js";
import type { Variable } from "../../lower/ir.js";
import type { Source } from "./capture.js";
import { originsOf } from "./origins.js";
import { statesAt, type VariableState } from "./states.js";
import { describeFact, describeObject } from "./words.js";

type Colors = Pick<ReturnType<typeof picocolors.createColors>, "bold" | "dim">;

/** What is known of the variables in a line, and how they came to be what they are. */
export function explainLine({ sourceCode, settings }: Source, line: number, { bold, dim }: Colors): string {
  const states = statesAt(sourceCode, settings, line);
  if (states.variables.size === 0) return `Line ${line} ${WHY_NOTHING[states.reason]}`;
  const blocks = [...states.variables].map(([variable, state]) => [
    bold(variable.name),
    ...describeState(sourceCode, variable, state).map((text) => `  ${text}`),
  ]);
  const ir = irOf(sourceCode);
  const origins = originsOf(sourceCode, ir, [...states.variables.keys()]);
  return [
    `What is known in line ${line}, on some way that leads there:`,
    "",
    ...blocks.flat(),
    ...(origins.length === 0 ? [] : ["", "Where it comes from:", "", ...origins.map((text) => `  ${text}`)]),
    "",
    dim("A variable of which nothing is said here may be used, changed and moved as far as is known."),
  ].join("\n");
}

const WHY_NOTHING = {
  "no variables": "uses no variable of which anything could be known.",
  "not analysed":
    "is in code that was not looked at in detail: nothing there is frozen, moved, borrowed, transferred or posted, as far as names tell.",
} as const;

function describeState(sourceCode: Source["sourceCode"], { name }: Variable, { objects }: VariableState): string[] {
  const lines = new Set<string>();
  for (const [object, facts] of objects) {
    lines.add(`is ${describeObject(sourceCode, object)}`);
    for (const fact of facts) {
      const text = describeFact(sourceCode, fact, name);
      if (text !== undefined) lines.add(text);
    }
  }
  return lines.size === 0 ? ["holds no object that is followed"] : [...lines];
}

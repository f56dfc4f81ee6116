import type { TSESLint } from "@typescript-eslint/utils";
import { analyseFile } from "../../analyse-file.js";
import { mayConcern } from "../../early-exit.js";
import type { AbstractObject } from "../../flow/state/abstract-object.js";
import { addFact, type Fact } from "../../flow/state/facts.js";
import { type Frame, objectsOf, valueOf } from "../../flow/state/frame.js";
import { factsOf } from "../../flow/state/heap.js";
import * as intMap from "../../flow/state/int-map.js";
import type { PointsTo } from "../../flow/state/points-to.js";
import type { Cursor } from "../../flow/state/state.js";
import type { FunctionIR, Instruction, Variable } from "../../lower/ir.js";
import { irOf } from "../../lower/lower-file.js";
import type { Settings } from "../../settings/settings.js";
import { typesOf } from "../../types/types.js";

/** What a variable can hold at a line, each with what was done to it before. */
export interface VariableState {
  readonly objects: Map<AbstractObject, readonly Fact[]>;
}

export interface States {
  readonly variables: ReadonlyMap<Variable, VariableState>;
  /** Why there may be none. */
  readonly reason: "no variables" | "not analysed";
}

/** The states of the variables that are read or written in a line, as the analysis knows them there. */
export function statesAt(sourceCode: TSESLint.SourceCode, settings: Settings, line: number): States {
  const variables = new Map<Variable, VariableState>();
  const types = typesOf(sourceCode);
  const imports = (types?.imported.size ?? 0) + (types?.inComments.size ?? 0);
  if (!mayConcern(sourceCode.text, settings) && imports === 0) return { variables, reason: "not analysed" };
  const analysed = new Set<FunctionIR>();
  analyseFile(sourceCode, settings.signatures, (fn, frame) => {
    analysed.add(fn);
    return (block, index, cursor) => {
      const instruction = block.instructions[index];
      if (instruction?.node.loc.start.line !== line) return;
      const known = valueAt(frame, cursor, instruction);
      if (known !== undefined) add(variables, frame, cursor, ...known);
    };
  });
  return { variables, reason: isFunctionOf(line, sourceCode, analysed) ? "no variables" : "not analysed" };
}

/** Whether the function that a line belongs to is one of `functions`. */
function isFunctionOf(line: number, sourceCode: TSESLint.SourceCode, functions: ReadonlySet<FunctionIR>): boolean {
  // Inner functions come before outer ones.
  const around = irOf(sourceCode).functions.find(({ node: { loc } }) => loc.start.line <= line && line <= loc.end.line);
  return around !== undefined && functions.has(around);
}

function valueAt(frame: Frame, cursor: Cursor, instruction: Instruction): [Variable, PointsTo] | undefined {
  if (instruction.op === "read") return [instruction.variable, valueOf(frame, cursor, instruction.to)];
  if (instruction.op !== "write") return undefined;
  return [instruction.variable, intMap.get(cursor.variables, instruction.variable.id) ?? []];
}

/** A line can be come to on several paths, and be run through several times. */
function add(
  variables: Map<Variable, VariableState>,
  frame: Frame,
  cursor: Cursor,
  variable: Variable,
  value: PointsTo,
): void {
  const objects = objectsOf(frame, value);
  // Functions and what is built in are the same everywhere.
  if (objects.some(({ builtin, fn }) => builtin !== undefined || fn !== undefined)) return;
  let state = variables.get(variable);
  if (state === undefined) variables.set(variable, (state = { objects: new Map() }));
  for (const object of objects) {
    const facts = factsOf(cursor, object).reduce(addFact, state.objects.get(object) ?? []);
    state.objects.set(object, facts);
  }
}

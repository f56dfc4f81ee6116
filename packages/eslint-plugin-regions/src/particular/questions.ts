import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FileContext } from "../flow/state/frame.js";
import { withoutAssertion } from "../lower/assertions.js";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { evaluate, propertyOf } from "./evaluate.js";
import { namesIn, type Names } from "./names.js";
import { type Place, placeText } from "./place.js";

/** Places by their texts. */
export type Questions = ReadonlyMap<string, Place>;

const NONE: Questions = new Map();
const known = new WeakMap<FunctionIR, Questions>();

/** What a function asks about what it is given, itself or through the functions of the file that it calls. */
export function questionsOf(file: FileContext, fn: FunctionIR): Questions {
  let questions = known.get(fn);
  if (questions === undefined) {
    // whoever calls itself asks no more by that
    known.set(fn, NONE);
    known.set(fn, (questions = fn.parameters.length === 0 ? NONE : findQuestions(file, fn)));
  }
  return questions;
}

function findQuestions(file: FileContext, fn: FunctionIR): Questions {
  const questions = new Map<string, Place>();
  const names = namesIn(fn);
  const ask = (place: Place): undefined => {
    questions.set(placeText(place), place);
  };
  for (const { end, instructions } of fn.blocks) {
    if (end.op === "branch" && end.test !== undefined) evaluate(names, end.node, ask);
    for (const instruction of instructions)
      if (instruction.op === "call") askThrough(file, fn, names, instruction, ask);
  }
  return questions;
}

/** What a call in the function asks about what is given on to it. */
function askThrough(
  file: FileContext,
  fn: FunctionIR,
  names: Names,
  { callee, node }: Instruction & { op: "call" },
  ask: (place: Place) => undefined,
): void {
  const definitions = file.definitionsOf(fn);
  const member = definitions[callee];
  // `f.call(this, …)`
  const isIndirect = member?.op === "get" && member.key.kind === "name" && member.key.name === "call";
  const definition = isIndirect ? definitions[member.object] : member;
  const called = definition?.op === "read" ? file.constants.objects.get(definition.variable)?.fn : undefined;
  if (called === undefined || node.type !== AST_NODE_TYPES.CallExpression) return;
  for (const { index, field } of questionsOf(file, called).values()) {
    const given = node.arguments[isIndirect ? index + 1 : index];
    if (given === undefined) continue;
    if (field === undefined) evaluate(names, given, ask);
    else askField(names, withoutAssertion(given), field, ask);
  }
}

function askField(names: Names, given: TSESTree.Node, field: string, ask: (place: Place) => undefined): void {
  if (given.type === AST_NODE_TYPES.ObjectExpression) {
    const value = propertyOf(given, field);
    if (value) evaluate(names, value, ask);
  } else if (given.type === AST_NODE_TYPES.Identifier) {
    const variable = names.variableAt(given);
    const place = variable && names.bound.get(variable)?.place;
    if (place !== undefined && place.field === undefined) ask({ index: place.index, field });
  }
}

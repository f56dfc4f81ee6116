import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { isShared, type AbstractObject } from "../flow/state/abstract-object.js";
import type { Call, Given } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { ANY, fieldsOf, isSingular, SPREAD } from "../flow/state/heap.js";
import * as intMap from "../flow/state/int-map.js";
import { NOTHING, type PointsTo } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import type { FileIR, FunctionIR } from "../lower/ir.js";
import { type Answer, type Answers, FUNCTION, OBJECT, UNDEFINED } from "./answer.js";
import { type Ask, evaluate, propertyOf } from "./evaluate.js";
import { namesIn } from "./names.js";
import { placeText } from "./place.js";
import { questionsOf } from "./questions.js";

/** What a call answers of what the function asks; undefined: nothing. */
export function answersAt(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): Answers | undefined {
  const questions = questionsOf(frame.file, fn);
  if (questions.size === 0 || call.isEach === true || call.isDeferred === true || call.spread.length > 0)
    return undefined;
  let answers: Map<string, Answer> | undefined;
  for (const [text, { index, field }] of questions) {
    const given = call.args[index];
    const answer = given === undefined ? UNDEFINED : answerOf(frame, cursor, given, field);
    if (answer !== undefined) (answers ??= new Map<string, Answer>()).set(text, answer);
  }
  return answers;
}

/** What a frame knows of its own parameters. */
export const askOwn =
  (frame: Frame, cursor: Cursor): Ask =>
  (place, variable) => {
    const isSame = variable.writes === 1 || isParameter(frame, intMap.get(cursor.variables, variable.id), place.index);
    return isSame ? frame.answers?.get(placeText(place)) : undefined;
  };

/** Whether a value is what the function was given. */
function isParameter(frame: Frame, value: PointsTo | undefined, index: number): boolean {
  const [object, ...others] = objectsOf(frame, value ?? NOTHING);
  return others.length === 0 && object?.parent === undefined && rootIndex(object) === index;
}

const rootIndex = (object: AbstractObject | undefined): number | undefined =>
  object?.root?.kind === "parameter" ? object.root.index : undefined;

function answerOf(frame: Frame, cursor: Cursor, given: Given, field: string | undefined): Answer | undefined {
  if (given.written === undefined) return undefined;
  const [object, ...others] = objectsOf(frame, given.value);
  if (object !== undefined) return others.length === 0 ? answerOfObject(frame, cursor, object, field) : undefined;
  const answer = evaluate(namesIn(frame.fn), given.written, askOwn(frame, cursor));
  // a primitive has no field that is true
  return answer === undefined || field === undefined || answer.type === "string" ? answer : UNDEFINED;
}

/** What a field of an object holds; without a field, what the object is. */
export function answerOfObject(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  field: string | undefined,
): Answer | undefined {
  const { root, parent, closed, kind, node } = object;
  if (parent === undefined && root?.kind === "parameter")
    return frame.answers?.get(placeText({ index: root.index, field }));
  if (isShared(object)) return field === undefined ? FUNCTION : undefined;
  if (!closed || (kind !== "object" && kind !== "array")) return undefined;
  if (field === undefined) return OBJECT;
  const fields = fieldsOf(cursor, object);
  if (fields?.has(field) !== true)
    return fields?.has(SPREAD) === true || fields?.has(ANY) === true ? undefined : UNDEFINED;
  if (node.type !== AST_NODE_TYPES.ObjectExpression || !isSingular(object)) return undefined;
  if (assignedIn(frame.file.ir).has(field)) return undefined;
  const value = propertyOf(node, field);
  return value ? evaluate(namesIn(frame.fn), value, askOwn(frame, cursor)) : undefined;
}

const assigned = new WeakMap<FileIR, ReadonlySet<string>>();

/** The names of the fields that something in the file assigns. */
function assignedIn(ir: FileIR): ReadonlySet<string> {
  let names = assigned.get(ir);
  if (names === undefined) assigned.set(ir, (names = findAssigned(ir)));
  return names;
}

function findAssigned({ functions }: FileIR): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { blocks } of functions) {
    for (const { instructions } of blocks) {
      for (const each of instructions)
        if (each.op === "set" && each.how === "assign" && each.key.kind === "name") names.add(each.key.name);
    }
  }
  return names;
}

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Block, Instruction, Temp, Variable } from "../../lower/ir.js";
import { type Answer, isPrimitive, isTruthy, primitive } from "../../particular/answer.js";
import type { Frame } from "../state/frame.js";
import * as intMap from "../state/int-map.js";
import type { IntMap } from "../state/int-map.js";
import type { Cursor } from "../state/state.js";

/** A condition that asks the same wherever it stands, because the variable in it cannot change in between unseen. */
export interface Condition {
  readonly number: number;
  /** undefined: it is asked of what a call returned. */
  readonly variable: Variable | undefined;
  /** What the variable is compared with; "": nothing, it is asked whether it is truthy. */
  readonly text: string;
  /** False: the test is the condition's opposite. */
  readonly positive: boolean;
}

/** The condition that a test asks: of a variable alone, or compared with a literal. */
export function conditionOf(frame: Frame, test: Temp): Condition | undefined {
  const definition = frame.definitions[test];
  if (definition?.op === "read" && isSteady(frame, definition.variable)) {
    const { variable } = definition;
    return { number: numberOf(frame, variable, ""), variable, text: "", positive: true };
  }
  if (definition?.op === "call") {
    const number = frame.returnedConditions.get(test);
    return number === undefined ? undefined : { number, variable: undefined, text: "", positive: true };
  }
  if (definition?.op !== "compute") return undefined;
  const [first, second] = definition.from;
  // `worker?.postMessage(…)`: what is called a method of is no `0` or `""`.
  if ((definition.operator === "!" || definition.operator === "== null") && first !== undefined) {
    const inner = conditionOf(frame, first);
    return inner && { ...inner, positive: !inner.positive };
  }
  if ((definition.operator !== "===" && definition.operator !== "!==") || first === undefined || second === undefined) {
    return undefined;
  }
  const left = frame.definitions[first];
  const right = frame.definitions[second];
  if (left?.op !== "read" || right?.op !== "literal" || !right.known || !isSteady(frame, left.variable))
    return undefined;
  const text = textOf(right.value);
  const { variable } = left;
  return { number: numberOf(frame, variable, text), variable, text, positive: definition.operator === "===" };
}

/** Only this function writes it, or nobody after its initialisation. */
function isSteady(frame: Frame, variable: Variable): boolean {
  const isAlone = variable.owner === frame.fn && variable.capturedBy.size === 0;
  return isAlone || (variable.writes === 1 && !isGivenLater(variable));
}

/** `let found;` is written by whoever finds something, be it a callback. */
function isGivenLater({ scopeVariable }: Variable): boolean {
  const declared = scopeVariable?.defs[0]?.node;
  return declared?.type === AST_NODE_TYPES.VariableDeclarator && !declared.init && !isForLoops(declared.parent.parent);
}

/** `for (const each of list)` */
const isForLoops = ({ type }: TSESTree.Node): boolean =>
  type === AST_NODE_TYPES.ForOfStatement || type === AST_NODE_TYPES.ForInStatement;

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

const textOf = (value: unknown): string => `${typeof value} ${String(value)}`;
const FALSY = new Set([undefined, null, false, 0, NaN, "", 0n].map(textOf));

/** Finds the conditions of a function, so that what is written to their variables can answer them. */
export function findConditions(frame: Frame, blocks: readonly Block[]): void {
  for (const { end } of blocks) if (end.op === "branch" && end.test !== undefined) conditionOf(frame, end.test);
}

/** More values than this that a variable is compared with are not told apart by each other. */
const MOST_VALUES = 16;

type Answers = IntMap<boolean>;

/** What is known once a condition came out as `outcome`: a variable that is "a" is not "b". */
export function learn(frame: Frame, known: Answers, condition: Condition, outcome: boolean): Answers {
  const { variable, text, number } = condition;
  // What calls return is another thing each time.
  if (variable === undefined) return known;
  let next = intMap.set(known, number, outcome);
  const all = frame.conditions.get(variable)!;
  if (all.size > MOST_VALUES || (text === "" ? outcome : !outcome)) return next;
  for (const [other, its] of all) {
    if (other === text) continue;
    if (text !== "") next = intMap.set(next, its, other === "" && !FALSY.has(text));
    else if (!FALSY.has(other)) next = intMap.set(next, its, false);
  }
  return next;
}

/** A literal, or what a parameter is known to be given. */
function answerWritten({ definitions, answers, fn }: Frame, from: Temp): Answer | undefined {
  const definition = definitions[from];
  if (definition?.op === "literal" && definition.known) return primitive(definition.value);
  if (answers === undefined || definition !== undefined) return undefined;
  return answers.get(String(fn.parameters.findIndex(({ temp }) => temp === from)));
}

/** A write answers the conditions on a variable if a literal is written, and makes them unknown again if not. */
export function answerByWrite(frame: Frame, known: Answers, variable: Variable, from: Temp): Answers {
  const all = frame.conditions.get(variable);
  if (all === undefined) return known;
  const returned = intMap.get(known, frame.returnedConditions.get(from) ?? -1);
  const answer = answerWritten(frame, from);
  const text = answer && textOf(answer.value);
  const isObject = answer !== undefined && !isPrimitive(answer);
  let next = known;
  for (const [other, number] of all) {
    if (returned !== undefined && other === "" && isSteady(frame, variable)) next = intMap.set(next, number, returned);
    else if (text === undefined || !isSteady(frame, variable)) next = intMap.remove(next, number);
    else if (isObject) next = intMap.set(next, number, other === "");
    else next = intMap.set(next, number, other === "" ? !FALSY.has(text) : other === text);
  }
  return next;
}

/**
 * A condition on a parameter of the function that is called came out as `outcome`.
 *
 * @returns false: it cannot have, as far as the argument is known
 */
export function learnArgument(frame: Frame, cursor: Cursor, from: Temp, text: string, outcome: boolean): boolean {
  const condition = conditionOnArgument(frame, from, text);
  if (condition === undefined) return true;
  const own = outcome === condition.positive;
  const known = intMap.get(cursor.known, condition.number);
  if (known !== undefined) return known === own;
  cursor.known = learn(frame, cursor.known, condition, own);
  return true;
}

function conditionOnArgument(frame: Frame, from: Temp, text: string): Condition | undefined {
  if (text === "") return conditionOf(frame, from);
  const definition = frame.definitions[from];
  if (definition?.op !== "read" || !isSteady(frame, definition.variable)) return undefined;
  const { variable } = definition;
  return { number: numberOf(frame, variable, text), variable, text, positive: true };
}

/** What a call returned is known on the way that is taken through the function called. */
export function learnReturned(frame: Frame, cursor: Cursor, to: Temp, answer: Answer | undefined): void {
  if (answer === undefined) return;
  let number = frame.returnedConditions.get(to);
  if (number === undefined) {
    frame.conditionCount++;
    frame.returnedConditions.set(to, (number = frame.conditionCount));
  }
  cursor.known = intMap.set(cursor.known, number, isTruthy(answer));
}

/** The call is made anew, in the next turn of a loop: what it returned before is forgotten. */
export function forgetReturned(frame: Frame, cursor: Cursor, { to }: Instruction & { op: "call" }): void {
  const number = frame.returnedConditions.get(to);
  if (number !== undefined) cursor.known = intMap.remove(cursor.known, number);
}

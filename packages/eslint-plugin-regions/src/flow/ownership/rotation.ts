import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Instruction, Temp, Variable } from "../../lower/ir.js";
import { CONDITIONAL } from "../../lower/conditional.js";
import { contains, loopAround } from "../../lower/loops-around.js";
import type { Frame } from "../state/frame.js";

/*
 * Variables of a loop that hand on what they hold, of which one is filled anew: `post(a); a = fresh(); [a, b] = [b, a]`.
 * What is made in one turn stands for what is made in all of them, so that states cannot tell which one was consumed;
 * the order of the assignments can.
 */

type Read = Instruction & { op: "read" };
type Write = Instruction & { op: "write" };

/** The instructions of a loop, and when each is come by after the operation: in this turn, or in the next. */
interface Course {
  readonly frame: Frame;
  readonly writes: readonly Write[];
  readonly isBefore: (each: Instruction) => boolean;
  readonly order: (each: Instruction) => number;
  /** How far apart two turns are in this order. */
  readonly turn: number;
}

/** Whether a variable holds another thing by now than the one that was consumed in the same loop. */
export function isRotatedAway(
  frame: Frame,
  operation: TSESTree.Node,
  subject: TSESTree.Node,
  used: TSESTree.Node,
): boolean {
  const loop = loopAround(operation);
  const done = loop && readAt(frame, subject)?.variable;
  const read = loop && readAt(frame, used);
  if (done === undefined || read === undefined || !contains(loop!, used)) return false;
  const course = courseOf(frame, loop!, operation);
  if (!areOfOneRotation(course, done, read.variable)) return false;
  const { writes, order } = course;
  const isMet = (each: Write): boolean => order(each) < order(read) && isCertain(each.node, loop!, used);
  const last = latest(
    writes.filter((each) => each.variable === read.variable && isMet(each)),
    order,
  );
  if (last === undefined)
    return read.variable !== done && !areOne(course, done, read.variable) && !isHandedOn(course, done, read.variable);
  const source = sourceOf(frame, last.from);
  if (source?.variable !== done) return true;
  // It was handed on, if nothing else was put there before.
  const isAlias = course.isBefore(source) && !course.isBefore(last);
  return !isAlias && writes.some((each) => each.variable === done && order(each) < order(source));
}

/** Whether one variable has in the next turn what another one held when the operation came. */
function isHandedOn({ frame, writes, order }: Course, from: Variable, to: Variable): boolean {
  const given = latest(
    writes.filter(({ variable }) => variable === to),
    order,
  );
  const source = given && sourceOf(frame, given.from);
  if (source?.variable !== from) return false;
  return !writes.some((each) => each.variable === from && order(each) < order(source));
}

/** Whether two variables held one thing when the operation came: one was given what the other has had since. */
function areOne({ frame, writes, order, turn }: Course, a: Variable, b: Variable): boolean {
  const orderBack = (each: Instruction): number => order(each) - turn;
  return [
    [a, b],
    [b, a],
  ].some(([to, from]) => {
    const given = latest(
      writes.filter(({ variable }) => variable === to),
      orderBack,
    );
    const source = given && sourceOf(frame, given.from);
    if (source?.variable !== from) return false;
    return !writes.some((each) => each.variable === from && orderBack(each) > orderBack(source!));
  });
}

const latest = (writes: readonly Write[], order: (each: Write) => number): Write | undefined =>
  writes.reduce<Write | undefined>((a, b) => (a && order(a) > order(b) ? a : b), undefined);

function courseOf(frame: Frame, loop: TSESTree.Node, operation: TSESTree.Node): Course {
  const all = instructionsOf(frame);
  const start = all.findIndex(({ node }) => node === operation);
  const positions = new Map(all.map((each, index) => [each, index]));
  const isBefore = (each: Instruction): boolean => positions.get(each)! < start;
  const writes = all.filter((each): each is Write => each.op === "write" && contains(loop, each.node));
  const order = (each: Instruction): number => positions.get(each)! + (isBefore(each) ? all.length : 0);
  return { frame, writes, isBefore, order, turn: all.length };
}

const instructionsOf = ({ fn }: Frame): Instruction[] => fn.blocks.flatMap(({ instructions }) => instructions);

/** Whether one variable gets what it holds from the other, in so many steps, and one on the way is filled anew. */
function areOfOneRotation(course: Course, a: Variable, b: Variable): boolean {
  const [mine, theirs] = [sourcesOf(course, a), sourcesOf(course, b)];
  const isConnected = mine.variables.has(b) || theirs.variables.has(a);
  return isConnected && (mine.isFilled || theirs.isFilled) && mine.variables.size + theirs.variables.size > 2;
}

/** The variables from which one gets what it holds, and whether one of these is given something else. */
function sourcesOf(
  { frame, writes }: Course,
  start: Variable,
): { variables: ReadonlySet<Variable>; isFilled: boolean } {
  const variables = new Set([start]);
  let isFilled = false;
  for (const variable of variables) {
    for (const each of writes) {
      if (each.variable !== variable) continue;
      const source = sourceOf(frame, each.from);
      if (source === undefined) isFilled = true;
      else variables.add(source.variable);
    }
  }
  return { variables, isFilled };
}

/** Whether whoever comes to `used` in the loop has come by `node` before. */
function isCertain(node: TSESTree.Node, loop: TSESTree.Node, used: TSESTree.Node): boolean {
  for (let each: TSESTree.Node | null | undefined = node.parent; each && each !== loop; each = each.parent)
    if (CONDITIONAL.has(each.type) && !contains(each, used)) return false;
  return true;
}

/** Where a variable is read that a value comes from, by way of an array literal and constants too. */
function sourceOf(frame: Frame, temp: Temp): Read | undefined {
  const definition = frame.definitions[temp];
  if (definition?.op === "cast") return sourceOf(frame, definition.from);
  if (definition?.op === "element") {
    const { from, index } = definition;
    const isFilling = (each: Instruction): boolean =>
      each.op === "set" && each.object === from && each.key.kind === "name" && each.key.name === String(index);
    const filling = instructionsOf(frame).find(isFilling);
    return filling?.op === "set" ? sourceOf(frame, filling.from) : undefined;
  }
  if (definition?.op !== "read") return undefined;
  const { variable } = definition;
  if (variable.kind !== "const" || variable.owner !== frame.fn) return definition;
  const initial = instructionsOf(frame).find((each) => each.op === "write" && each.variable === variable);
  return (initial?.op === "write" ? sourceOf(frame, initial.from) : undefined) ?? definition;
}

/** Where the variable is read that an expression starts from, such as `front.buffer` or `new Uint8Array(front)`. */
function readAt(frame: Frame, node: TSESTree.Node): Read | undefined {
  let start = node;
  for (;;) {
    if (start.type === AST_NODE_TYPES.MemberExpression) start = start.object;
    else if (start.type === AST_NODE_TYPES.ChainExpression) start = start.expression;
    else if (start.type === AST_NODE_TYPES.CallExpression) start = start.callee;
    else if (start.type === AST_NODE_TYPES.NewExpression && start.arguments[0] !== undefined)
      start = start.arguments[0];
    else break;
  }
  if (start.type !== AST_NODE_TYPES.Identifier) return undefined;
  const read = frame.definitions.find((each) => each?.op === "read" && each.node === start);
  return read?.op === "read" ? read : undefined;
}

/** The variable that an expression such as `front.buffer` starts from. */
export const variableAt = (frame: Frame, node: TSESTree.Node): Variable | undefined => readAt(frame, node)?.variable;

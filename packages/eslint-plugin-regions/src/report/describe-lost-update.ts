import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { LostUpdate } from "../lost-updates/find-lost-updates.js";
import type { Overlap } from "../lost-updates/overlap.js";
import { functionsOf } from "../lower/lower-lazily.js";
import type { Place, Places } from "./problem.js";
import { type Source, textOf } from "./words.js";

/** What is lost and why, who writes in between, and what to do. */
export function describeLostUpdate(source: Source, { write, target, read, suspension, overlap }: LostUpdate): string {
  const { wait, line } = waitOf(suspension);
  const writer = write === target ? "" : ` by '${textOf(source, calleeOf(write))}'`;
  return [
    `'${targetText(source, target)}' is written${writer} with a value that depends on its read on line ${lineOf(read)}, ` +
      `before the '${wait}' on line ${line}: an update made in between is lost.`,
    describeOverlap(source, overlap),
    `Read it after the '${wait}', or let one call in at a time, with a cown or a lock.`,
  ].join("\n");
}

/** The read, the wait and the write, and what lets others in between. */
export function placesOfLostUpdate({ write, target, read, suspension, overlap }: LostUpdate): Places {
  const inside = write === target ? [] : [{ loc: target.loc, label: "the write itself" }];
  return {
    label: "written here",
    places: [
      { loc: read.loc, label: "read here" },
      { loc: waitOf(suspension).loc, label: "others can run here" },
      ...inside,
      ...placesOfOverlap(overlap),
    ],
  };
}

function placesOfOverlap(overlap: Overlap): Place[] {
  switch (overlap.kind) {
    case "detached":
      return [{ loc: overlap.call.loc, label: "not awaited: the next call can overlap" }];
    case "callable":
      return [{ loc: firstLine(overlap.fn), label: "can be called again meanwhile" }];
    case "writer":
      return [{ loc: firstLine(overlap.fn), label: "can write it meanwhile" }];
    default:
      return [];
  }
}

/** Of a function, its head says which it is. */
function firstLine({ loc: { start, end } }: TSESTree.Node): TSESTree.SourceLocation {
  return end.line === start.line ? { start, end } : { start, end: { line: start.line + 1, column: 0 } };
}

/** What waits, and on which line: of `load().then(…)` the `then`. */
function waitOf(suspension: TSESTree.Node): { wait: string; line: string; loc: TSESTree.SourceLocation } {
  const { loc } = suspension;
  const line = lineOf(suspension);
  if (suspension.type !== AST_NODE_TYPES.CallExpression)
    return { wait: suspension.type === AST_NODE_TYPES.YieldExpression ? "yield" : "await", line, loc };
  const { callee } = suspension;
  return callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier
    ? { wait: callee.property.name, line: lineOf(callee.property), loc: callee.property.loc }
    : { wait: "then", line, loc };
}

const calleeOf = (call: TSESTree.Node): TSESTree.Node =>
  call.type === AST_NODE_TYPES.CallExpression ? call.callee : call;

const lineOf = (node: TSESTree.Node): string => String(node.loc.start.line);

/** What is written, in words of the source: of a literal that is assigned as a whole, the field that it gives a value. */
function targetText(source: Source, write: TSESTree.Node): string {
  const call = write.type === AST_NODE_TYPES.Property ? write.parent.parent : undefined;
  const whole = call?.type === AST_NODE_TYPES.CallExpression ? call.arguments[0] : undefined;
  if (write.type !== AST_NODE_TYPES.Property || whole === undefined) return textOf(source, targetOf(write));
  const key = source.getText(write.key);
  return `${textOf(source, whole)}${write.computed ? `[${key}]` : `.${key}`}`;
}

/** What is written: the left-hand side of an assignment, the Map of an entry, what `Object.assign` fills. */
function targetOf(write: TSESTree.Node): TSESTree.Node {
  switch (write.type) {
    case AST_NODE_TYPES.AssignmentExpression:
      return write.left;
    case AST_NODE_TYPES.UpdateExpression:
      return write.argument;
    case AST_NODE_TYPES.CallExpression: {
      const { callee } = write;
      if (callee.type !== AST_NODE_TYPES.MemberExpression) return write;
      const isFilled = callee.property.type === AST_NODE_TYPES.Identifier && callee.property.name === "assign";
      return (isFilled ? write.arguments[0] : callee.object) ?? write;
    }
    default:
      return write;
  }
}

function describeOverlap(source: Source, overlap: Overlap): string {
  switch (overlap.kind) {
    case "callable":
      return `Another call of ${nameOf(source, overlap.fn)} can run meanwhile.`;
    case "each":
      return `'${overlap.name}' starts the next call of this function while this one waits.`;
    case "event":
      return `'${overlap.name}' has this function called again while it waits.`;
    case "detached":
      return `Calls overlap, because the one on line ${lineOf(overlap.call)} is not awaited.`;
    case "writer":
      return `Meanwhile ${nameOf(source, overlap.fn)} can write it.`;
  }
}

function nameOf(source: Source, fn: TSESTree.Node): string {
  const name = functionsOf(source).at(fn)?.name;
  return name === undefined ? `the function on line ${lineOf(fn)}` : `'${name}'`;
}

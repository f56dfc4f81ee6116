import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { writesOf } from "../by-name/variables.js";
import type { Temp } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";
import type { Accesses } from "./accesses.js";
import type { Place } from "./places.js";

/** `this.state !== State.IDLE`, as the test of an `if`. */
export interface Comparison {
  readonly place: Place;
  readonly constant: string;
  readonly isEqual: boolean;
  readonly choice: TSESTree.IfStatement;
}

export function comparisonOf(accesses: Accesses, test: Temp): Comparison | undefined {
  const { definitions, ofTemp } = accesses;
  const definition = definitions[test];
  if (definition?.op !== "compute" || !/^[!=]==?$/.test(definition.operator)) return undefined;
  const [left, right] = definition.from;
  if (left === undefined || right === undefined) return undefined;
  const place = ofTemp[left];
  const constant = constantOf(accesses, right);
  const choice = definition.node.parent;
  return place === undefined || constant === undefined || choice?.type !== AST_NODE_TYPES.IfStatement
    ? undefined
    : { place, constant, isEqual: definition.operator.startsWith("="), choice };
}

/** What a constant is, as text: a string, a number, or `State.IDLE`. */
export function constantOf(accesses: Accesses, temp: Temp): string | undefined {
  const definition = accesses.definitions[temp];
  if (definition?.op === "literal") return definition.known ? String(definition.value) : undefined;
  if (definition?.op === "read") {
    const { variable } = definition;
    return writesOf(accesses.course.source, variable) <= 1 ? variable.name : undefined;
  }
  if (definition?.op !== "get" || definition.key.kind !== "name") return undefined;
  const holder = constantOf(accesses, definition.object);
  return holder === undefined ? undefined : `${holder}.${definition.key.name}`;
}

/** Whether a write of `constant` comes after the place was found to be something else, so that the next call is turned away. */
export function isClaim(
  { constant: expected, isEqual, choice }: Comparison,
  constant: string | undefined,
  write: TSESTree.Node,
): boolean {
  if (constant === undefined || constant === expected) return false;
  return isEqual
    ? contains(choice.consequent, write)
    : !contains(choice, write) && LEAVING.has(lastOf(choice.consequent).type);
}

function lastOf(statement: TSESTree.Node): TSESTree.Node {
  return statement.type === AST_NODE_TYPES.BlockStatement ? (statement.body.at(-1) ?? statement) : statement;
}

const LEAVING = new Set<string>([
  AST_NODE_TYPES.ReturnStatement,
  AST_NODE_TYPES.ThrowStatement,
  AST_NODE_TYPES.ContinueStatement,
]);

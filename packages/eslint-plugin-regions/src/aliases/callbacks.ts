import type { Instruction, Temp } from "../lower/ir.js";
import type { Definitions } from "./change.js";

/** A function that a method calls for each element of its receiver before it returns. */
export interface Callback {
  readonly method: string;
  readonly container: Temp;
  readonly function: Temp;
  /** Its first parameter is what it returned for the element before. */
  readonly accumulates: boolean;
  /** What that is at first. */
  readonly start: Temp | undefined;
}

/** Methods that do. */
export const VISITS: ReadonlySet<string> = new Set(
  "forEach map filter some every find findIndex findLast findLastIndex flatMap reduce reduceRight".split(" "),
);

/** The answer of the callback that ends the iteration. */
export const STOPS: Readonly<Record<string, "true" | "false">> = {
  some: "true",
  find: "true",
  findIndex: "true",
  findLast: "true",
  findLastIndex: "true",
  every: "false",
};

export function callbackOf(definitions: Definitions, call: Instruction & { op: "call" }): Callback | undefined {
  const member = definitions[call.callee];
  if (member?.op !== "get" || member.key.kind !== "name" || !VISITS.has(member.key.name)) return undefined;
  const [first, second] = call.args;
  if (first === undefined || first.spread) return undefined;
  const { name } = member.key;
  const accumulates = name.startsWith("reduce");
  return {
    method: name,
    container: call.receiver ?? member.object,
    function: first.temp,
    accumulates,
    start: accumulates ? second?.temp : undefined,
  };
}

import type { Change } from "../aliases/change.js";
import type { Deed } from "../aliases/deeds.js";
import type { Value, Values } from "../aliases/value.js";
import type { Instruction } from "../lower/ir.js";
import type { Why } from "./finding.js";

/** What is changed, as far as it matters to who goes over it. */
export type Kind = "places" | "push" | "add" | "put" | "delete" | "clear";

const KINDS: Readonly<Record<string, Kind>> = {
  push: "push",
  ...Object.fromEntries(
    ["pop", "shift", "unshift", "splice", "sort", "reverse", "copyWithin"].map((name) => [name, "places"]),
  ),
  add: "add",
  set: "put",
  delete: "delete",
  clear: "clear",
};

/** Which elements there are, or their order, changes; undefined: neither does. */
function kindOf({ method, key, instruction, isReplacement }: Change): Kind | undefined {
  if (isReplacement) return undefined;
  if (method !== undefined) return Object.hasOwn(KINDS, method) ? KINDS[method] : undefined;
  return instruction.op === "set" && key?.kind === "name" && key.name === "length" ? "places" : undefined;
}

/** Under this key stands what a method such as `forEach` passes to its function. */
const ITEM = "@item";

/** Whether something is the element at hand, or reached from it or by it: `files[id]`. */
function isOfItem(value: Value): boolean {
  for (let each: Value = value; ; each = each.origin.base) {
    if (isItem(each)) return true;
    if (each.origin.kind !== "field") return false;
    if (typeof each.origin.key !== "string" && isOfItem(each.origin.key)) return true;
  }
}

/** Whether something is the element at hand of some iteration. */
function isItem({ origin }: Value): boolean {
  if (origin.kind === "site") return origin.instruction.op === "next";
  return origin.kind === "field" && origin.key === ITEM;
}

/** How something is iterated. */
interface Iteration {
  /** Elements added at the end are not visited, as in `forEach` of an array. */
  readonly isFixed: boolean;
  /** The change happens for each element. */
  readonly isEachTurn: boolean;
  /** What takes the next element; undefined: a method calls a function with it. */
  readonly next: Instruction | undefined;
}

const isCertainly = (values: Values, test: (value: Value) => boolean): boolean =>
  values !== undefined && values.length > 0 && values.every(test);

/** Known, and nothing that was computed: it can be told from the element at hand. */
function isElsewhere(value: Value): boolean {
  if (isOfItem(value)) return false;
  const { origin } = value;
  if (origin.kind === "site") return origin.instruction.op === "literal" && origin.instruction.known;
  return origin.kind !== "field" || isElsewhere(origin.base);
}

/** What is wrong with changing what is iterated. */
export function harmOf({ args, change, by }: Deed, { isFixed, isEachTurn, next }: Iteration): Why | undefined {
  const [first] = args;
  const isAtHand = ({ origin }: Value): boolean =>
    next === undefined
      ? origin.kind === "field" && origin.key === ITEM
      : origin.kind === "site" && origin.instruction === next;
  switch (kindOf(change)) {
    case "places":
      return "skips";
    case "clear":
      // It ends the iteration, unless something is added again: so does a helper that finds that all is done.
      return isEachTurn || by === undefined ? "skips" : undefined;
    case "push":
      // What is added behind the end is not visited, as the language says; the elements themselves are added by mistake.
      if (isFixed) return isCertainly(first, isAtHand) ? "added" : undefined;
      // Otherwise it is a list of what is still to do, which ends when no more is found.
      return (isEachTurn && change.args.some(({ spread }) => !spread)) || isCertainly(first, isAtHand)
        ? "endless"
        : undefined;
    case "add":
      return isEachTurn && !isCertainly(first, isAtHand) ? "endless" : undefined;
    case "put":
      return isEachTurn && first?.some(isOfItem) !== true ? "endless" : undefined;
    case "delete":
      return isCertainly(first, isElsewhere) ? "removed" : undefined;
    case undefined:
      return undefined;
  }
}

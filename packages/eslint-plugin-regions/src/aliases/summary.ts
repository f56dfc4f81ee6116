import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "../lower/ir.js";
import type { Change } from "./change.js";
import type { Value, Values } from "./value.js";

/** Something of its caller's that a function changes. Values are named as the function itself names them. */
export interface Effect {
  readonly change: Change;
  /** Where in the function it happens: the change, or the call of what makes it. */
  readonly node: TSESTree.Node;
  /** The function that makes the change, if that is another one. */
  readonly by: FunctionIR | undefined;
  readonly target: Value;
  /** What the changing method is given. */
  readonly args: readonly Values[];
  readonly ending: () => Ending;
  /** Whether it happens in every call that comes to an end. */
  readonly isAlways: () => boolean;
}

/**
 * How a function goes on after a change: it returns something true on all ways, or something false, or either, or it
 * does not come to an end at all.
 */
export type Ending = "true" | "false" | "open" | "never";

/** What a call of a function does to what its caller knows. */
export interface Summary {
  readonly effects: readonly Effect[];
  /** Variables and fields that may hold something else afterwards. */
  readonly assigned: readonly Value[];
  readonly returned: Values;
}

export const NO_SUMMARY: Summary = { effects: [], assigned: [], returned: undefined };

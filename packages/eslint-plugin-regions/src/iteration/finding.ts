import type { TSESTree } from "@typescript-eslint/utils";
import type { Change } from "../aliases/change.js";
import type { FunctionIR } from "../lower/ir.js";

/** Something is changed while it is iterated. */
export interface IterationFinding {
  /** Where it is changed. */
  readonly node: TSESTree.Node;
  readonly change: Change;
  /** The function that changes it, if `node` is a call of that. */
  readonly by: FunctionIR | undefined;
  /** The loop, or the call of a method such as `forEach`. */
  readonly iteration: TSESTree.Node;
  /** The expression for what is iterated. */
  readonly iterated: TSESTree.Node;
  readonly why: Why;
}

/**
 * What comes of it: elements are left out or met twice; the loop never ends; elements are added of which it is hard to
 * say whether they are visited; an index goes past an element.
 */
export type Why = "skips" | "endless" | "added" | "removed" | "index";

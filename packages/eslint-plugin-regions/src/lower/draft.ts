import type { TSESTree } from "@typescript-eslint/utils";
import { kindOf, nameAt } from "./function-by-place.js";
import type { FunctionIR, Instruction, Temp, Variable } from "./ir.js";

/** The same record while it is being built. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type DraftVariable = Mutable<Variable>;

/** A function's record exists before its body is lowered, so that variables can name their owner. */
export type DraftFunction = Omit<Mutable<FunctionIR>, "inner" | "parameters" | "captures"> & {
  inner: FunctionIR[];
  parameters: FunctionIR["parameters"][number][];
  captures: Set<Variable>;
};

export type DraftEnd =
  | { op: "jump"; target: DraftBlock }
  | { op: "branch"; test: Temp | undefined; yes: DraftBlock; no: DraftBlock; node: TSESTree.Node }
  | { op: "return" | "throw"; from: Temp | undefined; node: TSESTree.Node }
  | { op: "rethrow" };

/** A block whose number is not known yet; edges are references. */
export interface DraftBlock {
  instructions: Instruction[];
  end: DraftEnd | undefined;
  handler: DraftBlock | undefined;
  /** Whether reachable code jumps here. */
  reached: boolean;
  /** Scratch of the ordering pass. */
  mark: number;
  /** Edges that end here, as far as the ordering pass has counted. */
  entries: number;
}

/** An empty record for the function at `node`. */
export function draftFunction(node: TSESTree.Node, parent: FunctionIR | undefined): DraftFunction {
  return {
    id: -1,
    kind: kindOf(node),
    name: nameAt(node),
    node,
    parent,
    isAsync: "async" in node && node.async,
    isGenerator: "generator" in node && node.generator,
    parameters: [],
    blocks: [],
    inner: [],
    captures: NO_CAPTURES,
    temps: 0,
    crossing: NO_TEMPS,
  };
}

/** Shared by all functions that capture nothing; never filled. */
export const NO_CAPTURES = new Set<Variable>();
const NO_TEMPS = new Uint8Array(0);

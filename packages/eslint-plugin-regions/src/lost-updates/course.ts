import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { usersOf } from "../by-name/variables.js";
import type { BlockId, FunctionIR, Instruction, Temp, Terminator, Variable } from "../lower/ir.js";

/**
 * What runs when a function is called, one thing after the other: the function, the helpers that it calls, and the
 * callbacks of its promises.
 */
export interface Course {
  readonly source: Readonly<TSESLint.SourceCode>;
  /** The function that is called. */
  readonly fn: FunctionIR;
  readonly blocks: readonly Step[];
  /** How many temporaries it has. */
  readonly temps: number;
  /** The results of calls whose function is part of the course, and of `then` with callbacks that are. */
  readonly entered: ReadonlySet<Temp>;
  /** The functions of which some of it is. */
  readonly parts: ReadonlySet<TSESTree.Node>;
}

/** A block of one of the functions of a course. */
export interface Step {
  readonly id: BlockId;
  readonly fn: FunctionIR;
  /** The call in the course's function through which it is run; undefined: it stands in the function itself, or in a callback. */
  readonly through: TSESTree.Node | undefined;
  readonly instructions: readonly Instruction[];
  readonly end: Terminator;
  readonly handler: BlockId | undefined;
  /** Where it goes on besides: the callbacks of promises, and functions that nobody waits for. */
  readonly later: readonly BlockId[];
}

/** Nobody but the functions of the course can name it. */
export function isOwn({ source, parts }: Course, { owner, scopeVariable }: Variable): boolean {
  if (owner === undefined || scopeVariable === undefined || !parts.has(owner.node)) return false;
  for (const user of usersOf(source, scopeVariable)) if (!parts.has(user)) return false;
  return true;
}

/** A block in the making: it names others directly, and gets its number at the end. */
export interface DraftStep {
  id: BlockId;
  readonly fn: FunctionIR;
  readonly through: TSESTree.Node | undefined;
  readonly instructions: Instruction[];
  end: DraftEnd;
  handler: DraftStep | undefined;
  readonly later: DraftStep[];
}

export type DraftEnd =
  | { readonly op: "jump"; readonly target: DraftStep }
  | {
      readonly op: "branch";
      readonly test: Temp | undefined;
      readonly yes: DraftStep;
      readonly no: DraftStep;
      readonly node: TSESTree.Node;
    }
  | { readonly op: "rethrow" };

export function finishStep({ id, fn, through, instructions, end, handler, later }: DraftStep): Step {
  return {
    id,
    fn,
    through,
    instructions,
    end: finishEnd(end),
    handler: handler?.id,
    later: later.map((step) => step.id),
  };
}

function finishEnd(end: DraftEnd): Terminator {
  switch (end.op) {
    case "jump":
      return { op: "jump", target: end.target.id };
    case "branch":
      return { op: "branch", test: end.test, yes: end.yes.id, no: end.no.id, node: end.node };
    case "rethrow":
      return end;
  }
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction } from "../../lower/ir.js";
import type { Source } from "../../operations/signature.js";
import type { AbstractObject } from "./abstract-object.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING } from "./points-to.js";

/** A value, and the expression for it. */
export interface Given {
  readonly value: PointsTo;
  readonly node: TSESTree.Node;
  /** The expression as the helper has it, whose call `node` stands for. */
  readonly literal?: TSESTree.Node | undefined;
  /** The argument as it is written, in the function that is looked at. */
  readonly written?: TSESTree.Node | undefined;
}

export type CallInstruction = Instruction & { op: "call" | "new" };

/** A call with its values at hand. */
export interface Call {
  readonly node: TSESTree.Node;
  readonly isNew: boolean;
  readonly callee: AbstractObject | undefined;
  readonly receiver: Given | undefined;
  /** Arguments by position; what a spread gives is not known by position. */
  readonly args: readonly Given[];
  readonly spread: readonly Given[];
  readonly instruction: CallInstruction;
  /** The helper of the file in which this call stands, when it is looked at from a call of the helper. */
  readonly by?: string;
  /** It stands for one call per element: what is done is done to all of them. */
  readonly isEach?: boolean;
  /** The function is called later: its effects on anything but its arguments lie in the future. */
  readonly isDeferred?: boolean;
  /** And what it consumes is still in use until then. */
  readonly isLater?: boolean;
  /** How many helpers deep functions are called that were given to helpers. */
  readonly depth?: number;
  /** And how many, all together. */
  readonly given?: { count: number };
  /** Nobody looks at the result. */
  readonly isStatement: boolean;
}

/** What a signature names by its place. */
export function sourceValue(call: Call, source: Source): PointsTo {
  if (source === "receiver") return call.receiver?.value ?? NOTHING;
  return call.args[Number(source.slice("argument ".length))]?.value ?? NOTHING;
}

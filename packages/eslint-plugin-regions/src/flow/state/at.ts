import type { TSESTree } from "@typescript-eslint/utils";
import type { Fact } from "./facts.js";
import type { PointsTo } from "./points-to.js";

/** The source of an operation, for the facts that it leaves. */
export interface At {
  /** The call that does it. */
  readonly node: TSESTree.Node;
  /** The expression for what it is done to. */
  readonly subject: TSESTree.Node;
  /** The call returns the same thing under a new handle. */
  readonly handsBack?: boolean;
  /** What it transfers is not known in full. */
  readonly mayTransferMore?: boolean;
  /** It is done to each of the objects that the value can be. */
  readonly isEach?: boolean;
  /** What the helper in which it is done has borrowed at that moment. */
  readonly lent?: readonly { readonly lenders: PointsTo; readonly fact: Fact }[] | undefined;
  /** The helper in which it is done has put something else before into the place that owned it. */
  readonly isFreed?: boolean | undefined;
  /** The helper in which it is done, when `node` is a call of it. */
  readonly by?: string | undefined;
}

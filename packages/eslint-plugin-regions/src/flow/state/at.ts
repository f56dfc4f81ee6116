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
  /** The call that does it to each of the objects that the value can be, one after the other. */
  readonly each?: TSESTree.Node | undefined;
  /** What goes over all elements of the list of which the object stands for one: the loop of a helper, a call of `map`. */
  readonly over?: TSESTree.Node | undefined;
  /** What stands for any element of a list is one of those that a part of the list has. */
  readonly isOfSome?: boolean;
  /** Whether the helper in which it is done does it whenever it is called. */
  readonly isAlways?: boolean | undefined;
  /** What the helper in which it is done has borrowed at that moment. */
  readonly lent?: readonly { readonly lenders: PointsTo; readonly fact: Fact }[] | undefined;
  /** The helper in which it is done has put something else before into the place that owned it. */
  readonly isFreed?: boolean | undefined;
  /** The helper in which it is done, when `node` is a call of it. */
  readonly by?: string | undefined;
}

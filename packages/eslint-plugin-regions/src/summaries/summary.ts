import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject, Kind, Path } from "../flow/state/abstract-object.js";
import type { Fact } from "../flow/state/facts.js";
import type { PointsTo } from "../flow/state/points-to.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import type { Effect } from "../operations/signature.js";
import type { Answer } from "../particular/answer.js";

/** How a value is used; it decides whether the use is certain to touch an object. */
export type Use =
  | { readonly kind: "get" | "set"; readonly key: string | undefined }
  | { readonly kind: "call"; readonly key: string }
  /** Handed on: as an argument, a result, or into a field. */
  | { readonly kind: "pass" }
  | { readonly kind: "iterate" | "operate" };

/** How a value is changed. `own`: its fields or elements, which `Object.freeze` protects too. */
export interface Change {
  readonly own: boolean;
  /** Completes "This … changes it": "assignment to 'x'", "call of 'sort'". */
  readonly what: string;
  /** It concerns an element, under a number or something computed. */
  readonly isElement?: boolean;
  /** Nothing is left in it. */
  readonly isEmptying?: boolean;
}

/** What a function does to something that its caller knows too, in program order. */
export type PathEffect = {
  readonly path: Path;
  readonly node: TSESTree.Node;
  /** The expression for what it is done to. */
  readonly subject: TSESTree.Node;
  /** It can happen after the function was suspended by `await`. */
  readonly suspended: boolean;
  /** The operations of the function that lie behind, on a path on which it happens. */
  readonly after: readonly TSESTree.Node[];
} & (
  | { readonly kind: "use"; readonly use: Use }
  | { readonly kind: "change"; readonly change: Change }
  | {
      readonly kind: "consume";
      readonly effect: Effect;
      readonly lent?: readonly Lent[];
      readonly isFreed?: boolean;
      /** The loop that does it to all elements of the list of which it is one. */
      readonly over?: TSESTree.Node | undefined;
      /** It is done whenever the function is called. */
      readonly isAlways?: boolean;
    }
  /**
   * It becomes part of a region, in the field `key`; undefined: the region starts with it. `isFreed`: the function has
   * put something else before into the place that owned it.
   */
  | {
      readonly kind: "adopt";
      readonly key: string | undefined;
      readonly owners: readonly Owner[];
      readonly isFreed?: boolean;
    }
  /** A method of something of unknown type, or it is called itself: what that does is known when it is. */
  | {
      readonly kind: "invoke";
      readonly method: string | undefined;
      readonly args: readonly (readonly ArgumentReference[])[];
      /** Which functions of the file, and built-in ones, each argument can be. */
      readonly functions: readonly PointsTo[];
      /** The arguments as they are written. */
      readonly literals: readonly TSESTree.Node[];
      /** Nobody looks at what it returns. */
      readonly isStatement: boolean;
      /** The helper that does it. */
      readonly by?: string | undefined;
    }
);

/** What a function hands on: something that its callers know, or what a function returned that they know. */
export type ArgumentReference = Path | { readonly returnedBy: TSESTree.Node };

/** A borrow of something that callers know too. */
export interface Lent {
  readonly paths: readonly Path[];
  readonly fact: Fact;
}

/** The bridge of a region that adopts something, as the function knows it and as its callers do. */
export interface Owner {
  readonly id: number;
  /** Nothing: they do not know it. */
  readonly value: readonly ValueReference[];
  /** At the end of the function the region is no more. */
  readonly isGone: boolean;
}

/** An object that the function made and handed out: an entry of `Summary.made`. */
export type ValueReference =
  /** `isFrozen`: by then it is frozen, so that whoever gets it may keep it. */
  | { readonly kind: "path"; readonly path: Path; readonly isFrozen?: boolean }
  | { readonly kind: "constant"; readonly object: AbstractObject }
  | { readonly kind: "made"; readonly index: number }
  /** A variable that the function itself was given along by the one that made it. */
  | { readonly kind: "cell"; readonly variable: Variable };

export interface MadeObject {
  readonly kind: Kind;
  readonly closed: boolean;
  readonly isHandle: boolean;
  readonly isRegion: boolean;
  readonly classNode: TSESTree.Node | undefined;
  /** Of a function, which has variables of the one that made it among its fields: what stands for it anywhere. */
  readonly constant: AbstractObject | undefined;
  readonly content: TSESTree.Node | undefined;
  readonly isFrozen: boolean;
  readonly waits: boolean;
  /** The call of something that callers know, which returned it. */
  readonly returnedBy: TSESTree.Node | undefined;
  readonly facts: readonly Fact[];
  readonly fields: readonly (readonly [string, readonly ValueReference[]])[];
}

/** How a condition on a parameter came out: `text` is what it is compared with, "" if nothing. */
export interface ParameterAnswer {
  readonly index: number;
  readonly text: string;
  readonly outcome: boolean;
}

/** One of several ways through a function. */
export interface Outcome {
  /** The effects that other ways have, and this one has not. */
  readonly skipped: ReadonlySet<PathEffect>;
  readonly returns: readonly ValueReference[];
  /** What it returns, if it is a literal or certain to be an object. */
  readonly answer: Answer | undefined;
  readonly given: readonly ParameterAnswer[];
}

/** What callers need to know of a function of the file. */
export interface Summary {
  readonly effects: readonly PathEffect[];
  readonly made: readonly MadeObject[];
  readonly returns: readonly ValueReference[];
  /** Each `return`. */
  readonly returned: readonly { readonly node: TSESTree.Node; readonly value: readonly ValueReference[] }[];
  /** Fields of things the caller knows that hold something else afterwards. */
  readonly stores: readonly {
    readonly path: Path;
    readonly key: string;
    readonly value: readonly ValueReference[];
    readonly node: TSESTree.Node | undefined;
    /** It is a further element, which replaces none. */
    readonly isPushed: boolean;
    /** The function has put something else before into the place that owned it. */
    readonly isFreed: boolean;
  }[];
  /** Variables of enclosing functions that hold something else afterwards. */
  readonly writes: readonly {
    readonly variable: Variable;
    readonly value: readonly ValueReference[];
    readonly node: TSESTree.Node | undefined;
  }[];
  /** Functions that are called after it is over, and the calls that hand them on. */
  readonly kept: ReadonlyMap<TSESTree.Node, FunctionIR>;
  /** The calls in it that wait for a cown. */
  readonly waits: readonly TSESTree.Node[];
  /** The calls whose promise, which waits for a cown, it returns. */
  readonly returnsWaiting: readonly TSESTree.Node[];
  /** The ways through it, if they differ in what they consume of what callers know. */
  readonly outcomes: readonly Outcome[];
  /** False: it always throws, or never ends. */
  readonly returnsNormally: boolean;
}

export const UNKNOWN_SUMMARY: Summary = {
  effects: [],
  made: [],
  returns: [],
  returned: [],
  stores: [],
  writes: [],
  kept: new Map(),
  waits: [],
  returnsWaiting: [],
  outcomes: [],
  returnsNormally: true,
};

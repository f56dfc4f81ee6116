import type { TSESTree } from "@typescript-eslint/utils";
import type { Fact } from "../flow/state/facts.js";
import type { Promised } from "../tags/contract.js";
import type { TaggedComment } from "../tags/file-tags.js";
import type { Need } from "../shipping/surroundings.js";
import type { Change } from "../summaries/summary.js";

export type RuleName =
  | "no-adopted-alias"
  | "no-borrow-across-await"
  | "no-borrow-escape"
  | "no-cross-region-reference"
  | "no-move-while-borrowed"
  | "no-mutate-frozen"
  | "no-nested-acquire"
  | "no-unfreezable"
  | "no-unguarded-cown"
  | "no-unsafe-post"
  | "no-use-after-move"
  | "no-use-after-transfer"
  | "no-worker-capture"
  | "require-dispose"
  | "valid-ownership-tags";

/** How the reference that a finding is about would break the table of legal references. */
export type BrokenReference = "contained" | "owned" | "cycle" | "cown" | "unfree";

/** One mistake, found once per file however many rules ask. */
export type Finding = {
  readonly rule: RuleName;
  /** Where to report it. */
  readonly node: TSESTree.Node;
  /** The helper whose call does it; undefined: it is done here. */
  readonly by?: string | undefined;
} & (
  | {
      readonly kind: "use";
      /** What was done before, which makes this a mistake. */
      readonly fact: Fact;
    }
  | {
      readonly kind: "mutation";
      readonly fact: Fact;
      readonly subject: TSESTree.Node;
      readonly change: Change;
    }
  /** A region is moved, sent, packed or dissolved while the borrow of `fact` is out. */
  | {
      readonly kind: "borrowed";
      readonly fact: Fact;
      readonly subject: TSESTree.Node;
      readonly verb: string;
      /** The name that the borrow goes by, and the end of the block that ends it. */
      readonly borrower: TSESTree.Node | undefined;
    }
  /** Something is never disposed of on some path. */
  | { readonly kind: "undisposed"; readonly fact: Fact }
  /** What `subject` stands for outlives the scope of `fact`. */
  | { readonly kind: "escape"; readonly fact: Fact; readonly how: "returned" | "stored" | "captured" }
  /** A handle got before `pause` is used after it. */
  | { readonly kind: "suspension"; readonly pause: TSESTree.Node; readonly isBorrow: boolean }
  | {
      readonly kind: "reference";
      readonly broken: BrokenReference;
      readonly subject: TSESTree.Node;
      /** Where it got its present owner. */
      readonly fact: Fact | undefined;
    }
  /** `what` cannot be frozen or owned; it is reached from the subject by way of `path`. */
  | {
      readonly kind: "unfreezable";
      readonly what: string;
      readonly path: readonly string[];
      readonly subject: TSESTree.Node;
      readonly verb: "frozen" | "owned by a cown" | "owned by a region";
    }
  /** A cown's value is asked of the cown itself. */
  | { readonly kind: "unguarded" }
  /** What is reached from the subject by way of `path` cannot be cloned, or not whole. */
  | {
      readonly kind: "uncloneable";
      readonly what: string;
      readonly path: readonly string[];
      readonly subject: TSESTree.Node;
      readonly call: TSESTree.Node;
      readonly verb: "posted" | "cloned";
    }
  /** A function that `call` ships to another thread uses something of its surroundings. */
  | { readonly kind: "capture"; readonly need: Need; readonly call: TSESTree.Node; readonly takesArguments: boolean }
  /** A bound function is shipped by `call`. */
  | { readonly kind: "bound"; readonly call: TSESTree.Node }
  /** Waiting for a cown while holding the one of `fact`; `isForAll`: for the end of all behaviours. */
  | { readonly kind: "waiting"; readonly fact: Fact; readonly isForAll: boolean }
  /** A function does what it promises not to do. */
  | {
      readonly kind: "contradiction";
      readonly comment: TaggedComment;
      readonly promise: Promised;
      readonly what: "moved" | "frozen" | "kept";
    }
);

/** A place is reported once by each rule, however many operations make it wrong. */
export function findingKey(finding: Finding): string {
  return `${finding.rule} ${finding.node.range.join("-")}`;
}

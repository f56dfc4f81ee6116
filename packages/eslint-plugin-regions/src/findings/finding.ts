import type { TSESTree } from "@typescript-eslint/utils";
import type { Fact } from "../flow/facts.js";
import type { Change } from "../summaries/summary.js";

export type RuleName = "no-use-after-move" | "no-mutate-frozen" | "no-use-after-transfer";

/** One mistake, found once per file however many rules ask. */
export type Finding = {
  readonly rule: RuleName;
  /** Where to report it. */
  readonly node: TSESTree.Node;
  /** What was done before, which makes this a mistake. */
  readonly fact: Fact;
} & (
  | {
      readonly kind: "use";
      /** The helper whose call uses it; undefined: `node` is the value itself. */
      readonly by: string | undefined;
    }
  | {
      readonly kind: "mutation";
      readonly subject: TSESTree.Node;
      readonly change: Change;
      readonly by: string | undefined;
    }
);

/** A place is reported once by each rule, however many operations make it wrong. */
export function findingKey(finding: Finding): string {
  return `${finding.rule} ${finding.node.range.join("-")}`;
}

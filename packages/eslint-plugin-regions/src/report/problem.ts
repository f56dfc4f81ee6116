import type { TSESTree } from "@typescript-eslint/utils";
import type { Repair } from "./repair.js";

/** What a rule reports at one place. */
export interface Problem {
  readonly loc: TSESTree.SourceLocation;
  readonly message: string;
  /** An edit that cannot change for the worse what the code does. */
  readonly fix?: Repair | undefined;
  /** Edits for the author to choose from. */
  readonly repairs?: readonly Repair[];
}

import type { TSESTree } from "@typescript-eslint/utils";
import type { Repair } from "./repair.js";

/** Another place that a report speaks of. */
export interface Place {
  readonly loc: TSESTree.SourceLocation;
  /** What happens there: "moved here". */
  readonly label: string;
}

/** What is wrong in which places. ESLint shows one of them; the command line shows all. */
export interface Places {
  /** What happens in the place that is reported: "used here". */
  readonly label?: string;
  readonly places?: readonly Place[];
}

/** What a rule reports at one place. */
export interface Problem extends Places {
  readonly loc: TSESTree.SourceLocation;
  readonly message: string;
  /** An edit that cannot change for the worse what the code does. */
  readonly fix?: Repair | undefined;
  /** Edits for the author to choose from. */
  readonly repairs?: readonly Repair[];
}

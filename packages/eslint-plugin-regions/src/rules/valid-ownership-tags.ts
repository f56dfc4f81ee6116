import { findingsOf } from "../analysis.js";
import { createRule, settingsProblems } from "../create-rule.js";
import { breaches } from "../tags/breaches.js";
import { tagProblems } from "../tags/tag-problems.js";

export default createRule(
  "valid-ownership-tags",
  {
    description: "Disallow JSDoc ownership tags and settings that are malformed, contradictory or not kept",
    configs: ["recommended", "strict"],
  },
  (context) => [
    ...settingsProblems(context),
    ...tagProblems(context.sourceCode),
    ...breaches(context.sourceCode, findingsOf(context)),
  ],
);

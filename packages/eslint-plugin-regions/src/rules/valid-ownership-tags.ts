import { findingsOf } from "../analysis.js";
import { createLightRule, settingsProblems } from "../create-rule.js";
import { breaches } from "../tags/breaches.js";
import { tagProblems } from "../tags/tag-problems.js";

export default createLightRule(
  "valid-ownership-tags",
  {
    description: "Disallow JSDoc ownership tags and settings that are malformed, contradictory or not kept",
    configs: ["recommended", "strict"],
  },
  (sourceCode, context) => [
    ...settingsProblems(context),
    ...tagProblems(sourceCode),
    ...breaches(sourceCode, findingsOf(context)),
  ],
  { hasSuggestions: true },
);

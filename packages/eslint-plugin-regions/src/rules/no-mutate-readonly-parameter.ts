import { createLightRule } from "../create-rule.js";
import { findReadonlyMistakes } from "../readonly/mistakes.js";

export default createLightRule(
  "no-mutate-readonly-parameter",
  {
    description: "Disallow changing a parameter that is declared as read-only",
    configs: ["strict", "platform"],
  },
  findReadonlyMistakes,
);

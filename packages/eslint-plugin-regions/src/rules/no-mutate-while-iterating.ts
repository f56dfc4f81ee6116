import { createLightRule } from "../create-rule.js";
import { findIterationMistakes } from "../iteration/mistakes.js";

export default createLightRule(
  "no-mutate-while-iterating",
  {
    description: "Disallow changing an array, map or set while it is iterated",
    configs: ["strict", "platform"],
  },
  findIterationMistakes,
);

import { createLightRule } from "../create-rule.js";
import { findLaundering } from "../laundering/mistakes.js";

export default createLightRule(
  "no-readonly-laundering",
  {
    description: "Disallow giving a read-only value a type through which it can be changed",
    configs: ["strict"],
  },
  findLaundering,
);

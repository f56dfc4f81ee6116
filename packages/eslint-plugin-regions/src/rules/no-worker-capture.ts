import { capturesOf } from "../analysis.js";
import { createRule } from "../create-rule.js";

export default createRule(
  "no-worker-capture",
  {
    description: "Disallow variables of the surroundings in functions that are shipped to another thread",
    configs: ["recommended", "strict", "platform"],
  },
  capturesOf,
);

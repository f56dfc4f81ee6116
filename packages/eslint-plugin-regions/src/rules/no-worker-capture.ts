import { settingsOf } from "../analysis.js";
import { createRule } from "../create-rule.js";
import { findCaptures } from "../shipping/find-captures.js";

export default createRule(
  "no-worker-capture",
  {
    description: "Disallow variables of the surroundings in functions that are shipped to another thread",
    configs: ["recommended", "strict", "platform"],
  },
  (context) => findCaptures(context.sourceCode, settingsOf(context).shippers),
);

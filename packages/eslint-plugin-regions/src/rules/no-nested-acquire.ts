import { createRule } from "../create-rule.js";

export default createRule("no-nested-acquire", {
  description: "Disallow waiting for a cown while holding another",
  configs: ["recommended", "strict"],
});

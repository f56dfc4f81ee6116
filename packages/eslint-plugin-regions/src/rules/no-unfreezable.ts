import { createRule } from "../create-rule.js";

export default createRule("no-unfreezable", {
  description: "Disallow freezing, or giving to a cown, what cannot be frozen or owned",
  configs: ["recommended", "strict"],
});

import { createRule } from "../create-rule.js";

export default createRule("no-borrow-escape", {
  description: "Disallow letting a borrow or what a guard gives outlive its scope",
  configs: ["recommended", "strict"],
});

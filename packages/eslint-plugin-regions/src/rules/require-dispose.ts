import { createRule } from "../create-rule.js";

export default createRule("require-dispose", {
  description: "Require that borrows, guards and listeners are disposed of on every path",
  configs: ["recommended", "strict"],
});

import { createRule } from "../create-rule.js";

export default createRule("no-use-after-move", {
  description: "Disallow using a region, its parts or a borrow after it was moved, closed or ended",
  configs: ["recommended", "strict"],
});

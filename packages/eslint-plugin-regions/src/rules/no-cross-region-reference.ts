import { createRule } from "../create-rule.js";

export default createRule("no-cross-region-reference", {
  description: "Disallow references from one region into another, second owners and cycles of regions",
  configs: ["recommended", "strict"],
});

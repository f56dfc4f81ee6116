import { createRule } from "../create-rule.js";

export default createRule("no-adopted-alias", {
  description: "Disallow using an object directly that a region has adopted",
  configs: ["strict"],
});

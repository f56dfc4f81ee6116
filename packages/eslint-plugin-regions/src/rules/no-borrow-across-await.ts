import { createRule } from "../create-rule.js";

export default createRule("no-borrow-across-await", {
  description:
    "Disallow using a borrow or transient handle after an 'await' or 'yield' in which others can reach its region",
  configs: ["recommended", "strict"],
});

import { createRule } from "../create-rule.js";

export default createRule("no-unguarded-cown", {
  description: "Disallow reaching the value of a cown outside of its guard, or writing through 'read()'",
  configs: ["recommended", "strict"],
});

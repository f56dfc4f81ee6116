import { createRule } from "../create-rule.js";

export default createRule("no-mutate-frozen", {
  description: "Disallow changing what was frozen",
  configs: ["recommended", "strict", "platform"],
});

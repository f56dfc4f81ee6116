import { createRule } from "../create-rule.js";

export default createRule("no-unsafe-post", {
  description: "Disallow posting what cannot be cloned, and changing a value after it was posted",
  configs: ["strict", "platform"],
});

import { createRule } from "../create-rule.js";

export default createRule("no-use-after-transfer", {
  description: "Disallow using a buffer, port or stream after it was transferred",
  configs: ["recommended", "strict", "platform"],
});

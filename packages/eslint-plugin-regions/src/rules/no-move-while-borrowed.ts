import { createRule } from "../create-rule.js";

export default createRule("no-move-while-borrowed", {
  description: "Disallow moving, sending or dissolving a region while it is borrowed",
  configs: ["recommended", "strict"],
});

// Writes the headers of docs/rules/*.md and the table of rules in README.md: pnpm docs:rules
import { format, resolveConfig } from "prettier";

/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  initRuleDocs: true,
  pathRuleDoc: "../../docs/rules/{name}.md",
  pathRuleList: "README.md",
  ruleDocTitleFormat: "name",
  ruleListColumns: ["name", "description", "configsError", "fixable", "hasSuggestions", "requiresTypeChecking"],
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
    ["platform", "🌐"],
  ],
  postprocess: async (content, path) => format(content, { ...(await resolveConfig(path)), filepath: path }),
};

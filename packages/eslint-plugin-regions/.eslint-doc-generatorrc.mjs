// Writes the headers of docs/rules/*.md and the table of rules in README.md: pnpm docs:rules
import { existsSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import plugin from "./dist/index.js";

const hasPage = (rule) => existsSync(new URL(`../../docs/rules/${rule}.md`, import.meta.url));
const isChecking = process.argv.includes("--check");

/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  // Only when there is a page to create: the tool takes it for a mistake otherwise.
  initRuleDocs: !isChecking && !Object.keys(plugin.rules).every(hasPage),
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

import type { Linter, Rule } from "eslint";
import type { TSESLint } from "@typescript-eslint/utils";
import { type Settings } from "../../settings/settings.js";
import { settingsOf } from "../../analysis.js";

/** A file as the project's parser and settings have it. */
export interface Source {
  readonly sourceCode: TSESLint.SourceCode;
  readonly settings: Settings;
}

/** A rule that reports nothing, and keeps what ESLint gives to rules. */
export function captureSource(): { readonly config: Linter.Config; source(): Source | undefined } {
  let source: Source | undefined;
  const capture: Rule.RuleModule = {
    meta: { type: "problem", schema: [] },
    create({ sourceCode, settings, filename, physicalFilename }) {
      // Of a block in a file the lines are others.
      if (filename === physicalFilename) {
        const of = sourceCode as unknown as TSESLint.SourceCode;
        source = { sourceCode: of, settings: settingsOf({ sourceCode: of, settings }) };
      }
      return {};
    },
  };
  return {
    config: { plugins: { "regions-explain": { rules: { capture } } }, rules: { "regions-explain/capture": "error" } },
    source: () => source,
  };
}

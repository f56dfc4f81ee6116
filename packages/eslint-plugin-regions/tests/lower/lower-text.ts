import * as tsParser from "@typescript-eslint/parser";
import type { TSESLint } from "@typescript-eslint/utils";
import { Linter } from "eslint";
import type { FileIR } from "../../src/lower/ir.js";
import { lowerFile } from "../../src/lower/lower-file.js";
import { printIR } from "../../src/lower/print-ir.js";

export type Language = "js" | "script" | "ts" | "tsx";

/** Parses a text as ESLint does and hands its source code to `use`. */
export function withSourceCode<T>(text: string, language: Language, use: (code: TSESLint.SourceCode) => T): T {
  const results: T[] = [];
  const linter = new Linter();
  const typescript = language === "ts" || language === "tsx";
  const messages = linter.verify(
    text,
    {
      files: ["**/*.{js,ts,tsx}"],
      plugins: {
        test: {
          rules: {
            lower: {
              create(context) {
                results.push(use(context.sourceCode as unknown as TSESLint.SourceCode));
                return {};
              },
            },
          },
        },
      },
      languageOptions: {
        sourceType: language === "script" ? "script" : "module",
        ...(typescript && { parser: tsParser }),
        parserOptions: { ecmaFeatures: { jsx: language !== "ts" } },
      },
      linterOptions: { reportUnusedDisableDirectives: "off" },
      rules: { "test/lower": "error" },
    },
    { filename: typescript ? `file.${language}` : "file.js", allowInlineConfig: false },
  );
  if (results.length === 0) throw new SyntaxError(messages[0]?.message ?? "nothing was linted");
  return results[0]!;
}

/** The intermediate representation of a text. */
export function lowerText(text: string, language: Language = "ts"): FileIR {
  return withSourceCode(text, language, lowerFile);
}

/** Prints the module, or the function of the given name. */
export function irOf(text: string, options: { language?: Language; fn?: string } = {}): string {
  const { module, functions } = lowerText(text, options.language);
  const fn = options.fn === undefined ? module : functions.find(({ name }) => name === options.fn);
  if (fn === undefined) throw new Error(`no function ${options.fn}`);
  return "\n" + printIR(fn) + "\n";
}

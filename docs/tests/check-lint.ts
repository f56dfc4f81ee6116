import { Linter } from "eslint";
import regions from "eslint-plugin-regions";
import tseslint from "typescript-eslint";
import type { Block } from "./pages.ts";

const files = ["**/*.{js,ts}"];
const untyped: Linter.Config = { files, languageOptions: { parser: tseslint.parser } };
const typed: Linter.Config = {
  files,
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { projectService: { allowDefaultProject: ["*.ts"] }, tsconfigRootDir: import.meta.dirname },
  },
};
/** Without types it finds nothing. */
const NEEDS_TYPES = "no-readonly-laundering";

/** The recommended config and, on the page of a rule, that rule. */
function configsFor(place: string): Linter.Config[] {
  const rule = /rules\/([\w-]+)\.md/.exec(place)?.[1];
  const ofPage: Linter.Config[] = rule === undefined ? [] : [{ rules: { [`regions/${rule}`]: "error" } }];
  return [rule === NEEDS_TYPES ? typed : untyped, ...regions.configs.recommended, ...ofPage];
}

export interface Report {
  readonly line: number;
  readonly rule: string;
  /** As ESLint prints it. */
  readonly text: string;
}

/** Is there a rule of this name in the plugin, as it is now? */
export function hasRule(name: string): boolean {
  return Object.hasOwn(regions.rules, name);
}

/** `settings.regions` as the first line of a block has them: `// settings.regions: { "libraries": ["immer"] }`. */
function settingsOf({ code }: Block): Linter.Config {
  const json = /^\/\/ settings\.regions: (\{.*\})$/m.exec(code)?.[1];
  return json === undefined ? {} : { settings: { regions: JSON.parse(json) as object } };
}

/** What ESLint reports in a block; lines are those of the page. */
export function reportsOf(block: Block): Report[] {
  const { code, language, line } = block;
  const source = code.startsWith("{") ? `(${code})` : code;
  return new Linter({ cwd: import.meta.dirname })
    .verify(source, [...configsFor(block.place), settingsOf(block)], {
      filename: `${import.meta.dirname}/block.${language}`,
    })
    .map((message) => ({
      line: line + message.line,
      rule: message.ruleId?.replace(/^regions\//, "") ?? message.message,
      text: `${message.line}:${message.column}  error  ${message.message}  ${message.ruleId ?? ""}`.trimEnd(),
    }));
}

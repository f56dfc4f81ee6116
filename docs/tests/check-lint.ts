import { Linter } from "eslint";
import regions from "eslint-plugin-regions";
import tseslint from "typescript-eslint";
import type { Block } from "./pages.ts";

const configs: Linter.Config[] = [
  { files: ["**/*.{js,ts}"], languageOptions: { parser: tseslint.parser } },
  ...regions.configs.recommended,
];

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

/** What the recommended config reports in a block; lines are those of the page. */
export function reportsOf(block: Block): Report[] {
  const { code, language, line } = block;
  const source = code.startsWith("{") ? `(${code})` : code;
  return new Linter()
    .verify(source, [...configs, settingsOf(block)], { filename: `block.${language}` })
    .map((message) => ({
      line: line + message.line,
      rule: message.ruleId?.replace(/^regions\//, "") ?? message.message,
      text: `${message.line}:${message.column}  error  ${message.message}  ${message.ruleId ?? ""}`.trimEnd(),
    }));
}

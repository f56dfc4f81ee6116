import { Linter } from "eslint";
import regions from "eslint-plugin-regions";
import tseslint from "typescript-eslint";
import type { Block } from "./pages.ts";

const languages: Linter.Config = { files: ["**/*.{js,ts}"], languageOptions: { parser: tseslint.parser } };

/** The recommended config; on the page of a rule that is only in the strict config, that. */
function configsFor(place: string): Linter.Config[] {
  const { recommended, strict } = regions.configs;
  const rule = `regions/${/rules\/([\w-]+)\.md/.exec(place)?.[1] ?? ""}`;
  const has = (configs: Linter.Config[]): boolean => configs.some(({ rules }) => Object.hasOwn(rules ?? {}, rule));
  return [languages, ...(has(strict) && !has(recommended) ? strict : recommended)];
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

/** What ESLint reports in a block; lines are those of the page. */
export function reportsOf({ code, language, line, place }: Block): Report[] {
  const source = code.startsWith("{") ? `(${code})` : code;
  return new Linter().verify(source, configsFor(place), { filename: `block.${language}` }).map((message) => ({
    line: line + message.line,
    rule: message.ruleId?.replace(/^regions\//, "") ?? message.message,
    text: `${message.line}:${message.column}  error  ${message.message}  ${message.ruleId ?? ""}`.trimEnd(),
  }));
}

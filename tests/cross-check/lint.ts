import { Linter } from "eslint";
import plugin from "../../packages/eslint-plugin-regions/src/index.js";

export interface Report {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

const config: Linter.Config[] = [
  { files: ["**/*.js"], languageOptions: { ecmaVersion: 2026, sourceType: "module" } },
  ...plugin.configs.recommended,
];
const linter = new Linter();

/** What the recommended config reports. */
export function lint(code: string): Report[] {
  return linter.verify(code, config, { filename: "program.js" }).map(({ ruleId, line, message }) => {
    if (ruleId === null) throw new Error(`The printed program cannot be linted: ${message}\n${code}`);
    return { rule: ruleId.replace("regions/", ""), line, message: message.split("\n")[0]! };
  });
}

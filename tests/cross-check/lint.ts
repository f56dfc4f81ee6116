import { Script } from "node:vm";
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
const script = new Script("verify()");
const LONGEST = 60_000;

/** What the recommended config reports. */
export function lint(code: string): Report[] {
  let messages: Linter.LintMessage[] = [];
  const verify = (): void => {
    messages = linter.verify(code, config, { filename: "program.js" });
  };
  // Only a script can be given a time after which it is over, and an analysis that finds no end is a bug as well.
  (globalThis as { verify?: () => void }).verify = verify;
  try {
    script.runInThisContext({ timeout: LONGEST });
  } catch (error) {
    throw new Error(`The printed program cannot be linted:\n${code}`, { cause: error });
  }
  return messages.map(({ ruleId, line, message }) => {
    if (ruleId === null) throw new Error(`The printed program cannot be linted: ${message}\n${code}`);
    return { rule: ruleId.replace("regions/", ""), line, message: message.split("\n")[0]! };
  });
}

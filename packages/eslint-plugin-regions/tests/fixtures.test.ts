import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../src/index.ts";

/**
 * Every file under `fixtures/` is linted with the recommended config and the rule that its folder is named after.
 * A line that must be reported says so:
 *
 *     list.push(1); // ✗ no-mutate-frozen: what the first line of the message contains
 *
 * Lines without the mark must not be reported. Settings stand in a comment: `// settings: { "functions": [] }`.
 */
const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.(?:[cm]?js|tsx?)$/.test(file))
  .sort();

interface Mark {
  readonly line: number;
  readonly rule: string;
  readonly text: string;
}

function marksIn(code: string): Mark[] {
  return code.split("\n").flatMap((text, index) =>
    text
      .replace(/\s*\*\/\}?\s*$/, "")
      .split("✗")
      .slice(1)
      .map((mark) => {
        const [rule, ...rest] = mark.trim().split(":");
        return { line: index + 1, rule: `regions/${rule!.trim()}`, text: rest.join(":").trim() };
      }),
  );
}

function settingsIn(code: string): unknown {
  const json = /^\/\/ settings: (\{.*)$/m.exec(code)?.[1];
  return json === undefined ? undefined : JSON.parse(json);
}

/** Differences between the marks in a file and what is reported there, a line each. */
function differences(code: string, messages: readonly Linter.LintMessage[]): string[] {
  const lines = code.split("\n");
  const unmet = marksIn(code);
  const found: [number, string][] = [];
  for (const { line, ruleId, message } of messages) {
    const [first] = message.split("\n");
    const index = unmet.findIndex((mark) => mark.line === line && mark.rule === ruleId && first!.includes(mark.text));
    if (index >= 0) unmet.splice(index, 1);
    else found.push([line, `unexpected ${ruleId ?? "error"}: ${first!}`]);
  }
  for (const { line, rule, text } of unmet) found.push([line, `missing ${rule}${text && ` (${text})`}`]);
  return found
    .sort(([a], [b]) => a - b)
    .map(([line, text]) => `line ${line}: ${text}\n        ${lines[line - 1]!.trim()}`);
}

const browser = "postMessage structuredClone window self fetch Worker MessageChannel OffscreenCanvas createImageBitmap";
const globals: Record<string, "readonly"> = Object.fromEntries(
  `${browser} require module process`.split(" ").map((name) => [name, "readonly"]),
);

/** Parsers and options under which a file must give the same reports. */
function languagesFor(file: string): Record<string, Linter.LanguageOptions> {
  const parser = tsParser as Linter.Parser;
  const sourceType = file.endsWith(".cjs") ? "commonjs" : "module";
  const parserOptions = { ecmaFeatures: { jsx: /[jt]sx$|\.js$/.test(file) } };
  const typescript = {
    "@typescript-eslint/parser": { parser, sourceType, parserOptions },
    "@typescript-eslint/parser, lib": {
      parser,
      sourceType,
      parserOptions: { ...parserOptions, lib: ["esnext", "dom"] },
    },
  } as const;
  if (/\.tsx?$/.test(file)) return typescript;
  return {
    ...typescript,
    espree: { sourceType, parserOptions },
    "espree, globals": { sourceType, parserOptions, globals },
  };
}

/** The rule that the folder of a fixture is named after, if there is one. */
function ruleOf(file: string): Linter.RulesRecord {
  const name = file.split("/")[0]!;
  return name in plugin.rules ? { [`regions/${name}`]: "error" } : {};
}

describe("The recommended config reports what is marked, and nothing else, in", { timeout: 60_000 }, () => {
  const linter = new Linter();
  test.each(files)("%s", (file) => {
    const code = readFileSync(folder + file, "utf8");
    const regions = settingsIn(code);
    const results = Object.entries(languagesFor(file)).map(([name, languageOptions]) => {
      const messages = linter.verify(
        code,
        [
          { files: ["**/*.{js,cjs,mjs,ts,tsx}"], languageOptions, settings: { regions } },
          ...plugin.configs.recommended,
          { rules: ruleOf(file) },
        ],
        { filename: file.split("/").at(-1)! },
      );
      return [name, differences(code, messages).join("\n")] as const;
    });
    const failed = results.filter(([, text]) => text !== "");
    const report = failed
      .filter(([, text], index) => failed.findIndex(([, other]) => other === text) === index)
      .map(([name, text]) => `${failed.length === results.length ? "" : `only with ${name}:\n`}${text}`)
      .join("\n");
    expect(report, `${file}\n${report}`).toBe("");
  });
});

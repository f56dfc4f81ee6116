import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/index.ts";
import { differences } from "../marks.ts";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
const parser = tsParser as Linter.Parser;

/** Lints a file that needs the others of its folder to be understood. */
function lint(file: string, parserOptions: Linter.ParserOptions): { code: string; messages: Linter.LintMessage[] } {
  const code = readFileSync(folder + file, "utf8");
  const config: Linter.Config[] = [
    { files: ["**/*.{js,ts}"], languageOptions: { parser, parserOptions } },
    ...plugin.configs.recommended,
  ];
  return { code, messages: new Linter({ cwd: folder }).verify(code, config, { filename: folder + file }) };
}

describe("With the types of a program of several files", { timeout: 60_000 }, () => {
  const programs = [tsParser.createProgram(fileURLToPath(new URL("tsconfig.json", import.meta.url)))];

  test.each(files)("what is marked is reported, and nothing else, in %s", (file) => {
    const { code, messages } = lint(file, { programs });
    expect(differences(code, messages, true)).toEqual([]);
  });
});

test.each(["jobs.ts", "work.ts"])("The page about types shows %s as it is tested here", (file) => {
  const page = readFileSync(new URL("../../../../docs/guide/types.md", import.meta.url), "utf8");
  const shown = readFileSync(`${folder}page/${file}`, "utf8").replaceAll("✗", "with types:");
  expect(page).toContain(`\`\`\`ts\n// ${file}\n${shown}\`\`\`\n`);
});

describe("Without types", () => {
  test.each([
    "callees.ts",
    "owners.ts",
    "erroneous.ts",
    "plain.js",
    "counting.ts",
    "frozen.js",
    "frozen-in-comments.js",
    "page/work.ts",
  ])("nothing is known of what %s imports", (file) => {
    expect(lint(file, {}).messages).toEqual([]);
  });
});

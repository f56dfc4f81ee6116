import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../src/index.js";

const folder = fileURLToPath(new URL("../../../docs/rules/", import.meta.url));

interface Example {
  readonly kind: "incorrect" | "correct";
  /** Where its first line stands in the page. */
  readonly line: number;
  readonly code: string;
}

/** The blocks of TypeScript that follow "Examples of **incorrect** code:" and "Examples of **correct** code:". */
function examplesIn(page: string): Example[] {
  const examples: Example[] = [];
  let kind: Example["kind"] | undefined;
  let block: string[] | undefined;
  let start = 0;
  page.split("\n").forEach((line, index) => {
    if (block !== undefined) {
      if (line !== "```") block.push(line);
      else {
        examples.push({ kind: kind!, line: start, code: block.join("\n") });
        block = undefined;
      }
      return;
    }
    kind = (/^Examples of \*\*(incorrect|correct)\*\* code/.exec(line)?.[1] as typeof kind) ?? kind;
    if (line.startsWith("## ")) kind = undefined;
    if (kind !== undefined && line === "```ts") {
      block = [];
      start = index + 2;
    }
  });
  return examples;
}

/** Lines of the page that are marked with `✗ rule`. */
const marksIn = ({ code, line }: Example): string[] =>
  code.split("\n").flatMap((text, index) => {
    const rule = /\/\/ ✗ ([\w-]+)$/.exec(text)?.[1];
    return rule === undefined ? [] : [`line ${line + index}: regions/${rule}`];
  });

/** Rules that need types have examples with types, which take a while. */
const typed: Linter.LanguageOptions = {
  parser: tsParser as Linter.Parser,
  parserOptions: { projectService: { allowDefaultProject: ["*.ts"] }, tsconfigRootDir: import.meta.dirname },
};
const untyped: Linter.LanguageOptions = { parser: tsParser as Linter.Parser };

/** Lines of the page where the recommended config, or the rule of the page, reports something. */
function reportsIn({ code, line }: Example, rule: string): string[] {
  const config = [
    { files: ["**/*.ts"], languageOptions: rule === "no-readonly-laundering" ? typed : untyped },
    ...plugin.configs.recommended,
    { rules: { [`regions/${rule}`]: "error" } } as const,
  ];
  return new Linter({ cwd: import.meta.dirname })
    .verify(code, config, { filename: `${import.meta.dirname}/example.ts` })
    .map((message) => `line ${line + message.line - 1}: ${message.ruleId ?? message.message}`);
}

test("Every rule has a page, and every page a rule", () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(plugin.rules)
      .map((name) => `${name}.md`)
      .sort(),
  );
});

describe.each(Object.keys(plugin.rules))("The page of %s", { timeout: 60_000 }, (name) => {
  const examples = examplesIn(readFileSync(`${folder}${name}.md`, "utf8"));

  test("has incorrect and correct examples", () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(["incorrect", "correct"]));
  });

  test.each(examples)("tells the truth about the $kind example in line $line", (example) => {
    const marks = marksIn(example);
    expect(reportsIn(example, name)).toEqual(marks);
    if (example.kind === "correct") expect(marks).toEqual([]);
    else expect(marks).toContainEqual(expect.stringMatching(new RegExp(`: regions/${name}$`)));
  });
});

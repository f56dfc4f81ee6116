import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../src/index.ts";
import { differences } from "./marks.ts";

/**
 * Every file under `fixtures/` is linted with the recommended config, and the rule that its folder is named after. A line that must be reported says so:
 *
 *     list.push(1); // ✗ no-mutate-frozen: what the first line of the message contains
 *
 * Lines without the mark must not be reported; `// ✗ (with types) no-mutate-frozen` is for lines that are reported where
 * types are known. Settings stand in a comment: `// settings: { "functions": [] }`.
 */
const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.(?:[cm]?js|tsx?)$/.test(file))
  .sort();

function settingsIn(code: string): unknown {
  const json = /^\/\/ settings: (\{.*)$/m.exec(code)?.[1];
  return json === undefined ? undefined : JSON.parse(json);
}

const TYPED = "@typescript-eslint/parser, types";
/** The types of all fixtures; those of files that do not exist, or do not compile, are errors. */
const program = tsParser.createProgram(fileURLToPath(new URL("typed/tsconfig.json", import.meta.url)));

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
    [TYPED]: { parser, sourceType, parserOptions: { ...parserOptions, programs: [program] } },
  } as const;
  if (/\.tsx?$/.test(file)) return typescript;
  return {
    ...typescript,
    espree: { sourceType, parserOptions },
    "espree, globals": { sourceType, parserOptions, globals },
  };
}

/** Strict rules have their fixtures too. */
function ruleOf(file: string): Linter.Config[] {
  const folder = file.split("/", 1)[0]!;
  return Object.hasOwn(plugin.rules, folder) ? [{ rules: { [`regions/${folder}`]: "error" } }] : [];
}

describe("The recommended config reports what is marked, and nothing else, in", { timeout: 60_000 }, () => {
  const linter = new Linter({ cwd: folder });
  test.each(files)("%s", (file) => {
    const code = readFileSync(folder + file, "utf8");
    const regions = settingsIn(code);
    const results = Object.entries(languagesFor(file)).map(([name, languageOptions]) => {
      const messages = linter.verify(
        code,
        [
          { files: ["**/*.{js,cjs,mjs,ts,tsx}"], languageOptions, settings: { regions } },
          ...plugin.configs.recommended,
          ...ruleOf(file),
        ],
        { filename: folder + file },
      );
      return [name, differences(code, messages, name === TYPED).join("\n")] as const;
    });
    const failed = results.filter(([, text]) => text !== "");
    const report = failed
      .filter(([, text], index) => failed.findIndex(([, other]) => other === text) === index)
      .map(([name, text]) => `${failed.length === results.length ? "" : `only with ${name}:\n`}${text}`)
      .join("\n");
    expect(report, `${file}\n${report}`).toBe("");
  });
});

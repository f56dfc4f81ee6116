import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { describe, expect, test } from "vitest";
import * as iteration from "../src/iteration/mistakes.ts";
import { irOf } from "../src/lower/lower-file.ts";
import { typesOf } from "../src/readonly/declared.ts";
import * as readonly from "../src/readonly/mistakes.ts";
import type { Problem } from "../src/report/problem.ts";
import { type Language, withSourceCode } from "./lower/lower-text.ts";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
/** With mistakes of these rules, or with much ordinary code. */
const folders = ["no-mutate-while-iterating", "no-mutate-readonly-parameter", "ordinary-code", "idioms", "syntax"];
const files = folders
  .flatMap((name) => readdirSync(folder + name).map((file) => `${name}/${file}`))
  .filter((file) => /\.(?:m?js|tsx?)$/.test(file));

const languageOf = (file: string): Language => (file.endsWith(".tsx") ? "tsx" : file.endsWith(".ts") ? "ts" : "js");

type Find = (source: TSESLint.SourceCode) => readonly Problem[];

function problemsIn(file: string, find: Find): string[] {
  const code = readFileSync(folder + file, "utf8");
  return withSourceCode(code, languageOf(file), (source) =>
    find(source).map(({ loc, message }) => `${String(loc.start.line)}:${String(loc.start.column)} ${message}`),
  ).sort();
}

/** All functions, each of them lowered with the whole file. */
const all = (source: TSESLint.SourceCode): TSESTree.Node[] => irOf(source).functions.map(({ node }) => node);

describe.each<[name: string, suspects: Find, everything: Find]>([
  [
    "no-mutate-while-iterating",
    (source) => iteration.findIterationMistakes(source, { append: false }),
    (source) => iteration.mistakesIn(source, all(source), { append: false }),
  ],
  [
    "no-mutate-readonly-parameter",
    readonly.findReadonlyMistakes,
    (source) => readonly.mistakesIn(source, typesOf(source), all(source)),
  ],
])("%s finds in the functions that it lowers all that there is to find in", (_, suspects, everything) => {
  test.each(files)("%s", (file) => {
    expect(problemsIn(file, suspects)).toEqual(problemsIn(file, everything));
  });
});

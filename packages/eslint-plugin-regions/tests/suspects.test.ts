import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { describe, expect, test } from "vitest";
import * as iteration from "../src/iteration/mistakes.ts";
import { findLostUpdates, lostUpdatesIn } from "../src/lost-updates/find-lost-updates.ts";
import { irOf } from "../src/lower/lower-file.ts";
import { typesOf } from "../src/readonly/declared.ts";
import * as readonly from "../src/readonly/mistakes.ts";
import { describeLostUpdate } from "../src/report/describe-lost-update.ts";
import type { Problem } from "../src/report/problem.ts";
import { installedSources } from "../bench/installed-sources.ts";
import { type Language, withSourceCode } from "./lower/lower-text.ts";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
/** With mistakes of these rules, or with much ordinary code. */
const folders = [
  "no-lost-update",
  "no-mutate-while-iterating",
  "no-mutate-readonly-parameter",
  "ordinary-code",
  "idioms",
  "syntax",
];
const files = folders
  .flatMap((name) => readdirSync(folder + name).map((file) => `${name}/${file}`))
  .filter((file) => /\.(?:m?js|tsx?)$/.test(file));

/** Real code that waits, counts and iterates much. */
const packages = ["fast-check (compiled)", "vite (bundles)"];

const languageOf = (file: string): Language => (file.endsWith(".tsx") ? "tsx" : file.endsWith(".ts") ? "ts" : "js");

type Find = (source: TSESLint.SourceCode) => readonly Problem[];

function problemsIn(code: string, file: string, find: Find): string[] {
  return withSourceCode(code, languageOf(file), (source) =>
    find(source).map(({ loc, message }) => `${String(loc.start.line)}:${String(loc.start.column)} ${message}`),
  ).sort();
}

/** All functions, each of them lowered with the whole file. */
const all = (source: TSESLint.SourceCode): TSESTree.Node[] => irOf(source).functions.map(({ node }) => node);

const lostUpdates = (source: TSESLint.SourceCode, updates: ReturnType<typeof findLostUpdates>): Problem[] =>
  updates.map((update) => ({ loc: update.write.loc, message: describeLostUpdate(source, update) }));

const rules: [name: string, suspects: Find, everything: Find][] = [
  [
    "no-lost-update",
    (source) => lostUpdates(source, findLostUpdates(source)),
    (source) => lostUpdates(source, lostUpdatesIn(source, all(source))),
  ],
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
];

describe.each(rules)(
  "%s finds in the functions that it lowers all that there is to find in",
  (_, suspects, everything) => {
    test.each(files)("%s", (file) => {
      const code = readFileSync(folder + file, "utf8");
      expect(problemsIn(code, file, suspects)).toEqual(problemsIn(code, file, everything));
    });

    test.each(packages)("%s", { timeout: 120_000 }, (name) => {
      for (const { file, code } of installedSources().get(name)!)
        expect(problemsIn(code, file, suspects), file).toEqual(problemsIn(code, file, everything));
    });
  },
);

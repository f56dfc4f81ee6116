import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/index.ts";
import { listen, type Reported } from "../../src/report/listener.ts";

const folder = join(import.meta.dirname, "../fixtures");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[cm]?[jt]sx?$/.test(file));

/** One for all: a new one compiles the schemas of all options. */
const linter = new Linter();

/** What the rules report in a file, with all places. */
function reportsIn(file: string): Reported[] {
  const reports: Reported[] = [];
  using _listening = listen((report) => reports.push(report));
  const parserOptions = { ecmaFeatures: { jsx: /[jt]sx$|\.js$/.test(file) } };
  const languageOptions = { parser: tsParser as Linter.Parser, parserOptions };
  const config: Linter.Config[] = [{ files: ["**/*.{js,cjs,mjs,ts,tsx}"], languageOptions }, ...plugin.configs.strict];
  linter.verify(readFileSync(join(folder, file), "utf8"), config, { filename: file });
  return reports;
}

describe(
  "Each line that a message names is a place with a label, as the reported place is",
  { timeout: 60_000 },
  () => {
    test.each(files)("%s", (file) => {
      const reports = reportsIn(file);
      for (const { message, label, places = [], ruleId, loc } of reports) {
        if (ruleId === "regions/valid-ownership-tags") continue;
        expect(label, message).toMatch(/\w/);
        for (const place of places) expect(place.label, message).toMatch(/\w/);
        // Neither what is quoted, nor names of functions that have none: "the arrow function on line 5".
        const text = message
          .replace(/'[^']*'/g, "")
          .replace(/\bthe (?:(?:arrow )?function|callback of ) on line \d+/gi, "");
        const named = [...text.matchAll(/\bline (\d+)/g)].map(([, line]) => Number(line));
        const lines = [loc, ...places.map((place) => place.loc)].flatMap(({ start, end }) => [start.line, end.line]);
        expect(lines, message).toEqual(expect.arrayContaining(named));
      }
    });
  },
);

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { hasRule, reportsOf } from "./check-lint.ts";
import { typeErrorsOf } from "./check-types.ts";
import { claimsOf } from "./claims.ts";
import { readPages, root, type Block, type Page } from "./pages.ts";
import { runBlock } from "./run-block.ts";

const pages = readPages();
const isCode = ({ language }: Block): boolean => language === "ts" || language === "js";
const code = pages.flatMap(({ blocks }) => blocks.filter(isCode));

/** Blocks that claim what happens when they run. */
const runnable = code.filter((block) => {
  const { errors, output } = claimsOf(block);
  return errors.size + output.size > 0;
});

/** The code that a block of text belongs to: the nearest before it. */
function codeBefore({ blocks }: Page, text: Block): Block {
  const block = blocks.slice(0, blocks.indexOf(text)).filter(isCode).at(-1);
  if (block === undefined) throw new Error(`${text.place}: a block of text shows what the code before it prints`);
  return block;
}

test("Every block is of a kind that is checked", () => {
  const checked = ["ts", "js", "text", "sh", "mermaid", "console", "json", "yaml"];
  const others = pages.flatMap(({ blocks }) => blocks.filter(({ language }) => !checked.includes(language)));
  expect(others.map(({ place, language }) => `${place} ${language}`)).toEqual([]);
});

test("Every block of code compiles under the strict settings of this repository", () => {
  expect(typeErrorsOf(code)).toEqual([]);
});

describe("ESLint reports what is marked with ✗, and nothing else", () => {
  test.each(code)("$place", (block) => {
    const expected = claimsOf(block).findings.filter(({ rule }) => hasRule(rule));
    expect(reportsOf(block).map(({ line, rule }) => ({ line, rule }))).toEqual(expected);
  });
});

describe("Without the set of its library nothing is reported", () => {
  const blocks = pages.find(({ path }) => path === "docs/guide/libraries.md")!.blocks.filter(isCode);
  test.each(blocks)("$place", (block) => {
    expect(reportsOf({ ...block, code: block.code.replace(/"libraries": \[.*?\]/, '"libraries": []') })).toEqual([]);
  });
});

describe("A block that says what happens when it runs is right", () => {
  test.each(runnable)("$place", async (block) => {
    const { output, errors } = claimsOf(block);
    const outcome = await runBlock(block);
    expect(outcome.errors).toEqual(errors);
    expect(new Map([...outcome.output].filter(([line]) => output.has(line)))).toEqual(output);
  });
});

describe("A block of text is what ESLint or the runtime says about the code before it", () => {
  const texts = pages.flatMap((page) =>
    page.blocks.filter((b) => b.language === "text").map((block) => ({ page, block })),
  );
  test.each(texts)("$block.place", async ({ page, block }) => {
    const before = codeBefore(page, block);
    const { texts: thrown } = runnable.includes(before) ? await runBlock(before) : { texts: [] };
    const reported = reportsOf(before).map(({ text }) => text);
    expect([reported.join("\n"), thrown.join("\n")]).toContain(block.code);
  });
});

describe("Links lead somewhere", () => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const links = pages.flatMap((page) => page.links.map((link) => ({ page, ...link })));
  test.each(links.filter(({ target }) => !/^(https?|mailto):/.test(target)))("$place $target", ({ page, target }) => {
    const [file = "", anchor] = target.split("#");
    const path = file === "" ? resolve(root, page.path) : resolve(root, dirname(page.path), decodeURI(file));
    expect(existsSync(path)).toBe(true);
    if (anchor !== undefined) {
      expect(byPath.get(relative(root, path).replaceAll("\\", "/"))?.anchors).toContain(anchor);
    }
  });
});

test("Diagrams are of a kind that Mermaid knows, and their brackets match", () => {
  const diagrams = pages.flatMap(({ blocks }) => blocks.filter(({ language }) => language === "mermaid"));
  for (const { place, code: text } of diagrams) {
    expect(text, place).toMatch(/^(flowchart (LR|TD|TB)|sequenceDiagram|stateDiagram-v2)\n/);
    expect(text.match(/^\s*subgraph\b/gm)?.length, place).toBe(text.match(/^\s*end$/gm)?.length);
    for (const [left, right] of ["[]", "()", "{}"])
      expect(text.split(left!).length, place).toBe(text.split(right!).length);
  }
});

test.each(["regions-runtime", "regions-runtime/threads", "regions-runtime/pool", "regions-runtime/diagram"])(
  "The reference describes every export of %s",
  (entry) => {
    const exported = Object.keys(createRequire(import.meta.url)(entry) as object);
    const reference = pages.find(({ path }) => path === "docs/reference/runtime.md")!;
    for (const name of exported) expect(reference.anchors, name).toContain(name.toLowerCase());
  },
);

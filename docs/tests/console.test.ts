import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPages, type Block, type Page } from "./pages.ts";

/** Blocks that show a command after "$ npx regions", and what it prints. */
const shown = readPages().flatMap((page) =>
  page.blocks.filter(({ language }) => language === "console").map((block) => ({ page, block, place: block.place })),
);

const command = join(dirname(createRequire(import.meta.url).resolve("eslint-plugin-regions")), "cli.js");

/** The files that a page shows: their first line is a comment with their path. */
function filesOf({ blocks }: Page): Map<string, string> {
  const named = blocks.map(({ code }) => [/^\/\/ (\S+\.[jt]s)\n/.exec(code)?.[1], code] as const);
  return new Map(named.filter((each): each is [string, string] => each[0] !== undefined));
}

function run(page: Page, { code }: Block): { readonly wanted: string; readonly printed: string } {
  const [first = "", ...rest] = code.split("\n");
  const args = /^\$ npx regions (.*)$/.exec(first)?.[1]?.split(" ");
  if (args === undefined) throw new Error(`'${first}' is no command of ours`);
  const folder = mkdtempSync(join(tmpdir(), "regions-docs-"));
  try {
    for (const [path, text] of filesOf(page)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const { stdout } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });
    return { wanted: rest.join("\n"), printed: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("A block that shows a command shows what it prints", { timeout: 60_000 }, () => {
  test.each(shown)("$place", ({ page, block }) => {
    const { wanted, printed } = run(page, block);
    expect(printed.trimEnd()).toBe(wanted);
    expect(wanted).not.toBe("");
  });
});

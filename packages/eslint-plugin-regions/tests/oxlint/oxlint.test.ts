import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import plugin from "../../src/index.ts";
import { text } from "../rules/text.ts";

const require = createRequire(import.meta.url);
const oxlint = join(dirname(require.resolve("oxlint/package.json")), "bin/oxlint");
/** As it is built: oxlint loads it by itself. */
const built = require.resolve("eslint-plugin-regions");

const fixtures = join(import.meta.dirname, "../fixtures");
const files = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.(?:[cm]?js|tsx?)$/.test(file))
  .sort();

const rules = Object.fromEntries(Object.keys(plugin.rules).map((name) => [`regions/${name}`, "error"] as const));

interface Report {
  readonly message: string;
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "regions-oxlint-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Settings as fixtures have them in a comment. */
function settingsIn(code: string): unknown {
  const json = /^\/\/ settings: (\{.*)$/m.exec(code)?.[1];
  return json === undefined ? {} : JSON.parse(json);
}

const configWith = (regions: unknown): string =>
  JSON.stringify({
    jsPlugins: [built],
    plugins: [],
    categories: { correctness: "off" },
    rules,
    settings: { regions },
  });

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function run(...args: string[]): string {
  const { stdout, stderr, error } = spawnSync(process.execPath, [oxlint, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 27,
  });
  if (error !== undefined) throw error;
  expect(stderr).toBe("");
  return stdout;
}

const lint = (path: string): readonly Report[] =>
  (JSON.parse(run("--format", "json", path)) as { diagnostics: Report[] }).diagnostics;

const shown = ({ message, code, labels: [label] }: Report): string =>
  `${label!.span.line}:${label!.span.column} ${code.replace(/\((.*)\)/, "/$1")} ${message}`;

/** One for all: a new one compiles the schemas of all options. */
const linter = new Linter();

/** What ESLint reports without types. */
function byESLint(file: string, code: string): string[] {
  const sourceType = file.endsWith(".cjs") ? "commonjs" : "module";
  const parserOptions = { ecmaFeatures: { jsx: /[jt]sx$|\.js$/.test(file) } };
  const config: Linter.Config[] = [
    {
      files: ["**/*.{js,cjs,mjs,ts,tsx}"],
      languageOptions: { parser: tsParser as Linter.Parser, sourceType, parserOptions },
      settings: { regions: settingsIn(code) },
    },
    ...plugin.configs.strict,
  ];
  return linter
    .verify(code, config, { filename: file })
    .map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId ?? ""} ${message}`);
}

describe("oxlint reports what ESLint does without types, in", { timeout: 60_000 }, () => {
  const reports = new Map<string, string[]>();
  beforeAll(() => {
    // Each file is in a folder of its own, with a config that has its settings.
    files.forEach((file, index) => {
      const code = readFileSync(join(fixtures, file), "utf8");
      write(`all/${index}/${file}`, code);
      write(`all/${index}/.oxlintrc.json`, configWith(settingsIn(code)));
    });
    for (const report of lint("all")) {
      const file = report.filename.replaceAll("\\", "/").replace(/^all\/\d+\//, "");
      const list = reports.get(file) ?? [];
      reports.set(file, [...list, shown(report)]);
    }
  }, 120_000);

  test.each(files)("%s", (file) => {
    const expected = byESLint(file, readFileSync(join(fixtures, file), "utf8"));
    expect((reports.get(file) ?? []).sort()).toEqual(expected.sort());
  });
});

const moved = text`
  import { Region, move } from "regions-runtime";
  const job = new Region({ id: 1 });
  const next = move(job);
  job.id = 2;
`;

describe("oxlint", { timeout: 60_000 }, () => {
  test("makes the fix that cannot change for the worse what the code does", () => {
    write("fix/.oxlintrc.json", configWith({}));
    const code = text`
      const view = new Int32Array(new SharedArrayBuffer(8));
      worker.postMessage(view.buffer);
      view[0]++;
    `;
    write("fix/a.js", code);
    run("--fix", "fix");
    expect(readFileSync(join(folder, "fix/a.js"), "utf8")).toBe(code.replace("view[0]++", "Atomics.add(view, 0, 1)"));
  });

  test("takes a suggestion if it is told to", () => {
    write("suggestion/.oxlintrc.json", configWith({}));
    write("suggestion/a.js", moved);
    run("--fix-suggestions", "suggestion");
    expect(readFileSync(join(folder, "suggestion/a.js"), "utf8")).toBe(moved.replace("job.id = 2", "next.id = 2"));
  });

  test.each([
    ["Vue", "a.vue", `<script setup lang="ts">\n${moved}\n</script>\n`],
    ["Astro", "a.astro", `---\n${moved}\n---\n`],
  ])("checks the scripts of %s files", (_, file, code) => {
    write("scripts/.oxlintrc.json", configWith({}));
    write(`scripts/${file}`, code);
    expect(lint(`scripts/${file}`).map(shown)).toEqual([expect.stringMatching(/^5:1 regions\/no-use-after-move /)]);
  });

  test("keeps quiet where a comment says so", () => {
    write("quiet/.oxlintrc.json", configWith({}));
    write(
      "quiet/a.js",
      "const a = Object.freeze([]);\n// eslint-disable-next-line regions/no-mutate-frozen\na.push(1);\n",
    );
    expect(lint("quiet")).toEqual([]);
  });

  test("has no types, so that rules that need them find nothing there", () => {
    write("typed/.oxlintrc.json", configWith({}));
    write("typed/a.ts", "declare const names: readonly string[];\nexport const list: string[] = names;\n");
    expect(lint("typed")).toEqual([]);
  });
});

test("The page about oxlint lists the recommended rules", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/guide/oxlint.md"), "utf8");
  const config = JSON.parse(/```json\n([^`]+)```/.exec(page)![1]!) as { rules: object };
  expect(config.rules).toEqual(plugin.configs.recommended[0]!.rules);
});

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { text } from "../rules/text.ts";
import { type Diagnostic, type Editor, openFolder } from "./editor.ts";

// The server loads ESLint, parsers and the plugin.
vi.setConfig({ testTimeout: 60_000 });

// These tests run once more with ESLint 9, which is installed beside its own package.json.
const home = join(import.meta.dirname, ESLint.version.startsWith("9.") ? "../eslint9/.cache" : "../../.cache");

const files: Record<string, string> = {
  "package.json": '{ "private": true, "type": "module" }',
  "typed/tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, target: "ES2022", module: "NodeNext", noEmit: true, types: [] },
    include: ["*.ts"],
  }),
  "typed/lists.ts": "export const names: readonly string[] = [];\nexport function take(list: string[]): void {}\n",
  "typed/use.ts": "",
};

let editor: Editor;
let folder: string;
beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  folder = mkdtempSync(join(home, "editor-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  copyFileSync(join(import.meta.dirname, "config.mjs"), join(folder, "eslint.config.mjs"));
  editor = await openFolder(folder);
}, 60_000);
afterAll(async () => {
  await editor.close();
  rmSync(folder, { recursive: true });
});

/** The rule, the underlined stretch, counted from 1, and the text. */
function shown({ code, range: { start, end } }: Diagnostic): string {
  return `${code} ${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
}

const moved = text`
  import { Region, move } from "regions-runtime";
  const job = new Region({ id: 1 });
  const next = move(job);
  job.id = 2;
`;

describe("An editor underlines a mistake", () => {
  test.each<[string, string, string, string, string[]]>([
    ["JavaScript", "a.js", "javascript", moved, ["regions/no-use-after-move 4:1-4:4"]],
    [
      "TypeScript without types",
      "a.ts",
      "typescript",
      moved.replace("const job", "const job: Region<{ id: number }>"),
      ["regions/no-use-after-move 4:1-4:4"],
    ],
    [
      "TypeScript with the types of other files",
      "typed/use.ts",
      "typescript",
      'import { names, take } from "./lists.js";\ntake(names);\n',
      ["regions/no-readonly-laundering 2:6-2:11"],
    ],
    [
      "the script of a Vue component",
      "a.vue",
      "vue",
      `<script setup lang="ts">\n${moved}\n</script>\n\n<template><p>{{ next.id }}</p></template>\n`,
      ["regions/no-use-after-move 5:1-5:4"],
    ],
    [
      "the script of an Astro page",
      "a.astro",
      "astro",
      `---\n${moved}\n---\n\n<p>{next.id}</p>\n`,
      ["regions/no-use-after-move 5:1-5:4"],
    ],
  ])("in %s", async (_, path, languageId, code, expected) => {
    const document = await editor.open(path, languageId, code);
    expect((await document.diagnostics()).map(shown)).toEqual(expected);
  });
});

describe("A diagnostic", () => {
  test("has the message, the rule and a link to the page about it", async () => {
    const document = await editor.open("b.js", "javascript", moved);
    expect(await document.diagnostics()).toEqual([
      {
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } },
        severity: 1,
        code: "regions/no-use-after-move",
        codeDescription: {
          href: "https://github.com/regions-js/regions/blob/main/docs/rules/no-use-after-move.md",
        },
        source: "eslint",
        message:
          "'job' is used after it was moved on line 3 ('move(job)').\nUse what the move returned, or move after the last use.",
      },
    ]);
  });

  test("comes and goes as one types, without saving", async () => {
    const document = await editor.open("c.js", "javascript", "");
    expect(await document.diagnostics()).toEqual([]);
    await document.type(moved);
    expect((await document.diagnostics()).map(shown)).toEqual(["regions/no-use-after-move 4:1-4:4"]);
    await document.type(`// A line above.\n${moved}`);
    expect((await document.diagnostics()).map(shown)).toEqual(["regions/no-use-after-move 5:1-5:4"]);
    await document.type(moved.replace("job.id = 2", "next.id = 2"));
    expect(await document.diagnostics()).toEqual([]);
  });

  test("is left out while the file cannot be parsed, and that is shown", async () => {
    const document = await editor.open("d.js", "javascript", `${moved}\nconst = 1;`);
    expect((await document.diagnostics()).map(({ message }) => message)).toEqual(["Parsing error: Unexpected token ="]);
  });
});

/** A mistake for each rule that offers something, what it offers, and what becomes of the text. */
const offers = [
  {
    rule: "no-use-after-move",
    code: moved,
    title: "Use 'next', which holds it now.",
    after: moved.replace("job.id = 2", "next.id = 2"),
  },
  {
    rule: "no-use-after-transfer",
    code: "const buf = new ArrayBuffer(8);\nworker.postMessage(buf, [buf]);\nnew Uint8Array(buf);\n",
    title: "Post a copy: leave 'buf' out of the transfer list (line 2).",
    after: "const buf = new ArrayBuffer(8);\nworker.postMessage(buf);\nnew Uint8Array(buf);\n",
  },
  {
    rule: "no-mutate-frozen",
    code: "const list = Object.freeze([2, 1]);\nexport const sorted = list.sort();\n",
    title: "Use 'toSorted', which returns a changed copy.",
    after: "const list = Object.freeze([2, 1]);\nexport const sorted = list.toSorted();\n",
  },
  {
    rule: "require-dispose",
    code: text`
      import { borrow } from "regions-runtime";
      export function first(job) {
        const list = borrow(job.items);
        return list.length;
      }
    `,
    title: "Declare it with 'using', which disposes of it at the end of the block.",
    after: text`
      import { borrow } from "regions-runtime";
      export function first(job) {
        using list = borrow(job.items);
        return list.length;
      }
    `,
  },
  {
    rule: "no-lost-update",
    code: "let total = 0;\nexport async function add(load) {\n  total += await load();\n}\n",
    title: "Await first: 'const value = await …'.",
    after: "let total = 0;\nexport async function add(load) {\n  const value = await load();\n  total += value;\n}\n",
  },
  {
    rule: "valid-ownership-tags",
    code: "/** @moves jbo */\nexport function take(job) {}\n",
    title: "Write 'job'.",
    after: "/** @moves job */\nexport function take(job) {}\n",
  },
  {
    rule: "require-atomics",
    code: "const view = new Int32Array(new SharedArrayBuffer(8));\nworker.postMessage(view.buffer);\nview[0]++;\n",
    title: "Fix this regions/require-atomics problem",
    isFix: true,
    after:
      "const view = new Int32Array(new SharedArrayBuffer(8));\nworker.postMessage(view.buffer);\nAtomics.add(view, 0, 1);\n",
  },
];

describe("The light bulb offers what puts it right, and that does, for", () => {
  test.each(offers)("$rule", async ({ rule, code, title, after, isFix }) => {
    const document = await editor.open(`offers/${rule}.js`, "javascript", code);
    const [diagnostic, ...others] = await document.diagnostics();
    expect([diagnostic!.code, others]).toEqual([`regions/${rule}`, []]);
    const offer = isFix === true ? title : `${title} (regions/${rule})`;
    expect((await document.actionsFor(diagnostic!))[0]).toBe(offer);
    expect(await document.textAfter(diagnostic!, offer)).toBe(after);
    await document.type(after);
    expect(await document.diagnostics()).toEqual([]);
  });

  test("whoever wants a rule off in one line, or to read about it", async () => {
    const document = await editor.open("e.js", "javascript", moved);
    const [diagnostic] = await document.diagnostics();
    expect(await document.actionsFor(diagnostic!)).toEqual([
      "Use 'next', which holds it now. (regions/no-use-after-move)",
      "Disable regions/no-use-after-move for this line",
      "Disable regions/no-use-after-move for the entire file",
      "Show documentation for regions/no-use-after-move",
    ]);
    expect(await document.textAfter(diagnostic!, "Disable regions/no-use-after-move for this line")).toBe(
      moved.replace("job.id", "// eslint-disable-next-line regions/no-use-after-move\njob.id"),
    );
  });
});

test("The page about editors shows a diagnostic as the server sends it", async () => {
  const document = await editor.open("f.js", "javascript", moved);
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/guide/editors.md"), "utf8");
  expect(page).toContain(`${moved} // ✗ no-use-after-move\n`);
  const shownThere = /answers with\n\n```json\n([^`]+)```/.exec(page)![1]!;
  expect(await document.diagnostics()).toEqual([JSON.parse(shownThere)]);
});

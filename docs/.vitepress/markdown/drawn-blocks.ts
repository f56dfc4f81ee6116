import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as runtime from "regions-runtime";
import { snapshot, toSvg, type Snapshot } from "regions-runtime/diagram";
import ts from "typescript";
import type { MarkdownRenderer } from "vitepress";
import { compile } from "../../playground/language/compile.ts";
import { describe } from "../../playground/page/describe.ts";
import { objectsIn } from "../../playground/sandbox/objects.ts";

/** What stands below a block of code that is to be drawn. On GitHub nothing shows. */
const MARK = "<!-- drawn -->";

/** The very instance that `snapshot` knows: its build for `require` would be another one. */
const require = (name: string): unknown => {
  if (name === "regions-runtime") return runtime;
  throw new Error(`Only code that imports from regions-runtime can be drawn, not from ${name}`);
};
const AsyncFunction = (async () => Promise.resolve()).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;

/** Pictures, as HTML, by the code whose objects they show. */
export type Pictures = ReadonlyMap<string, string>;

/** Runs the blocks of a page that are to be drawn, and draws what their variables hold at the end. */
export async function drawBlocksOf(page: string): Promise<Pictures> {
  const text = readFileSync(resolve(import.meta.dirname, "../..", page), "utf8");
  const pictures = new Map<string, string>();
  for (const [, code] of text.matchAll(new RegExp(`\`\`\`ts\\n([^\`]*)\`\`\`\\n\\n${MARK}`, "g"))) {
    pictures.set(code!, await pictureOf(await atTheEndOf(code!)));
  }
  return pictures;
}

async function atTheEndOf(code: string): Promise<Snapshot> {
  const { js } = compile(ts.createSourceFile("block.ts", code, ts.ScriptTarget.ESNext, true));
  let last: Snapshot | undefined;
  const step = (_line: number, variables: object): void => {
    last = snapshot(objectsIn(variables));
  };
  await new AsyncFunction("require", "exports", "__step", js)(require, {}, step);
  if (last === undefined) throw new Error(`There is nothing to draw in:\n${code}`);
  return last;
}

async function pictureOf(shown: Snapshot): Promise<string> {
  const words = describe(shown).join(". ").replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const image = async (theme: "light" | "dark"): Promise<string> => {
    const svg = await toSvg(shown, { theme, legend: false, direction: "right" });
    return `<img class="object-graph in-the-${theme}" alt="${words}" src="data:image/svg+xml,${encodeURIComponent(svg)}">`;
  };
  return `<p class="object-graphs">${await image("light")}${await image("dark")}</p>`;
}

/** Puts the pictures below the blocks that they are of. */
export function drawnBlocks(md: MarkdownRenderer, pictures: Pictures): void {
  const html = md.renderer.rules.html_block!;
  md.renderer.rules.html_block = (tokens, index, options, env, self) => {
    if (tokens[index]!.content.trim() !== MARK) return html(tokens, index, options, env, self);
    const picture = pictures.get(tokens[index - 1]?.content ?? "");
    if (picture === undefined) throw new Error(`${MARK} belongs below a block of code of a page that is drawn`);
    return picture;
  };
}

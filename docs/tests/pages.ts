import { readdirSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { anchorOf } from "../.vitepress/markdown/anchor.ts";

export const root = resolve(import.meta.dirname, "../..");

/** A fenced block of a page. */
export interface Block {
  /** "README.md:12", where its first line of code stands. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
  /** The line of the page before the first line of code: lines of the code are counted from there. */
  readonly line: number;
}

export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** Targets of links, outside code. */
  readonly links: readonly { readonly place: string; readonly target: string }[];
  /** What a link can point to with #. */
  readonly anchors: ReadonlySet<string>;
}

const LEFT_OUT = new Set(["node_modules", "dist", "coverage", "fixtures", "api"]);

function* markdownFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || LEFT_OUT.has(entry.name)) continue;
    const path = resolve(folder, entry.name);
    if (entry.isDirectory()) yield* markdownFiles(path);
    else if (entry.name.endsWith(".md") && entry.name !== "CHANGELOG.md") yield path;
  }
}

export function readPage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const links: { place: string; target: string }[] = [];
  const anchors = new Set<string>();
  let open: { fence: string; language: string; line: number; code: string[] } | undefined;

  text.split("\n").forEach((content, index) => {
    const fence = /^\s*(`{3,}|~{3,})(.*)$/.exec(content);
    if (open !== undefined) {
      if (fence?.[1] === open.fence && fence[2]!.trim() === "") {
        const { language, line, code } = open;
        blocks.push({ place: `${path}:${line + 1}`, language, line, code: code.join("\n") });
        open = undefined;
      } else open.code.push(content);
      return;
    }
    if (fence !== null) {
      open = { fence: fence[1]!, language: fence[2]!.trim(), line: index + 1, code: [] };
      return;
    }
    const heading = /^#+ (.*)$/.exec(content);
    if (heading !== null) anchors.add(anchorOf(heading[1]!));
    const prose = content.replace(/`[^`]*`/g, "code");
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      links.push({ place: `${path}:${index + 1}`, target: target! });
    }
  });
  if (open !== undefined) throw new Error(`${path}:${open.line} opens a block that is never closed`);
  return { path, blocks, links, anchors };
}

/** Every page of the repository. */
export function readPages(): Page[] {
  return [...markdownFiles(root)].map((file) =>
    readPage(relative(root, file).replaceAll("\\", "/"), readFileSync(file, "utf8")),
  );
}

import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { repository } from "../repository.ts";

const docs = resolve(import.meta.dirname, "../..");
const examples = resolve(docs, "examples");

/** The address in the repository of what a page links to beside the site: examples, sources, the README. */
function addressOf(page: string, href: string): string | undefined {
  if (/^(?:[a-z]+:|[#/])/i.test(href)) return undefined;
  const [path = "", anchor] = href.split("#");
  const target = resolve(dirname(page), decodeURI(path));
  const inSite = target.startsWith(docs) && !target.startsWith(examples);
  if (inSite || !existsSync(target)) return undefined; // what does not exist is a dead link: VitePress says so
  const kind = statSync(target).isDirectory() ? "tree" : "blob";
  const place = relative(resolve(docs, ".."), target).replaceAll("\\", "/");
  return `${repository}/${kind}/main/${place}${anchor === undefined ? "" : `#${anchor}`}`;
}

/** Links that lead out of the site lead to the repository. */
export function linksOutOfTheSite(md: MarkdownRenderer): void {
  md.core.ruler.push("links-out-of-the-site", ({ tokens, env }) => {
    const { path } = env as { path?: string };
    if (path === undefined) return;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      const address = href === null ? undefined : addressOf(path, href);
      if (address !== undefined) token.attrSet("href", address);
    }
  });
}

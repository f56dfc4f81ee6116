import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { DefaultTheme } from "vitepress";

const docs = resolve(import.meta.dirname, "..");

/** The order of the guide. Pages that it does not name come last. */
const GUIDE: Readonly<Record<string, readonly string[]>> = {
  Introduction: ["getting-started", "concepts", "model", "guarantees", "comparison", "performance"],
  "At run time": ["thaw", "cowns", "threads", "pool", "diagrams", "testing"],
  "Before it runs": [
    "editors",
    "command-line",
    "oxlint",
    "settings",
    "tags",
    "types",
    "libraries",
    "real-code",
    "lost-updates",
  ],
};

function pagesIn(folder: string): string[] {
  return readdirSync(resolve(docs, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -".md".length));
}

/** A page is called what its first heading says. */
function itemFor(folder: string, page: string): DefaultTheme.SidebarItem {
  const heading = /^# (.*)$/m.exec(readFileSync(resolve(docs, folder, `${page}.md`), "utf8"))?.[1];
  return { text: heading?.replaceAll("`", "") ?? page, link: `/${folder}/${page}` };
}

function group(text: string, folder: string, pages: readonly string[]): DefaultTheme.SidebarItem[] {
  return pages.length === 0 ? [] : [{ text, items: pages.map((page) => itemFor(folder, page)) }];
}

function guide(): DefaultTheme.SidebarItem[] {
  const pages = pagesIn("guide");
  const listed = Object.values(GUIDE).flat();
  return [
    ...Object.entries(GUIDE).flatMap(([text, order]) =>
      group(
        text,
        "guide",
        order.filter((page) => pages.includes(page)),
      ),
    ),
    ...group(
      "More",
      "guide",
      pages.filter((page) => !listed.includes(page)),
    ),
  ];
}

/** What the generator of the API reference says of its pages. */
function api(): DefaultTheme.SidebarItem[] {
  const file = resolve(docs, "api/typedoc-sidebar.json");
  if (!existsSync(file)) return [];
  const items = JSON.parse(readFileSync(file, "utf8")) as DefaultTheme.SidebarItem[];
  return [{ text: "Generated from the code", items }];
}

export function sidebar(): DefaultTheme.SidebarItem[] {
  return [
    ...guide(),
    ...(existsSync(resolve(docs, "recipes")) ? group("Recipes", "recipes", pagesIn("recipes")) : []),
    ...group("Rules", "rules", pagesIn("rules")),
    ...group("Reference", "reference", pagesIn("reference")),
    ...api(),
  ];
}

export const nav: DefaultTheme.NavItem[] = [
  { text: "Guide", link: "/guide/getting-started", activeMatch: "^/(guide/(?!performance)|recipes/)" },
  { text: "Rules", link: "/rules/no-use-after-move", activeMatch: "^/rules/" },
  { text: "Reference", link: "/reference/runtime", activeMatch: "^/(reference|api)/" },
  { text: "Playground", link: "/playground" },
  { text: "Performance", link: "/guide/performance" },
];

import { defineConfig } from "vitepress";
import { anchorOf } from "./markdown/anchor.ts";
import { drawBlocksOf, drawnBlocks } from "./markdown/drawn-blocks.ts";
import { linksOutOfTheSite } from "./markdown/links-out-of-the-site.ts";
import { markedMistakes } from "./markdown/marked-mistakes.ts";
import { mermaidBlocks } from "./markdown/mermaid-blocks.ts";
import { nav, sidebar } from "./navigation.ts";
import { repository } from "./repository.ts";

/** Where the site stands on its host, "/" or "/regions/". */
const base = process.env.DOCS_BASE ?? "/";

const pictures = await drawBlocksOf("guide/concepts.md");

export default defineConfig({
  title: "Regions",
  description: "Fearless concurrency for TypeScript: ownership checked by ESLint rules and enforced at run time.",
  lang: "en",
  base,
  srcExclude: ["examples/**", "tests/**"],
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }],
    ["meta", { name: "theme-color", content: "#0f766e" }],
  ],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: anchorOf },
    codeTransformers: [markedMistakes],
    config(md) {
      drawnBlocks(md, pictures);
      linksOutOfTheSite(md);
      mermaidBlocks(md);
    },
  },
  themeConfig: {
    logo: "/logo.svg",
    nav,
    sidebar: sidebar(),
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        // a list of lines in other people's code
        _render: (source, env, md) => (env.relativePath === "guide/lost-updates.md" ? "" : md.render(source, env)),
      },
    },
    socialLinks: [{ icon: "github", link: repository }],
    editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Suggest a change to this page" },
    notFound: {
      title: "There is no such page",
      quote: "It may have moved. Whoever linked to it kept the old handle.",
      linkText: "To the start page",
    },
    footer: { message: "MIT License" },
  },
});

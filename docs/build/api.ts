// Writes the API reference, docs/api: a page for each entry, from what the build declares. That takes seconds, where the sources
// take minutes, and is what users see.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Application, PageEvent, ReflectionKind, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";

const docs = resolve(import.meta.dirname, "..");
const packages = resolve(docs, "../packages");

/** What users import, by the file that declares it. */
const ENTRIES: ReadonlyMap<string, string> = new Map(
  [
    ["regions-runtime", "runtime/dist/index.d.ts"],
    ["regions-runtime/threads", "runtime/dist/threads.d.ts"],
    ["regions-runtime/pool", "runtime/dist/pool.d.ts"],
    ["regions-runtime/diagram", "runtime/dist/diagram.d.ts"],
    ["regions-runtime/testing", "runtime/dist/testing.d.ts"],
    ["eslint-plugin-regions", "eslint-plugin-regions/dist/index.d.ts"],
  ]
    .map(([name, file]) => [resolve(packages, file!), name!] as const)
    .filter(([file]) => existsSync(file)),
);

const options: TypeDocOptions & PluginOptions & { sidebar: object; docsRoot: string } = {
  plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
  entryPoints: [...ENTRIES.keys()],
  tsconfig: resolve(docs, "tsconfig.api.json"),
  name: "API",
  readme: "none",
  out: resolve(docs, "api"),
  docsRoot: docs,
  disableSources: true,
  excludeInternal: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  router: "module",
  sidebar: { pretty: false, autoConfiguration: true },
  logLevel: "Warn",
  validation: { notExported: false, invalidLink: true },
};

const app = await Application.bootstrapWithPlugins(options);
const project = await app.convert();
if (project === undefined) throw new Error("The sources do not compile: TypeDoc says why above");
for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
  const file = project.getSymbolIdFromReflection(module)?.fileName;
  module.name = ENTRIES.get(resolve(file ?? "")) ?? module.name;
}
// TypeDoc counts a type apart from a member whose name differs in case only; VitePress sees one heading of that name
app.renderer.on(PageEvent.END, (page) => {
  const { contents } = page;
  if (contents === undefined) return;
  const headings = (contents.match(/^#+ .*$/gm) ?? []).map((line) => line.replace(/^#+ /, "").toLowerCase());
  page.contents = contents.replace(/\]\(#(\w+)-\d+\)/g, (link, name: string) =>
    headings.filter((heading) => heading === name).length === 1 ? `](#${name})` : link,
  );
});
await app.generateOutputs(project);

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the site, without a slash at its end. */
    readonly site: string;
    /** Where the browser is. */
    readonly chromium: string;
  }
}

/** Serves the built site while the tests run. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, "../..");
  if (!existsSync(resolve(root, ".vitepress/dist/index.html"))) {
    throw new Error("The site has not been built: run 'npx pnpm@10.34.9 docs:build' first.");
  }
  const server = await preview({
    root,
    configFile: false,
    appType: "mpa",
    logLevel: "error",
    build: { outDir: ".vitepress/dist" },
  });
  project.provide("site", server.resolvedUrls!.local[0]!.replace(/\/$/, ""));
  return () => server.close();
}

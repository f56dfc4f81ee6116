import { resolve } from "node:path";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { chromium } from "../../../packages/runtime/tests/browser-projects.ts";

/** The tests of the built site, in Chromium, where there is one. */
export function siteProject(): TestProjectInlineConfiguration[] {
  if (chromium === undefined) return []; // browserProjects has said so
  return [
    {
      root: resolve(import.meta.dirname, "../.."),
      test: {
        name: "site",
        include: ["tests/site/**/*.test.ts"],
        globalSetup: [resolve(import.meta.dirname, "serve.ts")],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        provide: { chromium },
      },
    },
  ];
}

import { defineConfig } from "vitest/config";
import { siteProject } from "./docs/tests/site/project.ts";
import { browserProjects } from "./packages/runtime/tests/browser-projects.ts";

export default defineConfig({
  test: {
    projects: [
      "packages/*",
      "packages/runtime/tests/published",
      "packages/eslint-plugin-regions/tests/eslint9",
      "docs",
      "tests/cross-check",
      ...browserProjects(),
      ...siteProject(),
    ],
    reporters: ["default", ["json", { outputFile: ".cache/test-results/vitest.json" }]],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      reporter: [["text", { skipFull: true }], "html"],
      thresholds: { lines: 90, branches: 85 },
    },
  },
});

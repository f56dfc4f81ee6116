import { defineConfig } from "vitest/config";
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

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Runs the plugin's own test files once more, with ESLint and what belongs to it resolved from this package, which
// depends on ESLint 9. `dir` rather than `root`: with `root`, a run from the repository's root finds no test.
const require = createRequire(import.meta.url);
const plugin = fileURLToPath(new URL("../../", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^eslint$/, replacement: require.resolve("eslint") },
      { find: /^@typescript-eslint\/parser$/, replacement: require.resolve("@typescript-eslint/parser") },
      { find: /^@typescript-eslint\/rule-tester$/, replacement: require.resolve("@typescript-eslint/rule-tester") },
    ],
  },
  test: {
    name: "lint on ESLint 9",
    dir: plugin,
    setupFiles: [`${plugin}tests/setup.ts`],
    include: ["tests/**/*.test.ts"],
    // What libraries do, which places rules name, and what oxlint reports, does not depend on ESLint.
    exclude: ["**/node_modules/**", "tests/libraries/**", "tests/cli/places.test.ts", "tests/oxlint/**"],
  },
});

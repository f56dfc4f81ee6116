import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The same tests on what `require` gets: translating modules has broken it once. */
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^.*\/src\/(index|threads|pool|diagram|testing)\.js$/,
        replacement: fileURLToPath(new URL("../../dist/$1.cjs", import.meta.url)),
      },
    ],
  },
  test: {
    name: "runtime, required",
    // rather than `root`: with that, a run from the repository's root finds no test
    dir: fileURLToPath(new URL("../../", import.meta.url)),
    include: ["tests/**/*.test.ts"],
    // rooms that have no entry of their own: with sources and build there would be two of each class
    exclude: [
      "**/tests/browser/**",
      "**/threads/{image,hostile}.test.ts",
      "**/threads/frozen/{freed,views}.test.ts",
      "**/threads/{domain,line,struct}/**",
      "**/threads/cowns/journal.isolated.test.ts",
      // what is required requires its renderer past the mocks
      "**/diagram/without-renderer.test.ts",
      // Mermaid needs a document, and beside one the renderer that is required looks for itself at its address
      "**/diagram/pictures.test.ts",
    ],
    execArgv: ["--expose-gc"],
  },
});

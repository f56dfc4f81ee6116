import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "lint", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.ts"] },
});

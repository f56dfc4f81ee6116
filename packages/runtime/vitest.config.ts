import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "runtime", include: ["tests/**/*.test.ts"], exclude: ["tests/browser/**"], execArgv: ["--expose-gc"] },
});
